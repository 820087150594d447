export default definePageConfig({ navigationBarTitleText: '被标记的沟通' })
