import { useRouter } from '@tarojs/taro'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { Stands } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import type { Reader } from '@/hooks/use-reader'
import { open } from '@/platform/navigation'
import { explain, isPartyItself, partyTitle } from '@/services'
import { Person } from '../../person'

type Why = 'revoked' | 'resigned' | 'mistaken'
const WHYS: { value: Why; title: string; note?: string }[] = [
  { value: 'revoked', title: '当事人撤销' },
  { value: 'resigned', title: '本人辞去' },
  { value: 'mistaken', title: '登记有误', note: '本来就不该登记，例如登记到了对方一侧' },
]

/** Who stands for whom in a case: to a participant, of their own party; to staff, of all, with what shows it. */
export default function PeoplePage() {
  const caseId = useRouter().params.caseId ?? ''
  return <ReaderPage title="谁代表谁">{(reader) => <People caseId={caseId} reader={reader} />}</ReaderPage>
}

function People({ caseId, reader: { me, account: { standing: service } } }: { caseId: string; reader: Reader }) {
  const isStaff = me.kind === 'staff'
  const resource = useResource(caseId, () => service.ofCase(caseId))
  const [ending, setEnding] = useState<Stands | null>(null)
  const [why, setWhy] = useState<Why>('revoked')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const end = useAction(async () => {
    if (!ending) return
    if (isStaff) await service.end(caseId, ending.relationId, { because: why, note: note.trim() })
    else await service.askEnd({ caseId, relationId: ending.relationId, ...(note.trim() && { note: note.trim() }) })
    setAsked(!isStaff)
    setEnding(null)
    setNote('')
    resource.reload()
  })
  const begin = (person: Stands): void => {
    end.clear()
    setAsked(false)
    setWhy(isPartyItself(person) ? 'mistaken' : 'revoked')
    setEnding(person)
  }
  const isParty = ending !== null && isPartyItself(ending)
  const title = isStaff ? (isParty ? '这项登记作废？' : '结束这项身份？') : ending?.isMe ? '申请辞去？' : '申请撤销？'
  return (
    <PageShell title="谁代表谁">
      <View className="zx-stack zx-pad">
        {asked ? (
          <View className="zx-note zx-note--done">
            <Text className="zx-body">申请已提交。法院同意之前，这项身份仍然有效。</Text>
            <Button kind="plain" onTap={() => open('standingRequests')}>查看我的身份申请</Button>
          </View>
        ) : null}
        <ResourceView resource={resource} what="正在查找">
          {({ parties }) => (
            <View className="zx-stack">
              {parties.map((party) => (
                <Section key={party.partyId} title={partyTitle(party)}>
                  {party.people.length === 0 ? <View className="zx-pad"><Text className="zx-body">还没有人代表。</Text></View> : null}
                  {[...party.people].sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent)).map((person) => (
                    <Person key={person.relationId} person={person} caseId={caseId} isStaff={isStaff} onEnd={() => begin(person)} />
                  ))}
                </Section>
              ))}
              <Text className="zx-caption">
                {isStaff ? '结束后，其立即看不到本案；此前的沟通记录留在案卷里。' : '每个人和法院的沟通是分开的，互相看不到。身份结束后，其立即看不到本案，此前写的留给您。'}
              </Text>
            </View>
          )}
        </ResourceView>
      </View>
      <ConfirmSheet
        open={ending !== null} title={title} confirm={isStaff ? (why === 'mistaken' ? '作废' : '结束') : '提交'} danger={isStaff} busy={end.busy} disabled={isStaff && note.trim().length < 2}
        onConfirm={end.run} onClose={() => setEnding(null)}
      >
        <Text className="zx-body">
          {isStaff ? endWords(ending?.name ?? '', why) : `法院同意后，${ending?.isMe ? '您' : (ending?.name ?? '')}立即看不到本案。此前写的内容留在案卷里。`}
        </Text>
        {isStaff && !isParty ? <ChoiceList<Why> choices={WHYS} chosen={why} onChoose={setWhy} /> : null}
        <TextField label={isStaff ? '依据（会记入案卷）' : '说明（可以不写）'} value={note} onChange={setNote} maxLength={200} placeholder={why === 'mistaken' ? '例如：应登记为被执行人的代理人' : '例如：已解除委托，有书面通知'} />
        {end.error ? <Text className="zx-body zx-late">{explain(end.error)}</Text> : null}
      </ConfirmSheet>
    </PageShell>
  )
}

const endWords = (name: string, why: Why): string =>
  why === 'mistaken'
    ? `${name}将立即看不到本案，此后按没有登记过处理，不能恢复。还没有沟通过的，可以再登记到正确的一方；已经有过沟通的，不能再到对方一侧。`
    : `${name}将立即看不到本案，不能恢复，只能重新申请。`
