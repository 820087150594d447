export default definePageConfig({ navigationBarTitleText: '办案节点' })
