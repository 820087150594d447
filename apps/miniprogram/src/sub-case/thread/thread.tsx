import { Text, View } from '@tarojs/components'
import { useRef, useState } from 'react'
import type { ThreadView, WaitingVoice } from '@zhixin/shared/contract'
import type { Mark, Side } from '@zhixin/shared/rules'
import { MarkPicker } from '@/components/mark-picker'
import { PageShell } from '@/components/page-shell'
import { StoreView } from '@/components/store-view'
import { UrgentEntry } from '@/components/urgent-entry'
import { useAction } from '@/hooks/use-action'
import { useDesk } from '@/hooks/use-desk'
import type { Reader } from '@/hooks/use-reader'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { explain, handlerNames, locksOut, sideOfMe, type ThreadAbilities, type ThreadRow, type VoiceWords } from '@/services'
import { foldRuns } from '@/services/thread-runs'
import { waitingVoices } from '@/services/waiting-voices'
import { BesideThread } from './beside-thread'
import { CannotWrite } from './cannot-write'
import { Former } from './former'
import { LeaderPace } from './leader-pace'
import { MatterBar } from './matter-bar'
import type { MessageRow, PendingRow } from './message'
import { MessageList } from './message-list'
import { HelpNeedsLine } from './help-needs-line'
import { ContactSheet, DismissSheet } from './officer-tools'
import { PendingSheet } from './pending-sheet'
import { ReadingBar } from './reading-bar'
import { RemindMe } from './remind-me'
import { useConduct } from './use-conduct'
import { AskTaskSheet, TasksSheet } from './task-tools'
import { ToDoBar } from './to-do-bar'
import { useReading } from './use-reading'
import { useSealing } from './use-sealing'
import { useThread } from './use-thread'
import { VoiceSummarySheet } from './voice-summary-sheet'
import { Writer, type WriterHandle } from './writer'

/** Begins what the sender of a voice says against what was written down of it. */
const NOT_MEANT = '我的语音不是这个意思。我想说的是：'

type Tool = 'contact' | 'dismiss' | 'ask' | 'tasks' | null

interface Props {
  reader: Reader
  caseId: string
  personId: string
}

