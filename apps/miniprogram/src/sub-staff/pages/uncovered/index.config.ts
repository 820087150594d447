export default definePageConfig({ navigationBarTitleText: '局长看板' })
