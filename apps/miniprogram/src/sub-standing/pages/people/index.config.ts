export default definePageConfig({ navigationBarTitleText: '谁代表谁' })
