import type { NodeTemplate } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { Papers } from '@/components/papers'
import { TextField } from '@/components/text-field'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { type CaseProgress, explain, momentWords, type NodeDraft, sideWords } from '@/services'

interface Props {
  caseId: string
  template: NodeTemplate
  draft: NodeDraft
  progress: CaseProgress
  errorOf(field: string): string | undefined
  onChange(change: (draft: NodeDraft) => NodeDraft): void
  onBusy(busy: boolean): void
}

/** The signed record that a node rests on: a photo, a PDF, or a paper that stands in the file already; and who signed it. */
export function NodeProof({ caseId, template, draft, progress, errorOf, onChange, onBusy }: Props) {
  const [looking, setLooking] = useState(draft.filedIn !== null)
  const { signers } = template
  const set = (change: Partial<NodeDraft>): void => onChange((before) => ({ ...before, ...change }))
  const error = errorOf('evidence') ?? errorOf('filedIn')
  return (
    <View className="zx-stack">
      <Papers
        label="签过字的笔录或文书" hint="每一页都拍清楚，签名要看得见；也可以选 PDF。只供法院内部看。" required documents papers={draft.evidence} onBusy={onBusy}
        upload={(file, onProgress) => progress.upload(caseId, file, onProgress)}
        onChange={(change) => onChange((before) => ({ ...before, evidence: change(before.evidence) }))}
      />
      {draft.evidence.length === 0 ? (
        looking
          ? <Filed caseId={caseId} progress={progress} chosen={draft.filedIn} onChoose={(filedIn) => set({ filedIn })} />
          : <Button kind="plain" onTap={() => setLooking(true)}>案卷里已经有，从里面选</Button>
      ) : null}
      {error ? <Text className="zx-caption zx-late">{error}</Text> : null}
      {signers.length > 0 ? (
        <View className="zx-stack--tight">
          <Text className="zx-body-strong">谁在纸上签了字（双方都要有）</Text>
          <ChoiceList<string>
            choices={signers.map(({ id, name, side }) => ({ value: id, title: name, note: sideWords(side) }))} chosen={draft.signedBy}
            onChoose={(id) => set({ signedBy: draft.signedBy.includes(id) ? draft.signedBy.filter((one) => one !== id) : [...draft.signedBy, id] })}
          />
        </View>
      ) : null}
      <TextField label="文书编号（可不填）" value={draft.paper} maxLength={100} error={errorOf('papers')} onChange={(paper) => set({ paper })} />
    </View>
  )
}

interface FiledProps {
  caseId: string
  progress: CaseProgress
  chosen: NodeDraft['filedIn']
  onChoose(filedIn: NodeDraft['filedIn']): void
}

function Filed({ caseId, progress, chosen, onChoose }: FiledProps) {
  const found = useResource(caseId, () => progress.filed(caseId))
  if (found.error) return <Text className="zx-body zx-late">{explain(found.error)}</Text>
  if (!found.value) return <Text className="zx-caption">正在看案卷里有哪些…</Text>
  if (found.value.length === 0) return <Text className="zx-body">本案的沟通里还没有照片或 PDF，请在上面上传。</Text>
  const valueOf = ({ personId, index }: { personId: string; index: number }): string => `${personId}/${index}`
  const now = nowHere()
  return (
    <View className="zx-stack--tight">
      <Text className="zx-body-strong">案卷里已有的</Text>
      <ChoiceList<string>
        choices={found.value.map((one) => ({ value: valueOf(one), title: one.names.join('、') || '照片', note: `${one.personName} · ${momentWords(one.at, now)}` }))}
        chosen={chosen ? valueOf(chosen) : null}
        onChoose={(value) => {
          const one = found.value?.find((paper) => valueOf(paper) === value)
          if (one) onChoose({ personId: one.personId, index: one.index })
        }}
      />
    </View>
  )
}
