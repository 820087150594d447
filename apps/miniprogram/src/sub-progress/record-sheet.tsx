import type { NodeView } from '@zhixin/shared/contract'
import type { AttachmentNote } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { Sheet } from '@/components/sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { openDocument, showPicture } from '@/platform/open-file'
import { type Account, approvalWords, type CaseProgress, explain, momentWords, recordedWords, sideWords } from '@/services'
import { ToldLines } from './told-lines'

interface Props {
  caseId: string
  record: NodeView
  progress: CaseProgress
  files: Account['attachmentFiles']
  onClose(): void
  onChanged(): void
}
type Doing = 'look' | 'withdraw' | 'detail' | 'release'

/** All that is on record of one node, and what may be done with it: take it back, let it go out, say more to the applicant's side. */
export function RecordSheet({ caseId, record, progress, files, onClose, onChanged }: Props) {
  const [doing, setDoing] = useState<Doing>('look')
  const [words, setWords] = useState('')
  const { recordId, can } = record
  const run = useAction(async (act: () => Promise<unknown>) => {
    await act()
    onChanged()
  })
  const isShort = words.trim().length < 2
  const begin = (what: Doing) => () => {
    setWords('')
    setDoing(what)
  }
  return (
    <Sheet open title={record.label} onClose={onClose}>
      <View className="zx-stack">
        {doing === 'look' ? (
          <>
            <Facts record={record} />
            {record.evidence.map((note) => <Paper key={note.id} note={note} open={() => files.fetch({ caseId, personId: '' }, note, progress.paperPath(caseId, note.id))} />)}
            {record.filedIn ? <Button kind="plain" onTap={() => open('thread', { caseId, personId: record.filedIn!.personId })}>文书在{record.filedIn.name}的沟通里，去看</Button> : null}
            <ToldOf record={record} />
            {can.release.map((side) => (
              <Button key={side} busy={run.busy} onTap={needsReason(record, side) ? begin('release') : () => run.run(() => progress.release(caseId, recordId, { side }))}>
                放行：告知{sideWords(side)}
              </Button>
            ))}
            {can.detail ? <Button kind="plain" onTap={begin('detail')}>向申请执行人一方多说一些</Button> : null}
            {can.withdraw ? <Button kind="plain" onTap={begin('withdraw')}>记错了，撤回</Button> : null}
          </>
        ) : null}
        {doing === 'withdraw' ? (
          <>
            <Text className="zx-body">撤回后，这条记录和理由仍留在案卷里。已经告知过的人会收到更正，并看到下面的理由。</Text>
            <TextField label="撤回理由（被告知过的人会看到）" value={words} maxLength={200} kind="long" onChange={setWords} />
            <Button kind="danger" busy={run.busy} disabled={isShort} onTap={() => run.run(() => progress.withdraw(caseId, recordId, words.trim()))}>撤回</Button>
          </>
        ) : null}
        {doing === 'detail' ? (
          <>
            <Text className="zx-body">只告知申请执行人一方。不要写完整的账号和证件号，写后四位即可。发出后不能收回。</Text>
            <TextField label="要多说的内容" value={words} maxLength={500} kind="long" onChange={setWords} />
            <Button busy={run.busy} disabled={isShort} onTap={() => run.run(() => progress.release(caseId, recordId, { side: 'applicant', detail: words.trim() }))}>告知申请执行人一方</Button>
          </>
        ) : null}
        {doing === 'release' ? (
          <>
            <Text className="zx-body">还有财产查询没有完成。现在告知被执行人一方，还没有查到的财产可能被转走。只有法律规定的告知时间等不及的，才放行。告知以后不能收回。</Text>
            <TextField label="为什么现在告知（只记入案卷）" value={words} maxLength={200} kind="long" onChange={setWords} />
            <Button busy={run.busy} disabled={isShort} onTap={() => run.run(() => progress.release(caseId, recordId, { side: 'respondent', reason: words.trim() }))}>放行：告知被执行人一方</Button>
          </>
        ) : null}
        {doing === 'look' ? null : <Button kind="plain" onTap={begin('look')}>返回</Button>}
        {run.error ? <Text className="zx-body zx-late">{explain(run.error)}</Text> : null}
      </View>
    </Sheet>
  )
}

/** One page of the signed paper. */
function Paper({ note, open: fetch }: { note: AttachmentNote; open: () => Promise<string> }) {
  const look = useAction(async () => {
    const path = await fetch()
    if (note.kind === 'picture') showPicture(path)
    else await openDocument(path, note.name)
  })
  return (
    <ListRow
      title={note.name} note={look.error ? explain(look.error) : undefined} value={<Text className="zx-link">{look.busy ? '正在打开' : '看文书'}</Text>}
      label={`看${note.name}`} onTap={look.run}
    />
  )
}

/** While a query runs, whoever lets a freeze be told says why. */
const needsReason = ({ told }: NodeView, side: NodeView['can']['release'][number]): boolean => told.some((one) => one.side === side && one.waits === 'query')

function Facts({ record }: { record: NodeView }) {
  const { withdrawn, lateReason, warnings, approval, object, about, fields, papers, signedBy, note, cite } = record
  const facts: [string, string][] = [
    ...(object ? [['哪一项', object] as [string, string]] : []),
    ...(about.length > 0 ? [['对谁办理', about.join('、')] as [string, string]] : []),
    ...fields.map(({ label, value }): [string, string] => [label, value]),
    ...(papers.length > 0 ? [['文书编号', papers.join('、')] as [string, string]] : []),
    ...(signedBy.length > 0 ? [['签字的人', signedBy.join('、')] as [string, string]] : []),
    ...(approval ? [['批准', approvalWords(approval)] as [string, string]] : []),
    ...(note ? [['说明', note] as [string, string]] : []),
    ...(cite ? [['依据', cite] as [string, string]] : []),
  ]
  return (
    <View className="zx-stack--tight">
      <View><Text className="zx-body">{recordedWords(record, nowHere())}</Text></View>
      {withdrawn ? <View className="zx-note zx-note--late"><Text className="zx-body">{momentWords(withdrawn.at, nowHere())} {withdrawn.by}撤回。理由：{withdrawn.reason}</Text></View> : null}
      {lateReason ? <View className="zx-note zx-note--warn"><Text className="zx-body">补记。理由：{lateReason}</Text></View> : null}
      {warnings.map((warning) => <View key={warning} className="zx-note zx-note--warn"><Text className="zx-body">记录时提示过：{warning}</Text></View>)}
      {facts.map(([name, value]) => <View key={name}><Text className="zx-body">{name}：{value}</Text></View>)}
    </View>
  )
}

function ToldOf({ record }: { record: NodeView }) {
  return (
    <View className="zx-stack--tight">
      {record.withdrawn ? null : <ToldLines told={record.told} />}
      {record.released.map(({ side, detail, reason, by, at }) => (
        <View key={`${at}${side}`}><Text className="zx-caption">{momentWords(at, nowHere())} {by}放行给{sideWords(side)}{detail ? `：“${detail}”` : ''}{reason ? `。理由：${reason}` : ''}</Text></View>
      ))}
    </View>
  )
}
