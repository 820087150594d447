import { Text, View } from '@tarojs/components'
import { forwardRef, useEffect, useImperativeHandle, useState } from 'react'
import type { ThreadView } from '@zhixin/shared/contract'
import { type AttachmentNote, type Mark, MESSAGE_MAX_CHARS } from '@zhixin/shared/rules'
import { Composer } from '@/components/composer'
import { ListRow } from '@/components/list-row'
import { MarkPicker } from '@/components/mark-picker'
import { OffHoursSheet } from '@/components/off-hours-sheet'
import { Sheet } from '@/components/sheet'
import { useAction } from '@/hooks/use-action'
import { type PickedFile, pickFiles, pickPictures } from '@/platform/files'
import { nowHere } from '@/platform/now'
import { useDisplay } from '@/platform/use-display'
import { type Account, checkMessage, explain, handlerWords, type MessageDraft, noticeOf, type ThreadAbilities, type ThreadStore } from '@/services'
import { ApplyInstead, FORM_OF } from './apply-instead'
import { OtherDoor } from './other-door'
import { NoMoreTodaySheet, paceWords } from './pace-sheets'
import { QuickReplies } from './quick-replies'
import { useAttachments } from './use-attachments'
import { useVoice } from '@/hooks/use-voice'

interface Props {
  view: ThreadView
  can: ThreadAbilities
  store: ThreadStore
  account: Account
  /** More of the officer's tools, under "更多". */
  more?: { title: string; note?: string; onTap: () => void }[]
  /** Voices must be put into words before an answer goes out; then it goes on. Undefined when none wait. */
  beforeSettling?: (goOn: () => void) => void
}

/** What others may do with the writer: put back what was taken back from the outbox. */
export interface WriterHandle {
  edit(draft: MessageDraft): void
  /** Begins a message with these words, below what is typed already. */
  begin(words: string): void
}

/** What it means, in one sentence. */
const CONFIDENTIAL = '这条消息只给承办人看：除了您，只有承办人和员额法官能看到，承办人写明理由后才能给别人看。不需要的话，点“更多”改成普通消息。'

type Asking = 'mark' | 'more' | 'quick' | 'off_hours' | 'no_more_today' | null

