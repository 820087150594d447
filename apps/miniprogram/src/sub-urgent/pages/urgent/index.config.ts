export default definePageConfig({ navigationBarTitleText: '紧急线索' })
