export default definePageConfig({ navigationBarTitleText: '记录节点' })
