export default definePageConfig({ navigationBarTitleText: '我的快捷回复' })
