import type { NodeTemplate, NodeTemplates } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { useSettled } from '@/hooks/use-settled'
import { useResource } from '@/hooks/use-resource'
import { back, toTop } from '@/platform/navigation'
import { type CaseProgress, explain, missingIn, newDraft, type NodeDraft, saidOf } from '@/services'
import { ConfirmNode } from './confirm-node'
import { NodeForm } from './node-form'
import { TemplateList } from './template-list'

interface Props {
  caseId: string
  data: NodeTemplates
  progress: CaseProgress
  /** Chosen before the page opened. */
  first?: NodeTemplate
  onRecorded(): void
}

/** From a template to a record: at once where nothing has to be filled in, else by its form; always over the words that people will read. */
export function Recorder({ caseId, data, progress, first, onRecorded }: Props) {
  const [template, setTemplate] = useState<NodeTemplate | null>(first ?? null)
  const [draft, setDraft] = useState<NodeDraft | null>(first ? newDraft(first, data.today, data.now) : null)
  const [asking, setAsking] = useState(first?.oneTap === true)
  const [uploading, setUploading] = useState(false)
  const [recorded, setRecorded] = useState('')
  const settled = useSettled(draft)
  // What is tried out is what stands there: of a change that is not tried out yet nothing is said.
  const key = template && draft ? JSON.stringify([template.what, draft]) : ''
  const settledKey = template && settled ? JSON.stringify([template.what, settled]) : ''
  const tried = useResource(settledKey, async () =>
    (template && settled && settled.on !== '' ? progress.check(caseId, saidOf(template, settled, settled.on < data.onTimeFrom)) : null))
  const checked = key === settledKey ? tried.value : null
  const late = draft !== null && draft.on !== '' && draft.on < data.onTimeFrom

  const pick = (next: NodeTemplate): void => {
    setTemplate(next)
    setDraft(newDraft(next, data.today, data.now))
    setAsking(next.oneTap)
    setRecorded('')
    toTop()
  }
  const close = (): void => {
    setTemplate(null)
    setDraft(null)
    setAsking(false)
  }
  if (!template || !draft) {
    return (
      <View className="zx-stack">
        {recorded ? (
          <View className="zx-note zx-note--done zx-stack">
            <Text className="zx-body-strong">已记录：{recorded}</Text>
            <Text className="zx-body">记错了，可以在“办案节点”里点开它撤回：已经告知的人会收到更正。</Text>
            <Button kind="plain" inline onTap={back}>返回案件</Button>
          </View>
        ) : null}
        <TemplateList likely={data.likely} others={data.others} onPick={pick} />
      </View>
    )
  }
  const missing = missingIn(template, draft, late)
  const refused = checked?.refused ?? null
  const errorOf = (field: string): string | undefined => {
    if (!refused || missing !== undefined) return undefined
    return refused.field === `body.${field}` ? refused.message : undefined
  }
  return (
    <View className="zx-stack">
      <View className="zx-stack--tight">
        <Text className="zx-headline">{template.label}</Text>
        {template.rule ? <Text className="zx-caption">{template.rule}</Text> : null}
      </View>
      <NodeForm
        caseId={caseId} progress={progress} template={template} draft={draft} today={data.today} objects={data.objects} late={late} errorOf={errorOf}
        onChange={(change) => setDraft((before) => before && change(before))} onBusy={setUploading}
      />
      {missing !== undefined ? <Text className="zx-body">还要填写：{missing}</Text> : null}
      {missing === undefined && refused ? <View className="zx-note zx-note--late"><Text className="zx-body">{refused.message}</Text></View> : null}
      {tried.error ? <View className="zx-note zx-note--warn"><Text className="zx-body">{explain(tried.error)}</Text></View> : null}
      <Button disabled={missing !== undefined || refused !== null || uploading} onTap={() => setAsking(true)}>下一步：看将告知谁</Button>
      <Button kind="plain" onTap={close}>换一个节点</Button>
      <ConfirmNode
        open={asking} caseId={caseId} template={template} draft={draft} late={late} missing={missing} checked={checked} failed={tried.error} progress={progress}
        onClose={() => (template.oneTap && draft.note === '' ? close() : setAsking(false))}
        onEdit={() => setAsking(false)}
        onRecorded={() => {
          setRecorded(template.label)
          close()
          onRecorded()
          toTop()
        }}
      />
    </View>
  )
}
