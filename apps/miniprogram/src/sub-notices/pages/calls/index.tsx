import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import type { NoticeCall, NoticeCalls } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { ListRow } from '@/components/list-row'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useKeys } from '@/hooks/use-keys'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { callPhone } from '@/platform/phone'
import { type Account, againAt, CALL_OUTCOMES, type CallSaid, explain, momentWords, type NoticePlace } from '@/services'

type Waiting = NoticeCalls['calls'][number]
const LOOK_AGAIN_MS = 30_000
/** Keys 4, 5 and 6. */
const LATER_HOURS = [1, 4, 24] as const
const FIRST_LATER_KEY = 4
const HOUR_MS = 3_600_000
const LAST_FOUR = 4
const keyOf = ({ caseId, personId, of }: NoticePlace): string => `${caseId}/${personId}/${of}`

/** The hotline: whom to ring because nothing else reached them. Arrows choose, Enter opens, 1 to 6 write down what came of it. */
export default function NoticeCallsPage() {
  return <ReaderPage title="回访名单">{({ account, can }) => <Calls account={account} isMain={!can.workList} />}</ReaderPage>
}

function Calls({ account, isMain }: { account: Account; isMain: boolean }) {
  const list = useResource('notice calls', account.notices.calls)
  const [chosen, setChosen] = useState(0)
  const [opened, setOpened] = useState<Waiting | null>(null)
  const { reload } = list
  useEffect(() => {
    const timer = setInterval(reload, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [reload])
  const rows = list.value?.calls ?? []
  const current = rows[Math.min(chosen, rows.length - 1)]
  useKeys((key) => {
    if (opened) {
      if (key !== 'Escape') return false
      setOpened(null)
    } else if (key === 'ArrowDown') setChosen(Math.min(chosen + 1, rows.length - 1))
    else if (key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0))
    else if (key === 'Enter' && current) setOpened(current)
    else return false
    return true
  })
  const now = nowHere()
  if (opened) {
    return (
      <Call
        account={account} place={opened} onDone={() => {
          setOpened(null)
          reload()
        }}
      />
    )
  }
  return (
    <PageShell title="回访名单" root={isMain} foot={isMain ? <MainNav current="noticeCalls" /> : undefined}>
      <View className="zx-stack zx-pad">
        <Text className="zx-body">微信、短信都没送到，又有事要当事人办的，请打电话告诉本人。</Text>
        <Text className="zx-caption">用键盘：上下箭头选人，回车打开。</Text>
        <ResourceView resource={list} what="正在取名单">
          {({ calls, later }) => (
            <View className="zx-stack">
              {calls.length === 0 ? <EmptyState title="现在没有要打的电话" hint="当事人一直联系不上时，会列在这里。" /> : null}
              {calls.length > 0 ? (
                <Section title={callsTitle(calls)}>
                  {calls.map((one) => (
                    <ListRow
                      key={keyOf(one)} title={`${one === current ? '▶ ' : ''}${one.name}`} label={`打开${one.name}`} onTap={() => setOpened(one)}
                      note={`${one.caseNumber}，${momentWords(one.from, now)} 起${one.failed > 0 ? `，已打 ${one.failed} 次没人接` : ''}`}
                    />
                  ))}
                </Section>
              ) : null}
              {later.first ? <Text className="zx-caption">还有 {later.count} 人要晚些打，最早 {momentWords(later.first, now)}。</Text> : null}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

/** One person may have several things to be told of. */
function callsTitle(calls: readonly Waiting[]): string {
  const people = new Set(calls.map(({ personId }) => personId)).size
  return people === calls.length ? `${people} 人要打` : `${people} 人要打，共 ${calls.length} 件事`
}

function Call({ account, place, onDone }: { account: Account; place: Waiting; onDone: () => void }) {
  const of: NoticePlace = { caseId: place.caseId, personId: place.personId, of: place.of }
  const resource = useResource(keyOf(of), () => account.notices.call(of))
  return (
    <PageShell title={`打给${place.name}`} root>
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在打开">{(call) => <CallOpen account={account} place={of} call={call} onDone={onDone} />}</ResourceView>
        <Button kind="plain" onTap={onDone}>先不打，回到名单（Esc）</Button>
      </View>
    </PageShell>
  )
}

interface CallOpenProps {
  account: Account
  place: NoticePlace
  call: NoticeCall
  onDone: () => void
}

/** The number, what to say, what may be said once they have shown who they are, and what came of it. */
function CallOpen({ account, place, call: { caseNumber, phones, opening, otherwise, calls, left }, onDone }: CallOpenProps) {
  const [phoneId, setPhoneId] = useState(phones[0]?.id)
  const [lastFour, setLastFour] = useState('')
  const [note, setNote] = useState('')
  const [clock, setClock] = useState('')
  const [words, setWords] = useState<string[] | null>(null)
  const check = useAction(async () => setWords(await account.notices.check(place, lastFour)))
  const record = useAction(async (said: CallSaid) => {
    await account.notices.record(place, { ...said, ...(phoneId !== undefined && { phoneId }), ...(note.trim() && { note }) })
    onDone()
  })
  const outcomes: { key: string; title: string; said: CallSaid; off?: boolean }[] = phones.length > 0
    ? [
      { key: '1', title: '1 打通并告知了', said: { outcome: 'reached', lastFour }, off: words === null },
      { key: '2', title: '2 没人接', said: { outcome: 'no_answer' } },
      { key: '3', title: '3 不是本人的号码', said: { outcome: 'wrong_number' } },
    ]
    : [{ key: '1', title: '1 查过了，没有号码', said: { outcome: 'no_number' } }]
  const laterAt = (hours: number): string => new Date(Date.parse(nowHere()) + hours * HOUR_MS).toISOString()
  const now = nowHere()
  const again = againAt(clock, now)
  useKeys((key) => {
    const hours = phones.length > 0 ? LATER_HOURS[Number(key) - FIRST_LATER_KEY] : undefined
    const found = hours !== undefined ? { said: { outcome: 'later' as const, laterAt: laterAt(hours) } } : outcomes.find((one) => one.key === key && !one.off)
    if (!found || record.busy) return false
    record.run(found.said)
    return true
  })
  const agree = (): void => {
    if (again !== undefined) record.run({ outcome: 'later', laterAt: again })
  }
  const error = record.error ?? check.error
  return (
    <View className="zx-stack">
      <Text className="zx-body zx-number">{caseNumber}</Text>
      <Section title="号码">
        {phones.length === 0 ? <View className="zx-pad"><Text className="zx-body">法院没有这个人的号码。请问承办人有没有；有的话由承办人补录，没有就记“没有号码”。</Text></View> : null}
        {phones.map(({ id, number, confirmed }) => (
          <ListRow
            key={id} title={`${id === phoneId ? '▶ ' : ''}${number}`} note={confirmed ? '本人确认过' : '别人提供的，可能不是本人'}
            value={<Text className="zx-link">拨打</Text>} label={`拨打${number}`} onTap={() => {
              setPhoneId(id)
              callPhone(number)
            }}
          />
        ))}
      </Section>
      {phones.length > 0 ? (
        <Section title="开头这样说">
          <View className="zx-pad zx-stack--tight"><Text className="zx-body">{opening}</Text><Text className="zx-body zx-late">{otherwise}</Text></View>
        </Section>
      ) : null}
      {phones.length > 0 ? (
        <Section title="核对身份，再说事情">
          <View className="zx-pad zx-stack--tight">
            <TextField label="对方说的身份证后四位" value={lastFour} maxLength={LAST_FOUR} onChange={setLastFour} onConfirm={check.run} />
            <Button busy={check.busy} disabled={lastFour.length !== LAST_FOUR} onTap={check.run}>核对（回车）</Button>
            {words ? <View className="zx-note zx-note--done"><Text className="zx-body-strong">核对上了，请告诉本人：</Text>{words.map((line) => <View key={line}><Text className="zx-body">{line}</Text></View>)}</View> : null}
          </View>
        </Section>
      ) : null}
      <Section title="结果">
        <View className="zx-pad zx-stack--tight">
          <TextField label="备注（可不填，当事人看不到）" value={note} maxLength={200} onChange={setNote} />
          {error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(error)}</Text></View> : null}
          <View className="zx-row zx-row--wrap">
            {outcomes.map(({ key, title, said, off }) => <Button key={key} kind="plain" inline disabled={record.busy || off === true} onTap={() => record.run(said)}>{title}</Button>)}
          </View>
          {phones.length > 0 ? (
            <View className="zx-row zx-row--wrap">
              {LATER_HOURS.map((hours, i) => (
                <Button key={hours} kind="plain" inline disabled={record.busy} onTap={() => record.run({ outcome: 'later', laterAt: laterAt(hours) })}>{`${i + FIRST_LATER_KEY} 对方要 ${hours} 小时后再打`}</Button>
              ))}
            </View>
          ) : null}
          {phones.length > 0 ? (
            <TextField
              label="对方说几点再打（例如 15:30）" value={clock} maxLength={5} onChange={setClock} onConfirm={agree}
              hint={again !== undefined ? `回车：${momentWords(again, now)} 再打` : '过了的钟点算明天'}
            />
          ) : null}
          {phones.length > 0 ? <Text className="zx-caption">没人接的，还可以再打 {left} 次，隔一天一次；都没人接就记为“无法联系”。</Text> : null}
          {calls.map(({ at, byName, outcome, note: said }) => <Text key={at} className="zx-caption">{momentWords(at, now)} {byName}：{CALL_OUTCOMES[outcome]}{said ? `（${said}）` : ''}</Text>)}
        </View>
      </Section>
    </View>
  )
}
