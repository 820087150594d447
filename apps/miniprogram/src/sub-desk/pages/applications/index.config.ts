export default definePageConfig({ navigationBarTitleText: '线索和申请' })
