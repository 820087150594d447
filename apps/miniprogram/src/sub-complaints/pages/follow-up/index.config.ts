export default definePageConfig({ navigationBarTitleText: '凭受理编号查进度' })
