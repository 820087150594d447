export default definePageConfig({ navigationBarTitleText: '沟通', disableScroll: true })
