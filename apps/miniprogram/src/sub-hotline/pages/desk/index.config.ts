export default definePageConfig({ navigationBarTitleText: '热线坐席' })
