import { API_PREFIX } from '@zhixin/shared/contract'
import { caseChain } from '@zhixin/shared/ids'
import type { JsonObject } from '@zhixin/shared/log'
import WebSocket from 'ws'
import { CASE, message, newCommandId, openTestCourt, type Persona, PNG, form, TEAM, type TestCourt } from './test-support/court'
import { testNotices } from './test-support/identity'
import { askToStand } from './test-support/standing'

/**
 * Who may do what, written down by hand and apart from the policies: for each route, what every role and relation gets. A persona
 * that is not named gets `else`. `ok` means: not turned away (200, or a 409 of the rule's own).
 */
type Outcome = 'ok' | 401 | 403 | 404
type Row = Partial<Record<Persona, Outcome>> & { else: Outcome }
const PERSONAS: Persona[] = [
  'anyone', 'account', 'owner', 'agent', 'special', 'clerk', 'former', 'opponent', 'outsider', 'officer', 'judge', 'colleague', 'leader', 'stranger',
  'otherJudge', 'otherLeader', 'window', 'director', 'president', 'duty', 'hotline', 'inspector', 'systemAdmin', 'securityAdmin', 'auditor',
]
const LITIGANTS: Persona[] = ['owner', 'agent', 'special', 'clerk', 'former', 'opponent', 'outsider']
const each = (personas: Persona[], outcome: Outcome): Partial<Row> => Object.fromEntries(personas.map((persona) => [persona, outcome]))
const litigants403 = each(LITIGANTS, 403)
const litigantsOk = each(LITIGANTS, 'ok')

const anybody: Row = { else: 'ok' }
const signedIn: Row = { anyone: 401, else: 'ok' }
const ownThread = { anyone: 401, account: 403, owner: 'ok', officer: 'ok', judge: 'ok' } as const
const readThread: Row = { ...ownThread, leader: 'ok', director: 'ok', else: 404 }
const writeThread: Row = { ...ownThread, leader: 403, director: 403, else: 404 }
/** An urgent matter is open, and it is day: whose case it is, who leads, who is on duty. */
const readUrgent: Row = { ...readThread, duty: 'ok' }
const handleThread: Row = { ...writeThread, owner: 403 }
const leadThread: Row = { ...writeThread, owner: 403, officer: 403, judge: 403, leader: 'ok', director: 'ok' }
/** Whose roles let them work in cases at all. */
const WORKING: Persona[] = ['officer', 'judge', 'colleague', 'leader', 'stranger', 'otherJudge', 'otherLeader', 'duty']
const answering: Row = { anyone: 401, ...each(WORKING, 'ok'), else: 403 }
const CASE_PEOPLE: Persona[] = ['owner', 'agent', 'special', 'clerk', 'opponent']
const inCase: Row = { anyone: 401, account: 403, ...each([...CASE_PEOPLE, 'officer', 'judge', 'leader', 'director'], 'ok'), else: 404 }
const parties403 = each(CASE_PEOPLE, 403)
/** Parties and agents know of the case, and leaders read its progress; whoever handles it records. */
const recordsNodes: Row = { ...inCase, ...parties403, leader: 403, director: 403 }
const personOnly: Row = { anyone: 401, ...litigantsOk, else: 403 }
/** The owner's request, about the case of the table. */
const DECIDES: Persona[] = ['officer', 'judge', 'leader', 'director', 'window']
const ownRequest: Row = { anyone: 401, account: 403, owner: 'ok', ...each(DECIDES, 'ok'), else: 404 }
const decidesRequest: Row = { anyone: 401, ...each(WORKING, 404), ...each(DECIDES, 'ok'), else: 403 }

/** The court's staff but the three who are kept apart from cases. */
const ADMINS: Persona[] = ['systemAdmin', 'securityAdmin', 'auditor']
const OFFICES: Persona[] = [...WORKING, 'window', 'director', 'president', 'hotline', 'inspector']
const only = (...personas: Persona[]): Row => ({ anyone: 401, ...each(personas, 'ok'), else: 403 })
/** Somebody of the first team who is nobody's persona: led by its leader and by the director. */
const leadsSomebody: Row = { anyone: 401, ...each(OFFICES, 404), leader: 'ok', director: 'ok', else: 403 }

/** Granted to leaders; over a case that is not theirs it does not exist. */
const decidesSeal: Row = { anyone: 401, leader: 'ok', director: 'ok', otherLeader: 404, else: 403 }

/** For another system by its signature: whoever is somebody here is none. */
const systems: Row = { anyone: 401, else: 403 }

/** A receipt number and code that nobody was given. */
const noTicket = () => ({ receipt: 'ABCD-EFGH', followUp: 'ABCDE-FGHJK' })

const noComplaint: Row = { anyone: 401, ...each(OFFICES, 404), else: 403 }
const noReport: Row = { ...only('inspector'), inspector: 404 }
const noPaper: Row = { anyone: 401, account: 403, ...litigants403, else: 404 }

