export default definePageConfig({ navigationBarTitleText: '申请代理或经办' })
