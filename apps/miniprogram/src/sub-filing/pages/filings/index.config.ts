export default definePageConfig({ navigationBarTitleText: '未归卷' })
