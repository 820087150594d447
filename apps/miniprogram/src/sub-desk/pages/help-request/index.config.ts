export default definePageConfig({ navigationBarTitleText: '办理绑定帮助' })
