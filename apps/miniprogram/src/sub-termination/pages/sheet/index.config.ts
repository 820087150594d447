export default definePageConfig({ navigationBarTitleText: '终本证据清单' })
