export default definePageConfig({ navigationBarTitleText: '投诉、信访、举报' })