const TABLE: Record<string, Row> = {
  'POST /integration/cases': systems,
  'POST /integration/parties': systems,
  'POST /integration/officers': systems,
  'POST /integration/nodes': systems,
  'POST /integration/transfers': systems,
  'GET /admin/exchanges': only('systemAdmin'),
  'GET /admin/exchanges/transfers': only('systemAdmin'),
  'GET /admin/exchanges/filings': only('systemAdmin'),
  'GET /admin/exchanges/:exchangeId/refused': { ...only('systemAdmin'), systemAdmin: 404 },
  'GET /transfers/key': { anyone: 401, account: 403, ...litigants403, else: 'ok' },
  'GET /absences/mine': only(...OFFICES),
  'GET /absences/team': only('leader', 'otherLeader', 'director'),
  'POST /absences/:staffId': leadsSomebody,
  'POST /absences/:staffId/:of/end': leadsSomebody,
  'GET /duty-roster': only('leader', 'otherLeader', 'duty', 'hotline', 'director'),
  'POST /duty-roster/:staffId': only('duty', 'director'),
  'POST /duty-roster/:staffId/:of/removal': only('duty', 'director'),
  'GET /clocks': only(...WORKING, 'director', 'president', 'window'),
  'GET /supervision/courts': only('duty', 'director', 'president'),
  'GET /supervision/overview': only(...WORKING, 'director', 'president'),
  'GET /supervision/lists/:measure': only(...WORKING, 'director', 'president'),
  'GET /supervision/conduct': only(...WORKING, 'director', 'president'),
  'GET /supervision/my-urgings': only(...WORKING, 'director', 'president'),
  // There is nothing of this id: whoever supervises is told that nothing waits, and finds no entries.
  'GET /supervision/lists/:measure/:itemId/entries': { anyone: 401, ...each([...WORKING, 'director', 'president'], 404), else: 403 },
  'POST /supervision/lists/:measure/:itemId/urgings': only('leader', 'otherLeader', 'director', 'president', 'duty'),
  'GET /director/uncovered': only('director', 'president'),
  'GET /admin/staff': only(...ADMINS),
  'GET /admin/roles': only('securityAdmin'),
  'GET /admin/staff/:staffId': only(...ADMINS),
  'POST /admin/staff': only('systemAdmin'),
  'POST /admin/staff/:staffId/details': only('systemAdmin'),
  'POST /admin/staff/:staffId/access': only('systemAdmin'),
  'POST /admin/staff/:staffId/access/confirmation': only('securityAdmin', 'auditor'),
  'POST /admin/staff/:staffId/roles': only('securityAdmin'),
  'POST /admin/staff/:staffId/departure': only('systemAdmin'),
  'POST /admin/staff/:staffId/return': only('systemAdmin'),
  'GET /audit/openings': only('auditor'),
  'GET /audit/staff-changes': only('auditor'),
  'POST /me/password': { anyone: 401, account: 403, ...litigants403, else: 'ok' },
  'POST /auth/wechat': { else: 401 },
  'POST /auth/sms-codes': anybody,
  'POST /auth/sms': { else: 401 },
  'POST /auth/staff': anybody,
  'POST /auth/staff/verification': { else: 401 },
  'POST /auth/staff/activation': { else: 401 },
  'POST /auth/refresh': { else: 401 },
  'POST /auth/sign-out': signedIn,
  'GET /me': signedIn,
  'GET /me/help-needs': { anyone: 401, ...litigantsOk, else: 403 },
  'PUT /me/help-needs': { anyone: 401, ...litigantsOk, else: 403 },
  'DELETE /me/help-needs': { anyone: 401, ...litigantsOk, else: 403 },
  'POST /desk/help-needs': { anyone: 401, window: 'ok', hotline: 'ok', else: 403 },
  'GET /me/display': { anyone: 401, account: 403, else: 'ok' },
  'PUT /me/display': { anyone: 401, account: 403, else: 'ok' },
  'GET /about': anybody,
  'POST /bindings': { anyone: 401, account: 'ok', ...litigantsOk, else: 403 },
  'POST /bindings/window-code': { anyone: 401, account: 'ok', ...litigantsOk, else: 403 },
  'POST /window/binding-codes': { anyone: 401, window: 'ok', else: 403 },
  'POST /staff/activation-codes': { anyone: 401, account: 403, ...litigants403, else: 'ok' },
  'GET /papers/of/:place/:fileId': { anyone: 401, account: 403, ...litigants403, ...each(['officer', 'judge', 'leader', 'director'], 'ok'), else: 404 },
  'POST /papers/of/:place/:fileId': { anyone: 401, account: 403, ...litigants403, ...each(['officer', 'judge'], 'ok'), ...each(['leader', 'director'], 403), else: 404 },
  // Of a paper that nobody here has written: a draft is its author's alone.
  'GET /papers/of/:place/:fileId/:paperId': noPaper,
  'GET /papers/of/:place/:fileId/:paperId/:attachmentId': noPaper,
  'GET /papers/drafts': { ...noPaper, hotline: 403, inspector: 403, ...each(ADMINS, 403), else: 'ok' },
  'GET /papers/drafts/:paperId': noPaper,
  'PUT /papers/drafts/:paperId': noPaper,
  'POST /papers/drafts/:paperId/material': noPaper,
  'GET /papers/drafts/:paperId/pictures/:attachmentId': noPaper,
  'POST /papers/drafts/:paperId/requests': noPaper,
  'POST /papers/drafts/:paperId/discard': noPaper,
  'POST /papers/drafts/:paperId/finish': noPaper,
  'POST /papers/drafts/:paperId/signatures': noPaper,
  'POST /papers/drafts/:paperId/signatures/:by/removal': noPaper,
  'GET /demo/people': anybody,
  'POST /demo/sign-in': { else: 404 },
  'GET /demo/sms': anybody,
  'GET /cases': { anyone: 401, ...litigantsOk, ...each([...WORKING, 'director'], 'ok'), else: 403 },
  'GET /cases/:caseId': inCase,
  'GET /cases/:caseId/my-progress': { anyone: 401, ...each(CASE_PEOPLE, 'ok'), former: 404, outsider: 404, else: 403 },
  'GET /inbox': personOnly,
  'GET /cases/:caseId/colleagues': { ...inCase, ...parties403 },
  'POST /cases/:caseId/hand-overs': { ...inCase, ...parties403, officer: 403 },
  'GET /cases/:caseId/standing': inCase,
  'GET /cases/:caseId/progress': { ...inCase, ...parties403 },
  'GET /cases/:caseId/progress/templates': recordsNodes,
  'POST /cases/:caseId/progress/check': recordsNodes,
  'POST /cases/:caseId/progress/nodes': recordsNodes,
  'POST /cases/:caseId/progress/papers': recordsNodes,
  'GET /cases/:caseId/progress/papers': recordsNodes,
  'GET /cases/:caseId/progress/papers/:attachmentId': { ...inCase, ...parties403, ...each(['officer', 'judge', 'leader', 'director'], 404) },
  'POST /cases/:caseId/progress/nodes/:recordId/withdrawal': recordsNodes,
  'POST /cases/:caseId/progress/nodes/:recordId/release': { ...recordsNodes, officer: 403, director: 'ok' },
  'POST /cases/:caseId/progress/hold': { ...recordsNodes, officer: 403, director: 'ok' },
  'POST /cases/:caseId/progress/suspensions': { ...recordsNodes, officer: 403 },
  'POST /cases/:caseId/progress/suspensions/:suspensionId/end': { ...recordsNodes, officer: 403 },
  'POST /cases/:caseId/progress/extensions': { ...recordsNodes, officer: 403 },
  'GET /cases/:caseId/termination': { ...inCase, ...parties403 },
  'GET /cases/:caseId/termination/document': { ...inCase, ...parties403 },
  'POST /cases/:caseId/termination/checks/:check/reason': recordsNodes,
  'POST /cases/:caseId/termination/checks/:check/review': { ...inCase, ...parties403, officer: 403 },
  'POST /cases/:caseId/termination/sheets': recordsNodes,
  'POST /cases/:caseId/standing/:relationId/end': { ...inCase, account: 403, ...litigants403 },
  'POST /standing-requests/:commandId/attachments': personOnly,
  'POST /standing-requests': personOnly,
  'GET /standing-requests': { ...answering, ...litigantsOk, director: 'ok' },
  'GET /window/standing-requests': { anyone: 401, window: 'ok', else: 403 },
  'GET /standing-requests/:requestId': ownRequest,
  'GET /standing-requests/:requestId/attachments/:attachmentId': ownRequest,
  'POST /standing-requests/:requestId/withdrawal': { anyone: 401, ...each(LITIGANTS, 404), owner: 'ok', else: 403 },
  'POST /standing-requests/:requestId/grant': decidesRequest,
  'POST /standing-requests/:requestId/refusal': decidesRequest,
  'GET /threads/:caseId/:personId': readThread,
  'GET /threads/:caseId/:personId/entries': readThread,
  'POST /threads/:caseId/:personId/messages': writeThread,
  'POST /threads/:caseId/:personId/delivered': writeThread,
  'POST /threads/:caseId/:personId/read': writeThread,
  'POST /threads/:caseId/:personId/messages/:index/mark': handleThread,
  'POST /threads/:caseId/:personId/messages/:index/voice-summary': handleThread,
  'POST /threads/:caseId/:personId/slow-mode': leadThread,
  'POST /threads/:caseId/:personId/slow-mode/lifting': leadThread,
  'GET /flags': { anyone: 401, ...each(['leader', 'otherLeader', 'director'], 'ok'), else: 403 },
  'GET /threads/:caseId/:personId/flags': { ...readThread, owner: 403 },
  'POST /threads/:caseId/:personId/messages/:index/flags': handleThread,
  'POST /threads/:caseId/:personId/flags/:flag/withdrawal': { ...readThread, owner: 403 },
  'POST /threads/:caseId/:personId/messages/:index/consent-request': handleThread,
  'POST /threads/:caseId/:personId/messages/:index/consent': { ...writeThread, officer: 403, judge: 403 },
  'POST /threads/:caseId/:personId/messages/:index/consent-withdrawal': { ...writeThread, officer: 403, judge: 403 },
  'GET /threads/:caseId/:personId/other-side': handleThread,
  'POST /threads/:caseId/:personId/messages/:index/pass-on': handleThread,
  'POST /threads/:caseId/:personId/matter/dismissal': handleThread,
  'POST /threads/:caseId/:personId/contacts': handleThread,
  'POST /threads/:caseId/:personId/messages/:index/seal-request': writeThread,
  'POST /threads/:caseId/:personId/messages/:index/seal-request/approval': decidesSeal,
  'POST /threads/:caseId/:personId/messages/:index/seal-request/refusal': decidesSeal,
  'GET /threads/:caseId/:personId/messages/:index/under-seal': decidesSeal,
  'GET /threads/:caseId/:personId/messages/:index/under-seal/attachments/:attachmentId': decidesSeal,
  'POST /threads/:caseId/:personId/messages/:index/confinement': { anyone: 401, owner: 'ok', ...each(LITIGANTS.slice(1), 404), else: 403 },
  'POST /threads/:caseId/:personId/messages/:index/release': handleThread,
  'POST /threads/kept': { anyone: 401, account: 403, else: 'ok' },
  'GET /seal-requests': only('leader', 'otherLeader', 'director'),
  'POST /threads/:caseId/:personId/attachments': writeThread,
  'GET /threads/:caseId/:personId/attachments/:attachmentId': readThread,
  'GET /threads/:caseId/:personId/to-do': readThread,
  'POST /threads/:caseId/:personId/tasks': handleThread,
  'POST /threads/:caseId/:personId/tasks/:taskId/done': handleThread,
  'GET /forms/:formId': signedIn,
  // The form is the respondent's: not even the applicant whose thread it is hands it in.
  'POST /threads/:caseId/:personId/forms': { ...handleThread, officer: 403, judge: 403 },
  'GET /threads/:caseId/:personId/applications': readThread,
  'POST /threads/:caseId/:personId/applications/:index/answer': handleThread,
  'GET /applications': only('officer', 'judge', 'colleague', 'stranger', 'otherJudge', 'window'),
  'GET /applications/:caseId/:personId/:index': only('window'),
  'GET /applications/:caseId/:personId/:index/attachments/:attachmentId': only('window'),
  'POST /applications/:caseId/:personId/:index/docketing': only('window'),
  'POST /applications/:caseId/:personId/:index/refusal': only('window'),
  'POST /applications/:caseId/:personId/:index/correction': only('window'),
  'POST /applications/:caseId/:personId/:index/return': only('window'),
  'POST /threads/:caseId/:personId/applications/:index/supply': { ...handleThread, owner: 'ok', officer: 403, judge: 403 },
  'GET /threads/:caseId/:personId/service': readThread,
  'POST /threads/:caseId/:personId/service/consent': { ...writeThread, officer: 403, judge: 403 },
  'POST /threads/:caseId/:personId/service/withdrawal': { ...writeThread, officer: 403, judge: 403 },
  'POST /threads/:caseId/:personId/service/paper': handleThread,
  'POST /threads/:caseId/:personId/services': handleThread,
  'GET /threads/:caseId/:personId/services/:index/document': readThread,
  'GET /threads/:caseId/:personId/services/:index/receipt': readThread,
  'POST /threads/:caseId/:personId/services/:index/confirmation': { ...writeThread, officer: 403, judge: 403 },
  'POST /threads/:caseId/:personId/services/:index/notes': handleThread,
  'GET /cases/:caseId/services': { ...inCase, ...parties403 },
  'GET /threads/:caseId/:personId/receiving-account': { ...readThread, ...each(['officer', 'judge', 'leader', 'director'], 403) },
  'POST /threads/:caseId/:personId/receiving-account/codes': { ...readThread, ...each(['officer', 'judge', 'leader', 'director'], 403) },
  'POST /threads/:caseId/:personId/receiving-account': { ...readThread, ...each(['officer', 'judge', 'leader', 'director'], 403) },
  'GET /cases/:caseId/receiving-accounts': { ...inCase, ...parties403, leader: 403, director: 403 },
  'GET /cases/:caseId/receiving-accounts/:accountId/number': { ...inCase, ...parties403, ...each(['leader', 'director'], 403), ...each(['officer', 'judge'], 404) },
  'GET /complaints/options': anybody,
  'POST /complaints': anybody,
  'POST /complaints/uploads': anybody,
  'POST /complaints/mine': personOnly,
  'GET /complaints/mine': personOnly,
  'POST /complaints/mine/:complaintId/supplements': { anyone: 401, ...each(LITIGANTS, 404), else: 403 },
  'POST /complaints/mine/:complaintId/uploads': { anyone: 401, ...each(LITIGANTS, 404), else: 403 },
  'POST /complaints/mine/:complaintId/steps': { anyone: 401, ...each(LITIGANTS, 404), else: 403 },
  'POST /complaints/lookup': { else: 404 },
  'POST /complaints/lookup/supplements': { else: 404 },
  'POST /complaints/lookup/uploads': { else: 404 },
  'POST /complaints/lookup/steps': { else: 404 },
  'GET /complaint-files': only(...OFFICES),
  'GET /complaint-files/people': only(...OFFICES),
  'POST /complaint-files': only('window', 'hotline', 'duty'),
  'POST /complaint-files/uploads': only('window', 'hotline', 'duty'),
  // Of a file that there is not: which ones are whose, files.test.ts beside the routes says.
  'GET /complaint-files/:stream/:complaintId': noComplaint,
  'POST /complaint-files/:stream/:complaintId/steps': noComplaint,
  'POST /complaint-files/:stream/:complaintId/supplements': noComplaint,
  'POST /complaint-files/:stream/:complaintId/explanations': noComplaint,
  'POST /complaint-files/:stream/:complaintId/hand-over': noComplaint,
  'POST /complaint-files/:stream/:complaintId/case': noComplaint,
  'POST /complaint-files/:stream/:complaintId/about': noComplaint,
  'POST /complaint-files/:stream/:complaintId/uploads': noComplaint,
  'GET /complaint-files/:stream/:complaintId/attachments/:attachmentId': noComplaint,
  'GET /discipline/reports': only('inspector'),
  'GET /discipline/reports/people': only('inspector'),
  'GET /discipline/reports/:complaintId': noReport,
  'POST /discipline/reports/:complaintId/steps': noReport,
  'POST /discipline/reports/:complaintId/supplements': noReport,
  'POST /discipline/reports/:complaintId/explanations': noReport,
  'POST /discipline/reports/:complaintId/hand-over': noReport,
  'POST /discipline/reports/:complaintId/case': noReport,
  'POST /discipline/reports/:complaintId/about': noReport,
  'POST /discipline/reports/:complaintId/uploads': noReport,
  'GET /discipline/reports/:complaintId/attachments/:attachmentId': noReport,
  'POST /discipline/reports/:complaintId/links': noReport,
  'GET /discipline/reports/:complaintId/openings': noReport,
  'GET /binding-help/options': anybody,
  'POST /binding-help/lookup': { else: 404 },
  // A person asks for nothing but another phone: the rest is refused by a rule of its own.
  'POST /binding-help': { anyone: 401, account: 'ok', ...litigantsOk, else: 403 },
  'GET /binding-help/mine': { anyone: 401, account: 'ok', ...litigantsOk, else: 403 },
  'POST /binding-help/mine/papers': { anyone: 401, account: 'ok', ...each(LITIGANTS, 404), else: 403 },
  'POST /binding-help/mine/withdrawal': { anyone: 401, account: 'ok', ...each(LITIGANTS, 404), else: 403 },
  'GET /desk/binding-help': only('window', 'hotline'),
  'POST /desk/binding-help': only('window', 'hotline'),
  'GET /desk/binding-help/:requestId': only('window', 'hotline'),
  'GET /desk/binding-help/:requestId/papers/:attachmentId': only('window', 'hotline'),
  'POST /desk/binding-help/:requestId/taking': only('window', 'hotline'),
  'POST /desk/binding-help/:requestId/code': only('window', 'hotline'),
  // With the papers on the desk.
  'POST /desk/binding-help/:requestId/phone-codes': only('window'),
  'POST /desk/binding-help/:requestId/phone': only('window'),
  'POST /desk/binding-help/:requestId/refusal': only('window', 'hotline'),
  'GET /cases/:caseId/slips/:personId': { anyone: 401, ...each(WORKING, 404), ...each(['officer', 'judge', 'leader', 'director', 'window'], 'ok'), else: 403 },
  'POST /desk/slips/search': only('window'),
  'POST /slips/open': { anyone: 401, ...each(LITIGANTS, 404), else: 403 },
  'POST /me/phones/codes': personOnly,
  'POST /me/phones': personOnly,
  'GET /work-list': answering,
  'GET /urgent': { ...answering, director: 'ok' },
  'GET /urgent/:caseId/:personId': readUrgent,
  'GET /urgent/:caseId/:personId/attachments/:attachmentId': readUrgent,
  'POST /urgent/:caseId/:personId': { ...readUrgent, ...each(['officer', 'judge', 'leader', 'director', 'duty'], 403) },
  // Nobody has it yet, so these say 409; then the officer is the first to take it.
  'POST /urgent/:caseId/:personId/return': { ...readUrgent, owner: 403 },
  'POST /urgent/:caseId/:personId/words': { ...readUrgent, owner: 403 },
  'POST /urgent/:caseId/:personId/settlement': { ...readUrgent, owner: 403 },
  'POST /urgent/:caseId/:personId/taking': { ...readUrgent, owner: 403 },
  'GET /urgent-calls': { anyone: 401, duty: 'ok', hotline: 'ok', else: 403 },
  'POST /urgent-calls/:caseId/:personId/:staffId': { anyone: 401, duty: 'ok', hotline: 'ok', else: 403 },
  'GET /wechat/events': { else: 404 },
  'POST /wechat/events': { else: 404 },
  'POST /sms/reports/:token': { else: 404 },
  'POST /sms/replies/:token': { else: 404 },
  'GET /me/notice-settings': personOnly,
  'POST /me/notice-settings/allowances': personOnly,
  'GET /threads/:caseId/:personId/notices': { ...readThread, owner: 403 },
  'POST /threads/:caseId/:personId/notices/:of/again': { ...readThread, owner: 403 },
  'GET /dead-letters': only('officer', 'judge', 'colleague', 'stranger', 'otherJudge', 'leader', 'otherLeader', 'director'),
  'GET /notice-calls': only('duty', 'hotline'),
  'GET /notice-calls/:caseId/:personId/:of': only('duty', 'hotline'),
  'POST /notice-calls/:caseId/:personId/:of/check': only('duty', 'hotline'),
  'POST /notice-calls/:caseId/:personId/:of': only('duty', 'hotline'),
  'GET /hotline/desk': only('duty', 'hotline'),
  'POST /hotline/calls': only('duty', 'hotline'),
  // The line for reports of misconduct does not ring at the command centre.
  'POST /hotline/misconduct-calls': only('hotline'),
  // A call is its clerk's: to the colleague at the next desk there is none.
  'GET /hotline/calls/:callId': { ...only('hotline'), duty: 404 },
  'PUT /hotline/calls/:callId/draft': { ...only('hotline'), duty: 404 },
  'POST /hotline/calls/:callId/search': { ...only('hotline'), duty: 404 },
  'POST /hotline/calls/:callId/check': { ...only('hotline'), duty: 404 },
  'POST /hotline/calls/:callId/call-back': { ...only('hotline'), duty: 404 },
  'POST /hotline/calls/:callId/called-back': { ...only('hotline'), duty: 404 },
  'GET /hotline/calls/:callId/cases': { ...only('hotline'), duty: 404 },
  'POST /hotline/calls/:callId/telling': { ...only('hotline'), duty: 404 },
  'POST /hotline/calls/:callId/end': { ...only('hotline'), duty: 404 },
  'POST /hotline/call-backs/:callId': only('duty', 'hotline'),
  'POST /hotline/calls/:callId/registration': { ...only('hotline'), duty: 404 },
  'POST /hotline/calls/:callId/complaint': { ...only('hotline'), duty: 404 },
  'POST /hotline/calls/:callId/complaint/supplements': { ...only('hotline'), duty: 404 },
  'GET /hotline/first-contact': only('duty', 'hotline'),
  'GET /bulletins': only('duty', 'director', 'president'),
  'GET /bulletins/:rhythm/:from': only('duty', 'director', 'president'),
  'GET /bulletins/:rhythm/:from/entries': only('duty', 'director', 'president'),
  'GET /bulletins/:rhythm/:from/files/:kind': only('duty', 'director', 'president'),
  'POST /bulletins/:rhythm/:from/remarks': only('duty'),
  'POST /bulletins/:rhythm/:from/issue': only('duty'),
  'GET /screenings': only('duty', 'director'),
  // A department's liaison, who is nobody's persona here: see supervision/bulletins.
  'POST /screenings/:rhythm/:from': only(),
  'POST /screenings/:rhythm/:from/reminders': only('duty', 'director'),
  'GET /filings': { anyone: 401, ...each([...WORKING, 'director'], 'ok'), else: 403 },
  'POST /filings/retries': only('duty', 'director'),
  'GET /cases/:caseId/filings': { ...inCase, ...parties403 },
  'POST /cases/:caseId/filings/:personId': { ...inCase, ...parties403 },
  'GET /cases/:caseId/filings/:personId/document': { ...inCase, ...parties403 },
  'GET /cases/:caseId/transfer': { ...inCase, ...parties403, officer: 403, judge: 403 },
  'POST /cases/:caseId/transfer/undo': { ...inCase, ...parties403, officer: 403, judge: 403, leader: 403 },
  // To a court that is in no list, so that the case stays.
  'POST /cases/:caseId/transfer': { ...inCase, ...parties403, officer: 403, judge: 403, leader: 403 },
  'GET /transfers-in': only('director'),
  'POST /transfers-in/:transferId/candidates': { ...only('director'), director: 404 },
  'POST /transfers-in/:transferId/acceptance': { ...only('director'), director: 404 },
  'POST /transfers-in/:transferId/refusal': { ...only('director'), director: 404 },
  'GET /threads/:caseId/:personId/former/attachments/:attachmentId': { anyone: 401, account: 403, else: 404 },
  // The case was always here: there is nothing that stands before.
  'GET /threads/:caseId/:personId/former': { anyone: 401, account: 403, else: 404 },
  'GET /quick-replies': answering,
  'POST /quick-replies': answering,
  'PUT /quick-replies/:id': { ...answering, ...each(WORKING, 404) },
  'DELETE /quick-replies/:id': { ...answering, ...each(WORKING, 404) },
}

