export default definePageConfig({ navigationBarTitleText: '没有人承办的案件' })
