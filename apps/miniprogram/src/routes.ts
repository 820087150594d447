/** Every page of the product. Pages are named only here. */
export const ROUTES = {
  entry: '/pages/entry/index',
  signIn: '/pages/sign-in/index',
  cases: '/pages/cases/index',
  me: '/pages/me/index',
  inbox: '/sub-inbox/pages/inbox/index',
  bind: '/sub-binding/pages/bind/index',
  bindHelp: '/sub-binding/pages/help/index',
  helpFollow: '/sub-binding/pages/follow/index',
  phones: '/sub-binding/pages/phones/index',
  case: '/sub-case/pages/case/index',
  thread: '/sub-case/pages/thread/index',
  standingAsk: '/sub-standing/pages/ask/index',
  standingRequests: '/sub-standing/pages/requests/index',
  standingRequest: '/sub-standing/pages/request/index',
  standingPeople: '/sub-standing/pages/people/index',
  recordNode: '/sub-progress/pages/record/index',
  progress: '/sub-progress/pages/progress/index',
  workList: '/sub-officer/pages/work-list/index',
  handOver: '/sub-officer/pages/hand-over/index',
  quickReplies: '/sub-officer/pages/quick-replies/index',
  flags: '/sub-officer/pages/flags/index',
  seals: '/sub-officer/pages/seals/index',
  clocks: '/sub-progress/pages/clocks/index',
  filings: '/sub-filing/pages/filings/index',
  form: '/sub-forms/pages/form/index',
  handedIn: '/sub-forms/pages/handed-in/index',
  applications: '/sub-desk/pages/applications/index',
  application: '/sub-desk/pages/application/index',
  receiving: '/sub-forms/pages/receiving/index',
  accounts: '/sub-forms/pages/accounts/index',
  urgent: '/sub-urgent/pages/urgent/index',
  urgentCalls: '/sub-urgent/pages/calls/index',
  window: '/sub-desk/pages/window/index',
  helpDesk: '/sub-desk/pages/help/index',
  helpRequest: '/sub-desk/pages/help-request/index',
  helpRegister: '/sub-desk/pages/help-register/index',
  slips: '/sub-desk/pages/slips/index',
  helpNeeds: '/sub-care/pages/help-needs/index',
  caller: '/sub-care/pages/caller/index',
  absences: '/sub-staff/pages/absences/index',
  roster: '/sub-staff/pages/roster/index',
  uncovered: '/sub-staff/pages/uncovered/index',
  password: '/sub-staff/pages/password/index',
  adminStaff: '/sub-admin/pages/staff/index',
  adminMember: '/sub-admin/pages/member/index',
  audit: '/sub-admin/pages/audit/index',
} as const

export type Route = keyof typeof ROUTES

/** The address of a page with its query. WeChat does not decode the query; ids need no encoding. */
export function addressOf(route: Route, query: Record<string, string> = {}): string {
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  return pairs.length === 0 ? ROUTES[route] : `${ROUTES[route]}?${pairs.join('&')}`
}
