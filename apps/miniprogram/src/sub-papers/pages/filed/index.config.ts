export default definePageConfig({ navigationBarTitleText: '入卷的文书' })
