export default definePageConfig({ navigationBarTitleText: '各法院' })
