export default definePageConfig({ navigationBarTitleText: '数字后面的条目' })
