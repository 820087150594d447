export default definePageConfig({ navigationBarTitleText: '通知送到了没有' })
