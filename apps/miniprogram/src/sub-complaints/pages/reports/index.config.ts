export default definePageConfig({ navigationBarTitleText: '违法违纪举报' })
