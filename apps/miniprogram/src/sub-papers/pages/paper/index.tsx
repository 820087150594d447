import { Text, View } from '@tarojs/components'
import { useDidHide, useRouter, useUnload } from '@tarojs/taro'
import { useRef, useState } from 'react'
import type { PaperDraftView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { adapters } from '@/platform/adapters'
import { back, replace } from '@/platform/navigation'
import { type Account, codedOf, explain, type PaperWritten } from '@/services'
import { PaperSheet } from '../../paper-text'
import { ChooseWords, differences } from '../../choose-words'
import { createPaperSaver, type PaperSaver } from '../../paper-saver'
import { Signing } from '../../signing'
import { Writing } from '../../writing'

/** Staff: a paper that is not finished: written by its author, signed by all who must, then filed for good. */
export default function PaperPage() {
  const { paperId = '' } = useRouter().params
  return <ReaderPage title="填写文书">{({ account }) => <Opened account={account} paperId={paperId} />}</ReaderPage>
}

function Opened({ account, paperId }: { account: Account; paperId: string }) {
  const [round, setRound] = useState(0)
  const resource = useResource(`paper ${paperId} ${round}`, async () => {
    const { data, can } = await account.papers.open(paperId)
    const kept = can.fill ? await account.papers.keptHere(paperId, data.revision) : undefined
    const isThere = kept !== undefined && differences(data, kept.written).length === 0
    if (isThere) await account.papers.forgetHere(paperId)
    return { view: data, can, kept: isThere ? undefined : kept }
  })
  return (
    <PageShell title={resource.value?.view.form.label ?? '填写文书'} wide>
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在打开文书">
          {({ view, can, kept }) => <Paper key={paperId} account={account} opened={view} can={can} kept={kept} onReopen={() => setRound(round + 1)} />}
        </ResourceView>
      </View>
    </PageShell>
  )
}

type Problems = PaperDraftView['problems']

interface Props {
  account: Account
  opened: PaperDraftView
  can: { fill: boolean; sign: string[] }
  kept: { written: PaperWritten; isOlder: boolean } | undefined
  onReopen: () => void
}

function Paper({ account, opened, can, kept, onReopen }: Props) {
  const { papers } = account
  const { paperId } = opened
  const [view, setView] = useState(opened)
  const isGoingOn = kept !== undefined && !kept.isOlder
  const [written, setWritten] = useState<PaperWritten>(isGoingOn ? kept.written : { fields: opened.fields, refusedToSign: opened.refusedToSign })
  const [toChoose, setToChoose] = useState<PaperWritten | null>(kept?.isOlder ? kept.written : null)
  const [step, setStep] = useState<'write' | 'sign'>(can.fill && opened.stage === 'drafted' ? 'write' : can.fill && opened.signatures.length === 0 ? 'write' : 'sign')
  const [unsaved, setUnsaved] = useState<unknown>(null)
  const [saving, setSaving] = useState(false)
  const [uploading, setUploading] = useState(false)
  const [asking, setAsking] = useState<'finish' | 'discard' | null>(null)
  const saver = useRef<PaperSaver | null>(null)
  saver.current ??= createPaperSaver(papers, adapters.timers, paperId, opened.revision, {
    onSaved: (next) => {
      setView(next)
      setUnsaved(null)
      setSaving(false)
    },
    onError: (error) => {
      setUnsaved(error)
      setSaving(false)
    },
  })
  useDidHide(() => void saver.current?.flush())
  useUnload(() => void saver.current?.flush())

  const latest = useRef(written)
  const change = (to: (before: PaperWritten) => PaperWritten) => {
    const next = to(latest.current)
    latest.current = next
    setWritten(next)
    setSaving(true)
    saver.current!.change(next)
  }
  const changed = (next: PaperDraftView) => {
    saver.current!.movedTo(next.revision)
    setView(next)
  }
  const look = useAction(async () => {
    if (isGoingOn) saver.current!.change(written)
    await saver.current!.flush()
    setStep('sign')
  })
  const finish = useAction(async () => {
    const { place, fileId } = view
    await papers.finish(paperId, view.contentSm3)
    await papers.forgetHere(paperId)
    replace('filedPaper', { place, fileId, paperId, fresh: '1' })
  })
  const discard = useAction(async () => {
    saver.current!.stop()
    await papers.discard(paperId)
    await papers.forgetHere(paperId)
    back()
  })

  const [unwritten, unsigned] = (['field', 'signature'] as const).map((kind) => view.problems.filter((problem) => problem.kind === kind)) as [Problems, Problems]
  const choose = (which: 'here' | 'there') => {
    if (which === 'here') change(() => toChoose!)
    else void papers.forgetHere(paperId)
    setToChoose(null)
    setStep('write')
  }
  if (toChoose) return <ChooseWords view={view} written={toChoose} onChoose={choose} />
  const isElsewhere = unsaved !== null && codedOf(unsaved).code === 'papers.changed_meanwhile'
  const reopen = () => {
    saver.current!.stop()
    onReopen()
  }
  return (
    <View className="zx-stack">
      {isGoingOn ? <View className="zx-note"><Text>接着这台设备上没存完的内容。</Text></View> : null}
      {unsaved ? (
        <View className="zx-note zx-note--late">
          <Text className="zx-body">{explain(unsaved)}写的内容在这台设备上，没有丢。</Text>
          {isElsewhere ? <Button kind="plain" onTap={reopen}>和现在存的对一对</Button> : <Button kind="plain" onTap={() => void saver.current!.flush()}>再存一次</Button>}
        </View>
      ) : null}
      {step === 'write' ? (
        <View className="zx-stack">
          <Writing
            view={view} written={written} onChange={change} onBusy={setUploading} upload={(file, onProgress) => papers.upload(paperId, file, onProgress)}
          />
          <Text className="zx-caption">{saving ? '正在保存…' : '已自动保存。办结以前只有您看得到。'}</Text>
          <Button disabled={uploading} busy={look.busy} onTap={() => look.run()}>填好了，看全文</Button>
          <Button kind="plain" onTap={() => setAsking('discard')}>不做了，扔掉这份草稿</Button>
        </View>
      ) : (
        <View className="zx-stack">
          {can.fill ? <Button kind="plain" onTap={() => setStep('write')}>{view.signatures.length > 0 ? '回去改内容（改了要重新签字）' : '回去改内容'}</Button> : null}
          <PaperSheet text={view.text} contentSm3={view.contentSm3} />
          {unwritten.length > 0 ? (
            <View className="zx-note zx-note--late">
              <Text className="zx-body-strong">还不能签字：</Text>
              {unwritten.map(({ at, label, words }) => <View key={at}><Text className="zx-body">“{label}”{words}</Text></View>)}
            </View>
          ) : <Signing view={view} can={can} service={papers} onChanged={changed} />}
          {can.fill ? (
            <View className="zx-stack">
              {unsigned.map(({ at, label, words }) => <Text key={at} className="zx-body">“{label}”{words}</Text>)}
              <Button disabled={view.stage !== 'signed'} onTap={() => setAsking('finish')}>办结入卷</Button>
            </View>
          ) : null}
        </View>
      )}
      <ConfirmSheet open={asking === 'finish'} title="办结入卷？" confirm="办结入卷" danger busy={finish.busy} onConfirm={finish.run} onClose={() => setAsking(null)}>
        <Text className="zx-body">会生成 PDF 和 Word 两份文件，连同签字一起存入卷里。此操作不能撤销；写错了只能另做一份更正。</Text>
        {finish.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(finish.error)}</Text></View> : null}
      </ConfirmSheet>
      <ConfirmSheet
        open={asking === 'discard'} title="扔掉草稿？" confirm="扔掉" danger busy={discard.busy} onConfirm={discard.run} onClose={() => setAsking(null)}
      >
        <Text className="zx-body">写的内容和已经签的字都会删掉，卷里不留。此操作不能撤销。</Text>
        {discard.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(discard.error)}</Text></View> : null}
      </ConfirmSheet>
    </View>
  )
}