/** Everything said, and where one writes. At a desk the list of cases stands beside it. */
export function Thread({ reader: { me, account }, caseId, personId }: Props) {
  const side = sideOfMe(me)
  const { store, thread } = useThread(account, { caseId, personId })
  const { view, can, rows, isLoading, error } = thread
  const gone = view !== null && locksOut(error)
  const desk = useDesk()
  const writer = useRef<WriterHandle>(null)
  const [tool, setTool] = useState<Tool>(null)
  const [pending, setPending] = useState<PendingRow | null>(null)
  const [remarking, setRemarking] = useState<MessageRow | null>(null)
  const remark = useAction(async (index: number, mark: Mark) => {
    await account.threadActions.remark(store.key, index, mark)
    setRemarking(null)
    await store.refresh()
  })
  const reading = useReading(rows)
  /** What goes on once the party's voices are put into words. */
  const [summarising, setSummarising] = useState<{ goOn: () => void } | null>(null)
  const [rewriting, setRewriting] = useState<{ voice: WaitingVoice; before: string } | null>(null)
  const waiting = view && can?.recordContact ? waitingVoices(view, rows) : []
  const beforeSettling = waiting.length > 0 ? (goOn: () => void) => setSummarising({ goOn }) : undefined
  const conduct = useConduct({ me, account, store, view, can })
  const sealing = useSealing({ account, store, view, can })
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const shown = side === 'court' ? foldRuns(rows, opened, conduct.keeps) : rows
  const actionsOf = (row: MessageRow) => [
    ...(can?.remark && row.side === 'theirs' ? [{ title: '改类别', onTap: () => setRemarking(row) }] : []),
    ...conduct.actionsOf(row),
    ...sealing.actionsOf(row),
  ]
  /** Whoever answers may put it better; and what should not be there is asked to be sealed. */
  const actionsOfWords = (words: VoiceWords) => {
    const attached = rows.flatMap((row) => (row.kind === 'message' && row.index === words.of ? row.attachments : []))
    const voice = attached.find(({ summary }) => summary?.index === words.index)
    const rewrite = () => setRewriting({ voice: { index: words.of, attachmentId: voice!.id }, before: words.text })
    return [...(can?.recordContact && voice ? [{ title: '改写', onTap: rewrite }] : []), ...sealing.actionsOfWords(words)]
  }
  const done = () => {
    setTool(null)
    void store.refresh()
  }
  return (
    <PageShell title={view ? titleOf(view, side) : '沟通'} fixed list={desk ? <BesideThread me={me} account={account} caseId={caseId} personId={personId} /> : undefined}>
      <StoreView value={view} loading={isLoading} error={gone ? null : error} onRetry={() => void store.refresh()} what="正在打开沟通记录">
        {(known) => (
          <>
            <MatterBar view={known} side={side} onCase={() => open('case', { caseId })} />
            {side === 'party' && !gone && !known.transferred ? <ToDoBar thread={store.key} forms={account.forms} changes={rows.filter(({ kind }) => kind === 'system').length} /> : null}
            {me.kind === 'person' && me.personId === personId && !gone && !known.transferred ? <UrgentEntry account={account} caseId={caseId} personId={personId} slim /> : null}
            {known.helpNeeds ? <HelpNeedsLine helpNeeds={known.helpNeeds} /> : null}
            {conduct.asked()}
            {conduct.problem ? <View className="zx-note zx-note--late"><Text>{explain(conduct.problem)}</Text></View> : null}
            {remark.error ? <View className="zx-note zx-note--late"><Text>{explain(remark.error)}</Text></View> : null}
            <MessageList
              rows={shown} thread={store.key} hasEarlier={thread.hasEarlier} frame={`${known.matter?.since} ${can?.send}`} onEarlier={() => void store.loadEarlier()} onPending={setPending}
              actionsOf={actionsOf} actionsOfSystem={sealing.actionsOfSystem} actionsOfWords={actionsOfWords}
              tagsOf={(row) => [...sealing.tagsOf(row), ...conduct.tagsOf(row)]}
              onUnfold={(key) => setOpened((before) => new Set([...before, key]))}
              onRead={reading.isAvailable ? (key) => reading.read(key) : undefined}
              onReadOn={(key) => (reading.isAvailable && reading.hasMore(key) ? () => reading.read(key, true) : undefined)}
              before={known.former ? <Former view={known} side={side} account={account} /> : undefined}
              onNotMeant={can?.send ? () => writer.current?.begin(NOT_MEANT) : undefined}
            />
            {reading.reading !== null ? <ReadingBar goesOn={reading.goesOn} onStop={reading.stop} onGoOn={() => reading.read(reading.reading!, true)} /> : null}
            {account.notices.canAsk && side === 'party' && can?.send && hasJustSent(rows) ? <RemindMe account={account} /> : null}
            {can?.send ? (
              <Writer
                ref={writer} view={known} can={can} store={store} account={account} more={officerTools(can, setTool)}
                beforeSettling={beforeSettling}
              />
            ) : null}
            {can && !can.send ? <CannotWrite side={side} gone={gone} store={store} drafts={account.drafts} /> : null}
            {can?.setPace && !gone ? <LeaderPace pace={can.pace} onSlowDown={conduct.slowDown} onLift={conduct.lift} /> : null}
          </>
        )}
      </StoreView>
      {tool === 'dismiss' ? (
        <DismissSheet thread={store.key} actions={account.threadActions} beforeSettling={beforeSettling} onDone={done} onClose={() => setTool(null)} />
      ) : null}
      {tool === 'contact' ? (
        <ContactSheet thread={store.key} actions={account.threadActions} beforeSettling={beforeSettling} onDone={done} onClose={() => setTool(null)} />
      ) : null}
      {tool === 'ask' ? (
        <AskTaskSheet thread={store.key} forms={account.forms} offHours={can?.offHoursReason === true} onDone={done} onClose={() => setTool(null)} />
      ) : null}
      {tool === 'tasks' ? <TasksSheet thread={store.key} forms={account.forms} onDone={done} onClose={() => setTool(null)} /> : null}
      {conduct.sheet()}
      {sealing.sheet()}
      {pending ? (
        <PendingSheet
          row={pending} beforeSettling={beforeSettling} canWrite={can?.send === true} onClose={() => setPending(null)}
          onEdit={(draft) => writer.current?.edit(draft)}
        />
      ) : null}
      {summarising ? (
        <VoiceSummarySheet
          thread={store.key} voices={waiting} rows={rows} actions={account.threadActions} next="写好了，继续" onClose={() => setSummarising(null)}
          onDone={() => {
            setSummarising(null)
            summarising.goOn()
            void store.refresh()
          }}
        />
      ) : null}
      {rewriting ? (
        <VoiceSummarySheet
          thread={store.key} voices={[rewriting.voice]} rows={rows} actions={account.threadActions} next="改好了" before={rewriting.before} onClose={() => setRewriting(null)}
          onDone={() => {
            setRewriting(null)
            void store.refresh()
          }}
        />
      ) : null}
      {view && remarking ? (
        <MarkPicker<Mark>
          open title="改这条消息的类别" marks={view.marks.map((one) => ({ ...one, notice: null }))} chosen={remarking.mark}
          onClose={() => setRemarking(null)} onChoose={(mark) => remark.run(remarking.index, mark)}
        />
      ) : null}
    </PageShell>
  )
}

const titleOf = ({ personName, personRole, handlers }: ThreadView, side: Side): string =>
  side === 'court' ? `${personName}（${personRole}）` : handlerNames(handlers, nowHere()) || '沟通'

/** Whether the last thing that stands there is the reader's own message, filed. */
function hasJustSent(rows: readonly ThreadRow[]): boolean {
  const last = rows[rows.length - 1]
  return last?.kind === 'message' && last.own
}

function officerTools({ recordContact, dismiss, askTask }: ThreadAbilities, choose: (tool: Tool) => void) {
  return [
    ...(recordContact ? [{ title: '记录电话或来访', note: '两下记入案卷', onTap: () => choose('contact') }] : []),
    ...(askTask ? [
      { title: '要求办理', note: '让被执行人报告财产、付款、到法院等，写明哪天以前', onTap: () => choose('ask') },
      { title: '看办理情况', note: '要对方办的事办到哪了，办好的记下来', onTap: () => choose('tasks') },
    ] : []),
    ...(dismiss ? [{ title: '无需回复', note: '结束待答复的事项，写明理由', onTap: () => choose('dismiss') }] : []),
  ]
}
