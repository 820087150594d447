export default definePageConfig({ navigationBarTitleText: '需要的照顾' })