/** Puts the rest of the table's people into the case: an agent with special authority, a guardian, and an agent whose authority has ended. */
async function addPeople({ rooms, id }: TestCourt): Promise<void> {
  const chain = caseChain(CASE)
  const actor = { kind: 'system' as const, id: 'court-system', role: 'import' }
  const append = (key: string, type: string, body: JsonObject) => rooms.log.append({ chain, key, decide: async () => ({ type, actor, body }) })
  const began = (who: string, standing: string, more: JsonObject = {}) =>
    append(`began/${who}`, 'relation.began', {
      relationId: id(who).replace('p_', 'l_'), personId: id(who), partyId: id('owner'), standing, evidence: { kind: 'court_system' }, ...more,
    })
  await began('special', 'agent', { authority: 'special' })
  await began('clerk', 'guardian')
  await began('former', 'agent', { authority: 'special' })
  await append('ended/former', 'relation.ended', { relationId: id('former').replace('p_', 'l_'), because: 'revoked' })
}

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

describe('who may do what', () => {
  let court: TestCourt
  let attachmentId: string
  let applied: number
  /** Index of a document that was served on the owner. */
  let served: number
  /** Of the first team, and none of the table's people. */
  let somebody: string
  let helpId: string
  let callId: string
  let ticket: { receipt: string; followUp: string }
  let asked: Awaited<ReturnType<typeof askToStand>>
  let calls = 0
  beforeAll(async () => {
    // Everybody has an address of their own: what fails too often is locked, and that is tested elsewhere.
    court = await openTestCourt({ trustProxy: 1, addressOfCall: () => `10.0.${++calls >> 8}.${calls & 255}` })
    somebody = await court.rooms.identity.staff.save({
      number: 'X1', name: '某某', password: 'correct horse battery', roles: ['officer'], department: TEAM, phone: '19900000078', officePhone: '000-0000-0078',
    })
    await addPeople(court)
    const help = { commandId: newCommandId(), way: 'telephone', reason: 'wrong_phone', name: '某某', identityNumber: '000000199001010099' }
    helpId = (await court.call('hotline', 'POST', '/desk/binding-help', help)).body.data.requestId
    callId = (await court.call('hotline', 'POST', '/hotline/calls', { commandId: newCommandId(), line: 'hotline' })).body.data.callId
    const opinion = { commandId: newCommandId(), kind: 'opinion', fields: { name: '某某', matter: '窗口太少' }, text: false }
    const { receipt, followUp } = (await court.call('hotline', 'POST', `/hotline/calls/${callId}/registration`, opinion)).body.data
    ticket = { receipt, followUp }
    await court.call('owner', 'POST', `/threads/${CASE}/${court.id('owner')}/messages`, message('到哪一步了？'))
    const uploaded = await court.call('owner', 'POST', `/threads/${CASE}/${court.id('owner')}/attachments`, form(PNG, '照片.png', { kind: 'picture' }))
    expect(uploaded.text).toContain('a_')
    attachmentId = uploaded.body.data.id
    asked = await askToStand(court, 'owner', { caseNumber: '（2026）虚01执1号', partyName: '当事人5号' })
    const note = { id: attachmentId, name: '照片.png', kind: 'picture' }
    await court.call('owner', 'POST', `/threads/${CASE}/${court.id('owner')}/messages`, message('请看照片', { attachments: [note] }))
    const values = { asks: '请求改正', facts: '事实', proof: '证据', address: '某处' }
    const objection = { commandId: newCommandId(), form: 'objection', version: 1, values, attachments: [note] }
    const service = `/threads/${CASE}/${court.id('owner')}/service`
    const { hash } = (await court.call('owner', 'GET', service)).body.data.statement
    await court.call('owner', 'POST', `${service}/consent`, { commandId: newCommandId(), hash })
    const paper = await court.call('officer', 'POST', `/threads/${CASE}/${court.id('owner')}/attachments`, form(PDF, '裁定书.pdf', { kind: 'file' }))
    const serving = { commandId: newCommandId(), document: 'enforcement_ruling', partyId: court.id('owner'), name: '裁定书.pdf', attachment: paper.body.data.id }
    served = (await court.call('officer', 'POST', `${service}s`, serving)).body.data.stored.index
    applied = (await court.call('owner', 'POST', `/threads/${CASE}/${court.id('owner')}/forms`, objection)).body.data.index
    const urgent = { commandId: newCommandId(), what: '他在装车', attachments: [note] }
    expect((await court.call('owner', 'POST', `/urgent/${CASE}/${court.id('owner')}`, urgent)).status).toBe(200)
    await court.settled()
  })
  afterAll(() => court.close())

  it('names every route there is, and no other', () => {
    const routes = court.routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    expect(Object.keys(TABLE).sort()).toEqual(routes.sort())
  })

  const target = (path: string): string =>
    path
      .replace(':caseId', CASE)
      .replace(':personId', court.id('owner'))
      .replace(':transferId', `x_${'0'.repeat(20)}`).replace(':exchangeId', '0'.repeat(24))
      .replace(':attachmentId', path.startsWith('/standing-requests') ? asked.pictureId : attachmentId)
      .replace(':requestId', path.startsWith('/standing-requests') ? asked.requestId : path.startsWith('/desk/binding-help') ? helpId : ':requestId')
      .replace(':commandId', newCommandId())
      .replace(':place', 'case').replace(':fileId', CASE).replace(':paperId', 'w_00000000').replace(':by', 'talker')
      .replace(':callId', callId)
      .replace(':stream', 'petition').replace(':complaintId', 'k_00000000')
      .replace(':relationId', court.id('owner').replace(/^p_/, 'l_'))
      .replace(':index', String(path.startsWith('/applications') ? applied : path.includes('/services/') ? served : 0))
      .replace(':rhythm', 'weekly').replace(/^(\/(?:bulletins|screenings)\/weekly)\/:from/, '$1/2026-03-09').replace(/(files)\/:kind$/, '$1/docx')
      .replace(':measure', 'overdue').replace(':itemId', '0'.repeat(32))
      .replace(':flag', '0')
      .replace(':taskId', 't_00000000')
      .replace(':formId', 'property_report')
      .replace(':staffId', somebody)
      .replace(':of', '0')
      .replace(':accountId', 'b_00000000')
      .replace(':recordId', 'n_00000000')
      .replace(':suspensionId', 'n_00000000')
      .replace(':check', '9')
      .replace(':id', 'q_00000000000000000000')
      .concat(path === '/demo/sms' ? '?phone=19900000001' : /^\/bulletins.*entries$/.test(path) ? '?figure=received' : '')

  let numbers = 10_000_000
  const nextNumber = (): number => ++numbers

  /** A body that is right in form, so that nobody is turned away for that. */
  function bodyFor(path: string): object | undefined {
    const person = { name: '某某', identityNumber: '000000199001010099' }
    const approval = { role: 'court_president', name: '某院长', on: '2026-03-09', paper: '审批1号' }
    const span = { from: '2026-03-20T00:00:00.000Z', until: '2026-03-25T16:00:00.000Z' }
    const checked = { commandId: newCommandId(), ...person, checks: ['document_original', 'face_matches', 'called_known_number', 'case_facts'] }
    const bodies: Record<string, object> = {
      '/cases/:caseId/transfer': {
        commandId: newCommandId(), courtId: 'nowhere', kind: 'designated', paper: '（2026）指 1 号', reason: '指定执行',
        approval: { role: 'bureau_director', name: '某局长', on: '2026-03-01', paper: '指令 1 号' },
      },
      '/cases/:caseId/transfer/undo': { commandId: newCommandId(), reason: '录错了案件' },
      '/transfers-in/:transferId/candidates': { caseNumber: '（2026）虚01执1号' },
      '/transfers-in/:transferId/refusal': { commandId: newCommandId(), reason: '不属于本院' },
      '/integration/transfers': { kind: 'transfer', files: [{ name: 'a', base64: '' }, { name: 'b', base64: '' }] },
      '/transfers-in/:transferId/acceptance': { commandId: newCommandId(), caseId: CASE, people: [] },
      '/filings/retries': { commandId: newCommandId() },
      '/cases/:caseId/filings/:personId': { commandId: newCommandId() },
      '/cases/:caseId/progress/papers': form(PNG, 'a.png', { kind: 'picture' }),
      '/papers/of/:place/:fileId': { commandId: newCommandId(), form: 'termination_interview_record' },
      '/papers/drafts/:paperId': { revision: 0, fields: {}, refusedToSign: null },
      '/papers/drafts/:paperId/material': form(PNG, 'a.png', { kind: 'picture' }),
      '/papers/drafts/:paperId/requests': { by: 'approver', staffId: null },
      '/papers/drafts/:paperId/discard': { commandId: newCommandId() },
      '/papers/drafts/:paperId/finish': { contentSm3: '0'.repeat(64) },
      '/papers/drafts/:paperId/signatures': form(PNG, 'a.png', { by: 'talker', way: 'finger', contentSm3: '0'.repeat(64) }),
      '/papers/drafts/:paperId/signatures/:by/removal': { commandId: newCommandId() },
      '/cases/:caseId/progress/check': { what: 'issue_notice', on: '2026-03-10' },
      '/cases/:caseId/progress/nodes': { commandId: newCommandId(), what: 'no_such_node', on: '2026-03-10' },
      '/cases/:caseId/progress/nodes/:recordId/withdrawal': { commandId: newCommandId(), reason: '记错了' },
      '/cases/:caseId/progress/nodes/:recordId/release': { commandId: newCommandId(), side: 'applicant' },
      '/cases/:caseId/termination/checks/:check/reason': { commandId: newCommandId(), text: '材料在纸质卷宗' },
      '/cases/:caseId/termination/checks/:check/review': { commandId: newCommandId(), fine: true, note: '看过了', seen: '0'.repeat(64) },
      '/cases/:caseId/termination/sheets': { commandId: newCommandId(), seen: '0'.repeat(64) },
      '/cases/:caseId/progress/hold': { commandId: newCommandId(), held: false, reason: '不再敏感' },
      '/cases/:caseId/progress/suspensions': { commandId: newCommandId(), cause: 'no_cause', from: '2026-03-10', reason: '暂缓', approval },
      '/cases/:caseId/progress/suspensions/:suspensionId/end': { commandId: newCommandId(), to: '2026-03-10', reason: '事由消失' },
      '/cases/:caseId/progress/extensions': { commandId: newCommandId(), clockId: 'none/n_00000000', by: { value: 1, unit: 'month' }, reason: '复杂', approval },
      '/me/notice-settings/allowances': {
        commandId: newCommandId(), results: [{ templateId: Object.values(testNotices().wechat_templates)[0]!.id, accepted: true }],
      },
      '/threads/:caseId/:personId/notices/:of/again': { commandId: newCommandId() },
      '/notice-calls/:caseId/:personId/:of/check': { lastFour: '0000' },
      '/notice-calls/:caseId/:personId/:of': { commandId: newCommandId(), outcome: 'reached', lastFour: '0000' },
      '/hotline/calls': { commandId: newCommandId(), line: 'hotline' },
      '/hotline/misconduct-calls': { commandId: newCommandId() },
      '/hotline/calls/:callId/draft': { kind: 'petition', fields: { name: '某某' } },
      '/hotline/calls/:callId/search': { commandId: newCommandId(), by: 'name', words: '某某' },
      '/hotline/calls/:callId/check': { commandId: newCommandId(), name: '某某', caseNumber: '（2026）虚01执1号', lastFour: '0000' },
      '/hotline/calls/:callId/call-back': { commandId: newCommandId(), ...person },
      '/hotline/calls/:callId/called-back': { commandId: newCommandId(), number: '19900000001', checks: ['called_known_number', 'case_facts'] },
      '/hotline/calls/:callId/telling': { commandId: newCommandId(), caseId: CASE, what: ['progress'] },
      '/hotline/calls/:callId/registration': { commandId: newCommandId(), kind: 'opinion', fields: { name: '某某', matter: '窗口太少' }, text: false },
      '/hotline/calls/:callId/complaint': { commandId: newCommandId(), ...ticket },
      '/hotline/calls/:callId/complaint/supplements': { commandId: newCommandId(), ...ticket, text: '还有一句' },
      '/hotline/calls/:callId/end': { commandId: newCommandId(), how: 'answered' },
      '/hotline/call-backs/:callId': { commandId: newCommandId() },
      '/binding-help': { commandId: newCommandId(), reason: 'wrong_phone', ...person, phone: '19900000099' },
      '/complaints': { commandId: newCommandId(), stream: 'discipline', by: 'anonymous', matter: '有人收了钱物' },
      '/complaints/mine': { commandId: newCommandId(), stream: 'inquiry', by: 'person', matter: '案件到哪一步了' },
      '/complaints/mine/:complaintId/supplements': { commandId: newCommandId(), text: '补充一句' },
      '/complaints/mine/:complaintId/uploads': form(PNG, 'a.png', { kind: 'picture' }),
      '/complaints/mine/:complaintId/steps': { commandId: newCommandId(), step: 'not_satisfied' },
      '/complaints/uploads': form(PNG, 'a.png', { commandId: newCommandId(), stream: 'petition', kind: 'picture' }),
      '/complaints/lookup': noTicket(),
      '/complaints/lookup/supplements': { ...noTicket(), commandId: newCommandId(), text: '补充一句' },
      '/complaints/lookup/uploads': form(PNG, 'a.png', { ...noTicket(), kind: 'picture' }),
      '/complaints/lookup/steps': { ...noTicket(), commandId: newCommandId(), step: 'not_satisfied' },
      '/complaint-files': {
        commandId: newCommandId(), stream: 'inquiry', by: 'named', contact: { name: '某某' }, channel: 'visit', matter: '怎么交材料', fields: { kind: 'question' },
      },
      '/complaint-files/uploads': form(PNG, 'a.png', { commandId: newCommandId(), stream: 'petition', kind: 'picture' }),
      '/discipline/reports/:complaintId/links': { commandId: newCommandId(), receipt: noTicket().receipt },
      '/complaint-files/:stream/:complaintId/steps': { commandId: newCommandId(), step: 'register' },
      '/complaint-files/:stream/:complaintId/supplements': { commandId: newCommandId(), text: '补充' },
      '/complaint-files/:stream/:complaintId/explanations': { commandId: newCommandId(), text: '说明' },
      '/complaint-files/:stream/:complaintId/hand-over': { commandId: newCommandId(), toDepartment: '执行指挥中心' },
      '/complaint-files/:stream/:complaintId/case': { commandId: newCommandId(), caseNumber: '（2026）虚01执1号' },
      '/complaint-files/:stream/:complaintId/about': { commandId: newCommandId(), about: [court.id('officer')] },
      '/complaint-files/:stream/:complaintId/uploads': form(PNG, 'a.png', { kind: 'picture' }),
      '/discipline/reports/:complaintId/steps': { commandId: newCommandId(), step: 'register' },
      '/discipline/reports/:complaintId/supplements': { commandId: newCommandId(), text: '补充' },
      '/discipline/reports/:complaintId/explanations': { commandId: newCommandId(), text: '说明' },
      '/discipline/reports/:complaintId/hand-over': { commandId: newCommandId(), toDepartment: '执行指挥中心' },
      '/discipline/reports/:complaintId/case': { commandId: newCommandId(), caseNumber: '（2026）虚01执1号' },
      '/discipline/reports/:complaintId/about': { commandId: newCommandId(), about: [court.id('officer')] },
      '/discipline/reports/:complaintId/uploads': form(PNG, 'a.png', { kind: 'picture' }),
      '/binding-help/lookup': { receipt: String(nextNumber()), followUp: 'WRONG222' },
      '/binding-help/mine/papers': form(PNG, 'a.png', { commandId: newCommandId() }),
      '/binding-help/mine/withdrawal': { commandId: newCommandId() },
      '/desk/binding-help': { commandId: newCommandId(), way: 'window', reason: 'wrong_phone', ...person },
      '/desk/binding-help/:requestId/taking': { commandId: newCommandId() },
      '/desk/binding-help/:requestId/code': { ...checked, handedOver: 'call_back', calledNumber: '19900000001' },
      '/desk/binding-help/:requestId/phone-codes': { phone: '19900000099' },
      '/desk/binding-help/:requestId/phone': { ...checked, phone: '19900000099', code: '000000', endsOthers: true },
      '/desk/binding-help/:requestId/refusal': { commandId: newCommandId(), reason: '没有带证件原件' },
      '/desk/slips/search': { caseNumber: '（2026）虚01执1号' },
      '/slips/open': { slip: 'A'.repeat(22) },
      '/me/phones/codes': { phone: '19900000098' },
      '/me/phones': { phone: '19900000098', code: '000000' },
      '/absences/:staffId': { commandId: newCommandId(), ...span, reason: '年休假', deputyId: null },
      '/absences/:staffId/:of/end': { commandId: newCommandId() },
      '/duty-roster/:staffId': { commandId: newCommandId(), ...span },
      '/duty-roster/:staffId/:of/removal': { commandId: newCommandId() },
      '/admin/staff': { commandId: newCommandId(), number: `N${nextNumber()}`, name: '新来', department: '信息中心', officePhone: '000-0000-0099', phone: '19900000077' },
      '/admin/staff/:staffId/details': { commandId: newCommandId(), name: '某某人', department: TEAM, officePhone: '000-0000-0098' },
      '/admin/staff/:staffId/access': { commandId: newCommandId() },
      '/admin/staff/:staffId/access/confirmation': { commandId: newCommandId() },
      '/admin/staff/:staffId/roles': { commandId: newCommandId(), roles: ['officer'] },
      '/admin/staff/:staffId/departure': { commandId: newCommandId(), why: 'left', reason: '调离本院' },
      '/admin/staff/:staffId/return': { commandId: newCommandId(), reason: '调回本院' },
      '/me/password': { current: 'a wrong one', next: 'another password' },
      '/cases/:caseId/standing/:relationId/end': { commandId: newCommandId(), because: 'revoked', note: '当事人来电' },
      '/standing-requests/:commandId/attachments': form(PNG, 'a.png', { kind: 'picture' }),
      '/standing-requests': { commandId: newCommandId(), kind: 'stand', caseNumber: '（2026）虚01执9999号', partyName: '某某', standing: 'guardian' },
      '/standing-requests/:requestId/withdrawal': { commandId: newCommandId() },
      '/standing-requests/:requestId/grant': { commandId: newCommandId() },
      '/standing-requests/:requestId/refusal': { commandId: newCommandId(), reason: '没有委托书' },
      '/auth/wechat': { code: 'wrong' },
      '/auth/sms-codes': { phone: '19900000099' },
      '/auth/sms': { phone: `139${nextNumber()}`, code: '000000' },
      '/auth/staff': { number: `X${nextNumber()}`, password: 'wrong' },
      '/auth/staff/verification': { challengeId: 'wrong', code: '000000' },
      '/auth/staff/activation': { wechatCode: 'wrong', activationCode: 'WRONG00' },
      '/auth/refresh': { refreshToken: 'wrong-wrong-wrong-wrong' },
      '/bindings': { ...person, phone: '19900000099', code: '000000' },
      '/bindings/window-code': { ...person, windowCode: 'WRONG000' },
      '/window/binding-codes': { ...person, checkedCard: true },
      '/demo/sign-in': { id: 'nobody' },
      '/cases/:caseId/hand-overs': { commandId: newCommandId(), officerIds: [court.id('officer')], judgeId: court.id('judge'), reason: '工作调整' },
      '/threads/:caseId/:personId/messages': message('您好'),
      '/threads/:caseId/:personId/delivered': { upTo: 0 },
      '/threads/:caseId/:personId/read': { upTo: 0 },
      '/threads/:caseId/:personId/messages/:index/mark': { commandId: newCommandId(), mark: 'settlement' },
      '/me/help-needs': { needs: ['eyes'], agreed: true },
      '/desk/help-needs': person,
      '/me/display': { size: 'large', elder: true },
      '/threads/:caseId/:personId/messages/:index/voice-summary': { commandId: newCommandId(), attachmentId, summary: '问进展' },
      '/threads/:caseId/:personId/slow-mode': { commandId: newCommandId(), days: 1, perDay: 20, reason: '一天发了两百条' },
      '/threads/:caseId/:personId/slow-mode/lifting': { commandId: newCommandId(), reason: '已经约见' },
      '/threads/:caseId/:personId/messages/:index/flags': { commandId: newCommandId(), kind: 'other', note: '' },
      '/threads/:caseId/:personId/flags/:flag/withdrawal': { commandId: newCommandId(), reason: '问清楚了' },
      '/threads/:caseId/:personId/messages/:index/consent-request': { commandId: newCommandId() },
      '/threads/:caseId/:personId/messages/:index/consent': { commandId: newCommandId() },
      '/threads/:caseId/:personId/messages/:index/consent-withdrawal': { commandId: newCommandId() },
      '/threads/:caseId/:personId/messages/:index/pass-on': { commandId: newCommandId(), toPersonId: court.id('opponent'), text: '对方愿意谈' },
      '/threads/:caseId/:personId/messages/:index/seal-request': { commandId: newCommandId(), reason: 'wrong_case' },
      '/threads/:caseId/:personId/messages/:index/seal-request/approval': { commandId: newCommandId() },
      '/threads/:caseId/:personId/messages/:index/seal-request/refusal': { commandId: newCommandId(), reason: 'belongs_here' },
      '/threads/:caseId/:personId/messages/:index/confinement': { commandId: newCommandId() },
      '/threads/:caseId/:personId/messages/:index/release': { commandId: newCommandId(), reason: '已核实' },
      '/threads/kept': { threads: [{ caseId: CASE, personId: court.id('owner') }] },
      '/threads/:caseId/:personId/matter/dismissal': { commandId: newCommandId(), reason: '重复询问' },
      '/threads/:caseId/:personId/contacts': { commandId: newCommandId(), kind: 'phone', summary: '已电话说明' },
      '/threads/:caseId/:personId/attachments': form(PNG, 'a.png', { kind: 'picture' }),
      '/threads/:caseId/:personId/tasks': { commandId: newCommandId(), kind: 'other', what: '请到法院来一趟' },
      '/threads/:caseId/:personId/tasks/:taskId/done': { commandId: newCommandId(), how: '已办好' },
      '/threads/:caseId/:personId/forms': { commandId: newCommandId(), form: 'property_report', version: 1, values: {} },
      '/threads/:caseId/:personId/applications/:index/answer': { commandId: newCommandId(), result: 'checked', words: '已经核实' },
      '/applications/:caseId/:personId/:index/docketing': { commandId: newCommandId(), caseNumber: '（2026）虚01执异1号', docketedOn: '2020-01-02' },
      '/applications/:caseId/:personId/:index/correction': { commandId: newCommandId(), items: [{ text: '裁定书照片' }] },
      '/applications/:caseId/:personId/:index/return': { commandId: newCommandId(), reason: '逾期没有补正' },
      '/threads/:caseId/:personId/applications/:index/supply': { commandId: newCommandId(), parts: [{ item: 1, words: '见照片' }] },
      '/applications/:caseId/:personId/:index/refusal': { commandId: newCommandId(), reason: '不符合受理条件' },
      '/threads/:caseId/:personId/service/consent': { commandId: newCommandId(), hash: '0'.repeat(64) },
      '/threads/:caseId/:personId/service/withdrawal': { commandId: newCommandId() },
      '/threads/:caseId/:personId/service/paper': { commandId: newCommandId(), given: false, number: '确认书1号', signedOn: '2026-01-05' },
      '/threads/:caseId/:personId/services': {
        commandId: newCommandId(), document: 'enforcement_ruling', partyId: court.id('owner'), name: '裁定书.pdf', attachment: 'a_0000000000000000000',
      },
      '/threads/:caseId/:personId/services/:index/confirmation': { commandId: newCommandId() },
      '/threads/:caseId/:personId/services/:index/notes': { commandId: newCommandId(), note: '发错了文书' },
      '/threads/:caseId/:personId/receiving-account/codes': { phone: 'nosuchphone' },
      '/threads/:caseId/:personId/receiving-account': {
        commandId: newCommandId(), partyId: court.id('owner'), holder: '别人', bank: '示范银行', account: '4111111111111111', phone: 'nosuchphone', code: '000000',
      },
      '/urgent/:caseId/:personId': { commandId: newCommandId(), what: '他在装车' },
      '/urgent/:caseId/:personId/taking': { commandId: newCommandId() },
      '/urgent/:caseId/:personId/return': { commandId: newCommandId(), reason: '不是我的案件' },
      '/urgent/:caseId/:personId/words': { commandId: newCommandId(), text: '已派人' },
      '/urgent/:caseId/:personId/settlement': { commandId: newCommandId(), summary: '已查封' },
      '/urgent-calls/:caseId/:personId/:staffId': { commandId: newCommandId(), outcome: 'no_answer' },
      '/bulletins/:rhythm/:from/remarks': { commandId: newCommandId(), heading: 'problems', text: '补充一句' },
      '/bulletins/:rhythm/:from/issue': { commandId: newCommandId() },
      '/screenings/:rhythm/:from': { commandId: newCommandId(), petitions: 0, disputes: 0 },
      '/screenings/:rhythm/:from/reminders': { commandId: newCommandId(), departments: [TEAM] },
      '/supervision/lists/:measure/:itemId/urgings': { commandId: newCommandId() },
      '/quick-replies': { title: '好', text: '好的' },
      '/quick-replies/:id': { title: '好', text: '好的' },
      ...Object.fromEntries(['cases', 'parties', 'officers', 'nodes'].map((kind) => [`/integration/${kind}`, { items: [{}] }])),
    }
    return bodies[path]
  }

  it.each(Object.entries(TABLE))('%s', async (route, row) => {
    const [method, path] = route.split(' ') as [string, string]
    const got: Record<string, Outcome | number> = {}
    const wanted: Record<string, Outcome> = {}
    for (const persona of PERSONAS) {
      // Signing out is done by somebody who signed in for it; who has signed out signs in again.
      if (path === '/auth/sign-out') court.forgetTokens()
      const { status, body, headers } = await court.call(persona, method, target(path), method === 'GET' || method === 'DELETE' ? undefined : bodyFor(path))
      const isTurnedAway = [401, 403, 404].includes(status)
      got[persona] = isTurnedAway ? status : [200, 409].includes(status) ? 'ok' : status
      wanted[persona] = row[persona] ?? row.else
      // What is no longer somebody's to see must lie in no cache.
      expect(headers.get('cache-control')).toMatch(/\bno-store\b/)
      if (status === 404) expect(body.error).toEqual({ code: 'input.not_found', message: expect.any(String) })
    }
    if (path === '/auth/sign-out') court.forgetTokens()
    expect(got).toEqual(wanted)
  })

  it.each(Object.entries(TABLE))('the court’s own system, which signs: %s', async (route, row) => {
    const [method, path] = route.split(' ') as [string, string]
    const { status, text } = await court.send(target(path), bodyFor(path) instanceof FormData ? {} : bodyFor(path) ?? {}, { sentAs: method })
    // Elsewhere a signature is nothing: it is anybody who has not signed in.
    const wanted = row === systems ? 'ok' : row.anyone ?? row.else
    // What a system signs is JSON: at a door for files that is open to everybody it is let in, and brings none.
    const isNoFile = bodyFor(path) instanceof FormData && (row.anyone ?? row.else) !== 401 && status === 400
    const outcome = isNoFile ? wanted : [401, 403, 404].includes(status) ? status : [200, 302, 409].includes(status) ? 'ok' : text
    expect(outcome).toEqual(wanted)
  })

  const FRAMES: Record<string, Row> = { send: writeThread, delivered: writeThread, read: writeThread, after: readThread }

  it.each(Object.entries(FRAMES))('socket frame %s', async (type, row) => {
    const got: Record<string, unknown> = {}
    const wanted: Record<string, unknown> = {}
    for (const persona of PERSONAS.filter((name) => name !== 'anyone')) {
      const thread = { caseId: CASE, personId: court.id('owner') }
      const ref = newCommandId()
      const rest = { send: { ref, message: { ...message('您好'), clientMessageId: ref } }, delivered: { upTo: 0 }, read: { upTo: 0 }, after: { index: -1 } }[type]
      got[persona] = await outcome(await ask(persona, { type, ...thread, ...rest }))
      wanted[persona] = row[persona] ?? row.else
    }
    expect(got).toEqual(wanted)
  })

  /** Says one thing over a socket of one's own and hands back the refusal, if any. */
  async function ask(persona: Persona, frame: object): Promise<{ code?: string } | undefined> {
    const token = await court.tokenOf(persona)
    const socket = new WebSocket(court.socketUrl)
    return new Promise((resolve, reject) => {
      socket.on('open', () => socket.send(JSON.stringify({ type: 'auth', token })))
      socket.on('error', reject)
      socket.on('close', (code) => resolve({ code: `closed ${code}` }))
      socket.on('message', (data) => {
        const said = JSON.parse(String(data))
        if (said.type === 'ready') {
          socket.send(JSON.stringify(frame))
          // Marks are not answered: a pong after the frame says that it was handled.
          return socket.send(JSON.stringify({ type: 'ping' }))
        }
        if (said.type === 'refused') done(said.error)
        if (said.type === 'pong') done(undefined)
      })
      const done = (value: { code?: string } | undefined): void => {
        socket.terminate()
        resolve(value)
      }
    })
  }
  const outcome = async (refusal: { code?: string } | undefined): Promise<Outcome | string> => {
    if (!refusal) return 'ok'
    return ({ 'input.not_found': 404, 'access.forbidden': 403, 'binding.required': 403, 'auth.required': 401 } as Record<string, Outcome>)[refusal.code ?? ''] ?? `${refusal.code}`
  }

  it('answers an unknown case, thread and attachment exactly as one that is not the asker’s', async () => {
    const unknown = ['/cases/c_nosuchcase', `/threads/c_nosuchcase/${court.id('owner')}`, `/threads/${CASE}/p_nosuchperson`]
    const others = [`/cases/${CASE}`, `/threads/${CASE}/${court.id('owner')}`, `/threads/${CASE}/${court.id('opponent')}`]
    const answers = await Promise.all([...unknown, ...others].map((path) => court.call('outsider', 'GET', path)))
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  })

  it('serves the API below one prefix only', () => expect(API_PREFIX).toBe('/api/v1'))
})
