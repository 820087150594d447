export default definePageConfig({ navigationBarTitleText: '移送其他法院' })