/** Writing into a thread: what is typed is kept as one types; what must not go out is stopped before it goes. */
export const Writer = forwardRef<WriterHandle, Props>(function Writer({ view, can, store, account, more = [], beforeSettling }, ref) {
  const { elder } = useDisplay()
  const { drafts } = account
  const [text, setText] = useState('')
  const [mark, setMark] = useState<Mark>('ordinary')
  /** Only for the handler: as the writer says, or else as the court has it for this mark. */
  const [confidential, setConfidential] = useState<boolean>()
  const [asking, setAsking] = useState<Asking>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const attachments = useAttachments()
  const close = () => setAsking(null)
  const fail = (error: unknown) => setProblem(explain(error))

  useEffect(() => {
    let wanted = true
    void drafts.load(store.key).then((draft) => {
      if (!wanted || !draft) return
      setText((typed) => (typed === '' ? draft.text : typed))
      if (draft.mark) setMark(draft.mark)
    })
    return () => {
      wanted = false
    }
  }, [drafts, store])

  const change = (next: string, as: Mark = mark) => {
    setText(next)
    setMark(as)
    setProblem(null)
    drafts.save(store.key, { text: next, ...(as !== 'ordinary' && { mark: as }) })
  }
  /** What was chosen goes with the next message; what cannot is said above the composer. */
  const add = (choosing: Promise<PickedFile[]>, kind: AttachmentNote['kind'], durationMs?: number) => {
    close()
    setProblem(null)
    choosing.then((files) => attachments.add(files, kind, durationMs)).catch(fail)
  }
  const voice = useVoice((recorded) => add(Promise.resolve([recorded]), 'voice', recorded.durationMs), fail)
  useImperativeHandle(ref, () => ({
    edit(draft) {
      change(draft.text, draft.mark)
      setConfidential(draft.confidential)
      attachments.restore(draft.attachments ?? [])
    },
    begin: (words) => change(text === '' ? words : `${text}\n${words}`),
  }))

  const sending = useAction(async (offHoursReason?: string, sendAt?: number) => {
    close()
    const when = { ...(sendAt !== undefined && { sendAt }), ...(offHoursReason !== undefined && { offHoursReason }) }
    await store.send({ text, mark, attachments: attachments.drafts, ...when, ...(can.confine && { confidential: isConfidential }) })
    setText('')
    setMark('ordinary')
    setConfidential(undefined)
    attachments.clear()
    await drafts.clear(store.key)
  })
  const isConfidential = can.confine && (confidential ?? view.marks.find((one) => one.mark === mark)?.confidential === true)
  const check = checkMessage(text, attachments.drafts.length)
  const goOut = () => (can.offHoursReason ? setAsking('off_hours') : sending.run())
  /** Slow mode, where it goes for what is being written. */
  const slowed = can.pace?.slows.includes(mark) ? can.pace : null
  const trySend = () => {
    if (check.sensitive) setProblem(check.sensitive.sentence)
    else if (slowed?.nextAt) setAsking('no_more_today')
    else if (beforeSettling) beforeSettling(goOut)
    else goOut()
  }

  const doorOf = (of: Mark) => {
    if (of === 'irregularity') return { title: '请先看清谁会看到', confirm: '仍然发给他们', content: <OtherDoor readers={view.readers} /> }
    const form = FORM_OF[of]
    if (!form) return null
    const kind = view.marks.find((one) => one.mark === of)?.label ?? ''
    const content = <ApplyInstead thread={store.key} forms={account.forms} form={form} />
    return { title: `${kind}：请先看清`, confirm: `我知道了，仍作为${kind}发送`, content }
  }
  const label = view.marks.find((one) => one.mark === mark)?.label ?? '普通'
  const to = can.quickReply ? `${view.personName}（${view.personRole}）` : handlerWords(view.handlers, nowHere())
  const notices = [
    { tone: 'late', words: problem ?? check.sensitive?.sentence ?? (sending.error ? explain(sending.error) : null) },
    { tone: 'warn', words: noticeOf(view, mark) },
    { tone: 'warn', words: can.chooseMark && can.pace ? paceWords(can.pace, nowHere()) : null },
    { tone: 'ink', words: isConfidential ? CONFIDENTIAL : null },
    { tone: 'ink', words: can.chooseMark && attachments.drafts.length > 0 ? view.originalEvidenceNotice : null },
  ].filter(({ words }) => words !== null)
  return (
    <>
      <Composer
        to={to} caseNumber={view.caseNumber} text={text} onText={change} limit={MESSAGE_MAX_CHARS} brief={elder} sending={sending.busy}
        attachments={attachments.chosen.map(({ key, name }) => ({ key, name }))} onRemoveAttachment={attachments.remove}
        onPicture={() => add(pickPictures(attachments.room), 'picture')} onFile={() => add(pickFiles(attachments.room), 'file')}
        recording={voice.seconds} onVoice={voice.toggle} onSend={trySend} onMore={() => setAsking('more')}
        mark={can.chooseMark && (!elder || mark !== 'ordinary') ? { label, onPick: () => setAsking('mark') } : undefined}
        onQuickReply={can.quickReply ? () => setAsking('quick') : undefined}
        notices={notices.map(({ tone, words }) => <View key={String(words)} className={`zx-note zx-note--${tone}`}><Text>{words}</Text></View>)}
      />
      <MarkPicker<Mark>
        open={asking === 'mark'} marks={view.marks} chosen={mark} onClose={close} onChoose={(next) => { change(text, next); close() }}
        door={doorOf}
      />
      {asking === 'no_more_today' && can.pace ? (
        <NoMoreTodaySheet pace={can.pace} onLater={() => sending.run(undefined, Date.parse(can.pace!.nextAt ?? can.pace!.until))} onMark={() => setAsking('mark')} onClose={close} />
      ) : null}
      <Sheet open={asking === 'more'} title="更多" onClose={close}>
        {can.confine ? (
          <ListRow
            title={isConfidential ? '改成普通消息' : '只给承办人看'} note={isConfidential ? '现在是：只给承办人看' : '除了您，只有承办人和员额法官能看到这条消息'}
            onTap={() => { setConfidential(!isConfidential); close() }}
          />
        ) : null}
        {can.chooseMark ? <ListRow title="选择消息类别" note={`现在是：${label}`} onTap={() => setAsking('mark')} /> : null}
        <ListRow title="添加文件" note="PDF、Word、Excel、文本，每个不超过 10 MB" onTap={() => add(pickFiles(attachments.room), 'file')} />
        {more.map(({ title, note, onTap }) => <ListRow key={title} title={title} note={note} onTap={() => { close(); onTap() }} />)}
      </Sheet>
      {asking === 'quick' ? <QuickReplies store={account.quickReplies} onClose={close} onPick={(reply) => { change(reply); close() }} /> : null}
      {asking === 'off_hours' ? <OffHoursSheet onClose={close} onReason={sending.run} /> : null}
    </>
  )
})
