export default defineAppConfig({
  pages: ['pages/entry/index', 'pages/sign-in/index'],
  window: {
    navigationBarTitleText: '执信',
    navigationBarBackgroundColor: '#1f3350',
    navigationBarTextStyle: 'white',
    backgroundColor: '#f4f1ea',
  },
})
