export default definePageConfig({ navigationBarTitleText: '期限' })
