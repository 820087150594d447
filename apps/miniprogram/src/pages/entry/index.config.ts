export default definePageConfig({ navigationBarTitleText: '执信' })
