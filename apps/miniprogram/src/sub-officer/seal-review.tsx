import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import type { SealRequest, SealRequestList } from '@zhixin/shared/contract'
import type { AttachmentNote } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { ListRow } from '@/components/list-row'
import { ResourceView } from '@/components/resource-view'
import { Sheet } from '@/components/sheet'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { openDocument, showPicture } from '@/platform/open-file'
import { play } from '@/platform/player'
import { explain } from '@/services'
import type { SealRequests } from '@/services/seal-requests'
import { underReview } from '@/services/sealing-words'

interface Props {
  request: SealRequest
  refusals: SealRequestList['refusals']
  seals: SealRequests
  onDone: () => void
  onClose: () => void
}

/** The message under review, and the two ways to decide. That it was looked at is on record, which is said beforehand. */
export function SealReview({ request, refusals, seals, onDone, onClose }: Props) {
  const [step, setStep] = useState<'look' | 'approve' | 'refuse'>('look')
  const [why, setWhy] = useState<string | null>(null)
  const entry = useResource(`${request.caseId}/${request.personId}/${request.index}`, () => seals.look(request))
  const { caseId, personId, index } = request
  // What was fetched to be looked at goes with the review.
  useEffect(() => () => void seals.close({ caseId, personId, index }), [seals, caseId, personId, index])
  const approve = useAction(async () => {
    await seals.approve(request)
    onDone()
  })
  const refuse = useAction(async () => {
    await seals.refuse(request, why!)
    onDone()
  })
  if (step === 'approve') {
    return (
      <ConfirmSheet open danger title="批准封存？" confirm="批准封存" busy={approve.busy} onConfirm={approve.run} onClose={() => setStep('look')}>
        <Text className="zx-body">原因：{request.words}。批准后，它和之前就它写下的补充、大意和说明，在所有人的手机上立即不再显示，也搜不到；原文由法院依法留存。</Text>
        <View className="zx-note zx-note--warn"><Text className="zx-body-strong">批准以后不能恢复。</Text></View>
        {approve.error ? <Text className="zx-body zx-late">{explain(approve.error)}</Text> : null}
      </ConfirmSheet>
    )
  }
  if (step === 'refuse') {
    return (
      <ConfirmSheet open title="不批准的原因" confirm="不批准" busy={refuse.busy} disabled={why === null} onConfirm={refuse.run} onClose={() => setStep('look')}>
        <Text className="zx-body">原因会写进沟通记录，双方都能看到。</Text>
        <ChoiceList<string> choices={refusals.map(({ id, label }) => ({ value: id, title: label }))} chosen={why} onChoose={setWhy} />
        {refuse.error ? <Text className="zx-body zx-late">{explain(refuse.error)}</Text> : null}
      </ConfirmSheet>
    )
  }
  const buttons = (
    <View className="zx-stack">
      <Button kind="danger" onTap={() => setStep('approve')}>批准封存</Button>
      <Button kind="plain" onTap={() => setStep('refuse')}>不批准</Button>
    </View>
  )
  return (
    <Sheet open title={`${request.personName}的沟通`} onClose={onClose} footer={buttons}>
      <Text className="zx-caption">{request.askedBy}申请封存，原因：{request.words}。您这次查看已记入案卷的打开记录。</Text>
      <ResourceView resource={entry} what="正在打开内容">
        {(found) => {
          const { words, enclosed } = underReview(found)
          return (
            <View className="zx-stack">
              <View className="zx-note zx-note--ink">
                <View><Text className="zx-caption">{found.actorName}：</Text></View>
                {words.length === 0 ? <View><Text className="zx-body">（没有文字）</Text></View> : null}
                {words.map((text, i) => <View key={i}><Text className="zx-body">{text}</Text></View>)}
              </View>
              {enclosed.map((note) => <Attached key={note.id} note={note} fetch={() => seals.attachment(request, note)} />)}
            </View>
          )
        }}
      </ResourceView>
    </Sheet>
  )
}

function Attached({ note: { name, kind }, fetch }: { note: AttachmentNote; fetch: () => Promise<string> }) {
  const look = useAction(async () => {
    const path = await fetch()
    if (kind === 'picture') showPicture(path)
    else if (kind === 'voice') await play(path)
    else await openDocument(path, name)
  })
  return <ListRow title={name} note={look.error ? explain(look.error) : '点这里打开'} onTap={look.run} />
}
