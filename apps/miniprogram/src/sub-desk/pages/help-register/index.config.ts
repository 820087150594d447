export default definePageConfig({ navigationBarTitleText: '登记绑定帮助' })
