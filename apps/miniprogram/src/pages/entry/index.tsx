import { useDidShow } from '@tarojs/taro'
import { LoadingState } from '@/components/loading-state'
import { PageShell } from '@/components/page-shell'
import { replace } from '@/platform/navigation'
import { fetchAhead } from '@/platform/pages'
import { services, started } from '@/platform/services'
import type { Route } from '@/routes'
import type { SessionSnapshot } from '@/services'

/** Where somebody begins: their work, their cases, or what they have to do first. */
function startOf({ status, me, can }: SessionSnapshot): Route {
  if (status !== 'signed_in' || !me || !can) return 'signIn'
  if (me.kind === 'account') return 'bind'
  if (can.mustChangePassword) return 'password'
  if (can.may.includes('audit.read')) return 'audit'
  if (can.may.includes('staff.list')) return 'adminStaff'
  if (can.may.includes('discipline.read')) return 'reports'
  if (can.workList) return 'workList'
  if (can.may.includes('urgent.call_list')) return 'urgentCalls'
  if (can.issueWindowCode) return 'window'
  if (can.may.includes('binding_help.work')) return 'helpDesk'
  if (me.kind === 'person' || can.may.includes('cases.list')) return can.may.includes('cases.see_uncovered') ? 'board' : 'cases'
  return can.may.includes('cases.see_uncovered') ? 'board' : 'me'
}

/** Where one goes next from where one begins. */
const AHEAD: Partial<Record<Route, Route[]>> = {
  signIn: ['cases', 'workList'],
  cases: ['case', 'thread', 'me'],
  workList: ['thread', 'cases', 'case', 'me'],
}

/** Decides where this person starts. Shows itself only while that is not known. */
export default function Entry() {
  useDidShow(() => void started.then(async () => {
    const session = services.session.getSnapshot()
    const start = startOf(session)
    // Who came by a slip that the court printed lands in its case, once bound.
    const caseId = session.me?.kind === 'person' ? await services.slip.land() : null
    if (caseId === null) replace(start)
    else replace('case', { caseId })
    fetchAhead(AHEAD[start] ?? [])
  }))
  return <PageShell title="执信" root><LoadingState what="正在打开" /></PageShell>
}
