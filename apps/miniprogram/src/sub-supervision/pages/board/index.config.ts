export default definePageConfig({ navigationBarTitleText: '周一看板' })
