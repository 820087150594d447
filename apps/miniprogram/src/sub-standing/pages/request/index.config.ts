export default definePageConfig({ navigationBarTitleText: '身份申请' })
