export default definePageConfig({ navigationBarTitleText: '接待窗口' })
