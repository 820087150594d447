export default definePageConfig({ navigationBarTitleText: '待批封存' })
