import { useDidShow } from '@tarojs/taro'
import { LoadingState } from '@/components/loading-state'
import { PageShell } from '@/components/page-shell'
import { replace } from '@/platform/navigation'
import { services, started } from '@/platform/services'
import type { Route } from '@/routes'
import type { SessionSnapshot } from '@/services'

/** Where somebody begins: their work, their cases, or what they have to do first. */
function startOf({ status, me, can }: SessionSnapshot): Route {
  if (status !== 'signed_in' || !me || !can) return 'signIn'
  if (me.kind === 'account') return 'bind'
  if (can.workList) return 'workList'
  return can.issueWindowCode ? 'window' : 'cases'
}

/** Decides where this person starts. Shows itself only while that is not known. */
export default function Entry() {
  useDidShow(() => void started.then(() => replace(startOf(services.session.getSnapshot()))))
  return <PageShell title="执信" root><LoadingState what="正在打开" /></PageShell>
}
