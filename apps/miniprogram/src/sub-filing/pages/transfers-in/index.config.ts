export default definePageConfig({ navigationBarTitleText: '收到的移送' })
