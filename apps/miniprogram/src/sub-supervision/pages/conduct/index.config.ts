export default definePageConfig({ navigationBarTitleText: '文明执法档案' })
