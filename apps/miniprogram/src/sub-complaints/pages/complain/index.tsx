import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Button } from '@/components/button'
import { PageShell } from '@/components/page-shell'
import { ResourceView } from '@/components/resource-view'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { toTop } from '@/platform/navigation'
import { services, started } from '@/platform/services'
import { useValue } from '@/platform/use-value'
import type { DoorDraft, DoorReceipt } from '@/services'
import { explain } from '@/services/errors'
import { Choose, type DoorOptions } from '../../door/choose'
import { ReceiptShown } from '../../door/receipt'
import { Review } from '../../door/review'
import { Write } from '../../door/write'

/** Complaints, petitions, reports and questions, from anybody: no sign-in, and nothing that says whether the court knows them. */
export default function ComplainPage() {
  const both = useResource('complaint-door', async () => {
    await started
    return { options: await services.complaintDoor.options(), draft: (await services.complaintDoor.load()) ?? null }
  })
  return (
    <PageShell title="投诉、信访、举报">
      <View className="zx-pad">
        <ResourceView resource={both} what="正在打开">
          {({ options, draft }) => <Door key={draft?.commandId ?? 'new'} options={options} kept={draft} />}
        </ResourceView>
      </View>
    </PageShell>
  )
}

function Door({ options, kept }: { options: DoorOptions; kept: DoorDraft | null }) {
  const { caseId, caseNumber } = useRouter().params
  const { me } = useValue(services.session)
  const [draft, setDraft] = useState(kept)
  const [isReviewing, setReviewing] = useState(false)
  const [receipt, setReceipt] = useState<DoorReceipt | null>(null)
  const begin = useAction(async (stream: DoorDraft['stream'], by: DoorDraft['by']) => {
    const fresh = await services.complaintDoor.begin(stream, by)
    // From a case of one's own it is about that case; without a name nothing of it goes along.
    const from = by === 'anonymous' ? {} : { ...(caseNumber && { caseNumber: decodeURIComponent(caseNumber) }), ...(by === 'person' && caseId && { caseId }) }
    const first = { ...fresh, ...from }
    setDraft(first)
    services.complaintDoor.save(first)
  })
  const fetchAgain = useAction(async () => setReceipt(await services.complaintDoor.submit(draft!)))
  /** What comes later than its draft, such as a picture that was still going up, is no other draft's. */
  const change = (of: DoorDraft, to: (before: DoorDraft) => DoorDraft): void => setDraft((before) => {
    if (before?.commandId !== of.commandId) return before
    const next = to(before)
    services.complaintDoor.save(next)
    return next
  })
  const turn = (to: boolean): void => {
    setReviewing(to)
    toTop()
  }
  if (receipt) return <ReceiptShown receipt={receipt} />
  if (!draft) {
    return (
      <>
        <Choose options={options} isPerson={me?.kind === 'person'} onChosen={begin.run} />
        {begin.error ? <Text className="zx-body zx-late">{explain(begin.error)}</Text> : null}
      </>
    )
  }
  if (isReviewing) {
    return <Review draft={draft} onBack={() => turn(false)} onSent={(had) => { setReceipt(had); toTop() }} />
  }
  return (
    <View className="zx-stack">
      {!services.complaintDoor.maybeSent(draft) ? null : (
        <View className="zx-note zx-note--warn">
          <View className="zx-stack">
            <Text className="zx-body">这件已经提交过，受理编号可能还没有记下来。</Text>
            {fetchAgain.error ? <Text className="zx-body zx-late">{explain(fetchAgain.error)}</Text> : null}
            <Button kind="plain" busy={fetchAgain.busy} onTap={fetchAgain.run}>取回受理编号和查询码</Button>
          </View>
        </View>
      )}
      <Write draft={draft} options={options} onChange={(to) => change(draft, to)} onReview={() => turn(true)} onLeave={() => setDraft(null)} />
    </View>
  )
}
