export default definePageConfig({ navigationBarTitleText: '本院公钥' })
