export default defineAppConfig({
  pages: ['pages/entry/index', 'pages/sign-in/index', 'pages/cases/index', 'pages/me/index'],
  subPackages: [
    { root: 'sub-binding', pages: ['pages/bind/index', 'pages/help/index', 'pages/follow/index', 'pages/phones/index'] },
    { root: 'sub-inbox', pages: ['pages/inbox/index'] },
    { root: 'sub-case', pages: ['pages/case/index', 'pages/thread/index'] },
    { root: 'sub-standing', pages: ['pages/ask/index', 'pages/requests/index', 'pages/request/index', 'pages/people/index'] },
    { root: 'sub-officer', pages: ['pages/work-list/index', 'pages/hand-over/index', 'pages/quick-replies/index', 'pages/flags/index', 'pages/seals/index'] },
    { root: 'sub-progress', pages: ['pages/record/index', 'pages/progress/index', 'pages/clocks/index'] },
    { root: 'sub-filing', pages: ['pages/filings/index', 'pages/transfer/index', 'pages/transfers-in/index', 'pages/court-key/index', 'pages/exchanges/index'] },
    { root: 'sub-forms', pages: ['pages/form/index', 'pages/handed-in/index', 'pages/receiving/index', 'pages/accounts/index'] },
    { root: 'sub-service', pages: ['pages/mine/index', 'pages/serve/index'] },
    { root: 'sub-notices', pages: ['pages/settings/index', 'pages/calls/index', 'pages/dead-letters/index', 'pages/sent/index'] },
    { root: 'sub-urgent', pages: ['pages/urgent/index', 'pages/calls/index'] },
    { root: 'sub-desk', pages: ['pages/window/index', 'pages/help/index', 'pages/help-request/index', 'pages/help-register/index', 'pages/slips/index', 'pages/applications/index', 'pages/application/index'] },
    { root: 'sub-care', pages: ['pages/help-needs/index', 'pages/caller/index'] },
    { root: 'sub-staff', pages: ['pages/absences/index', 'pages/roster/index', 'pages/uncovered/index', 'pages/password/index'] },
    { root: 'sub-admin', pages: ['pages/staff/index', 'pages/member/index', 'pages/audit/index'] },
  ],
  preloadRule: {
    'pages/cases/index': { network: 'all', packages: ['sub-case', 'sub-inbox'] },
  },
  window: {
    navigationBarTitleText: '执信',
    navigationBarBackgroundColor: '#1f3350',
    navigationBarTextStyle: 'white',
    backgroundColor: '#f3f0e9',
  },
})
