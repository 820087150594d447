export default definePageConfig({ navigationBarTitleText: '来人需要的照顾' })
