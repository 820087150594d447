import { SendMessageSchema, ThreadAbilitiesSchema } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { HttpResponse } from '../adapters'
import { APPLICANT, CASE, type FakeCourt, PERSON, THREAD } from './fake-court'

/** All there is to be able to do, and nothing of it. */
const NOTHING = Object.fromEntries(Object.entries(ThreadAbilitiesSchema.shape).flatMap(([name, { def }]) => (def.type === 'boolean' ? [[name, false]] : [])))

export interface Asked {
  method: string
  path: string
  query: Record<string, string>
  body: Record<string, unknown>
  token: string | undefined
  device: string
}

/** What the phone can ask over HTTP, answered in the one shape. */
export function createFakeRoutes(court: FakeCourt) {
  const marks = { party: { delivered: -1, read: -1 }, court: { delivered: -1, read: -1 } }
  const handler = { id: 's_officer1', name: '王丙（虚构）', title: '执行人员', officePhone: '000-0000' }
  let uploads = 0
  const displays = new Map<string, unknown>()

  function answer({ method, path, query, body, token, device }: Asked): { data: unknown; can?: unknown } {
    if (path === '/auth/wechat' || path === '/auth/sms') return { data: court.signIn(path === '/auth/sms' ? String(body.phone).replace(/\d+/, PERSON) : court.whoIsWechat, device) }
    if (path === '/demo/sign-in') return { data: court.signIn(String(body.id), device) }
    if (path === '/auth/refresh') return { data: court.refresh(String(body.refreshToken), device) }
    const { actor } = court.actorOf(token)
    const base = `/threads/${CASE}/${PERSON}`
    if (path === '/auth/sign-out') return { data: {} }
    if (path === '/me') {
      const can = { bind: false, workList: actor.kind === 'staff', issueWindowCode: false, activatePhone: false }
      const person = { kind: 'person', personId: actor.id, name: actor.name, identityNumberMasked: '3***', phones: [], boundAt: '2026-01-01' }
      const staff = { kind: 'staff', staffId: actor.id, name: actor.name, number: '1', roles: ['officer'], titles: ['执行人员'], department: '执行局', officePhone: '', wechatBound: true }
      return { data: actor.kind === 'staff' ? staff : person, can }
    }
    if (path === '/me/display') {
      if (method === 'PUT') displays.set(actor.id, body)
      return { data: { display: displays.get(actor.id) ?? null } }
    }
    if (path.startsWith(base) && court.locked.has(PERSON)) throw new CodedError('input.not_found')
    if (path === base) {
      const data = {
        ...THREAD, caseNumber: '（2026）测执1号', cause: '借款', caseStatus: 'open', department: '执行局', personName: APPLICANT.name, personRole: '申请执行人',
        handlers: [handler], head: court.entries.length - 1, ...marks, matter: court.matter,
        marks: [{ mark: 'irregularity', label: '反映执行不规范', hint: '', notice: null }], originalEvidenceNotice: '',
      }
      return { data, can: { ...NOTHING, send: true, chooseMark: true, askSeal: true, confine: true } }
    }
    if (path === `${base}/entries`) {
      const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))
      return { data: court.page({ after: number(query.after), before: number(query.before), limit: number(query.limit) } as never) }
    }
    if (method === 'POST' && path === `${base}/messages`) return { data: court.send(actor, SendMessageSchema.parse(body)) }
    if (path === `${base}/attachments`) {
      return { data: { id: `a_upload00${++uploads}`, sm3: '0'.repeat(64), size: 5, type: 'image/png', name: '照片.png', kind: 'picture' } }
    }
    if (path === '/threads/kept') return { data: { threads: (body.threads as { caseId: string; personId: string }[]).map((key) => court.kept(key)) } }
    if (path === '/work-list') return { data: { items: court.lastText === null ? [] : [itemOf(court.lastText)], hasMore: false, counts: { late: 0, due: 0, open: 0, unread: 0 }, handOvers: [], bypassed: [] } }
    if (path === '/cases') return { data: { cases: [caseOf(handler)], hasMore: false } }
    if (path === '/quick-replies') return { data: { quickReplies: [{ id: 'q_received', title: '已收到', text: '已收到。', owner: 'court' }] } }
    if (path === `${base}/matter/dismissal`) return { data: { stored: null } }
    const mark = /\/(delivered|read)$/.exec(path)?.[1]
    if (mark) {
      court.mark(actor, mark as 'read', Number(body.upTo))
      return { data: { stored: null } }
    }
    throw new CodedError('input.not_found')
  }

  return (asked: Asked): HttpResponse => {
    try {
      return { status: 200, body: JSON.stringify(answer(asked)) }
    } catch (error) {
      const { code, status, field, retryAfterSeconds } = error instanceof CodedError ? error : new CodedError('server.internal', { cause: error })
      return { status, body: JSON.stringify({ error: { code, message: 'never shown', ...(field && { field }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) } }) }
    }
  }
}

const itemOf = (lastText: string) => ({
  ...THREAD, caseNumber: '（2026）测执1号', personName: APPLICANT.name, personRole: '申请执行人', caseStatus: 'open', standsInFor: null, lastText,
  lastAt: '2026-07-06T01:05:00.000Z', unread: 1, mark: null, matter: null, urgency: 'none', burst: null, voicesWaiting: 0,
})

const caseOf = (handler: object) => ({
  caseId: CASE, caseNumber: '（2026）测执1号', cause: '借款', status: 'open', filedOn: '2026-01-05', department: '执行局', myRole: '申请执行人', handlers: [handler],
  unread: 0, lastMessageAt: null,
})
