import { Text, View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import type { UrgentCallList } from '@zhixin/shared/contract'
import type { CallOutcome } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { Section } from '@/components/section'
import { StoreView } from '@/components/store-view'
import { useAction } from '@/hooks/use-action'
import { callPhone } from '@/platform/phone'
import { nowHere } from '@/platform/now'
import { useValue } from '@/platform/use-value'
import { type Account, clockWords, explain, momentWords } from '@/services'
import { useKeys } from '@/hooks/use-keys'
import '../../urgent.less'

type Matter = UrgentCallList['matters'][number]
type Person = Matter['people'][number]

const OUTCOMES: { outcome: CallOutcome; key: string; title: string; done: string }[] = [
  { outcome: 'reached', key: '1', title: '打通了', done: '打通' },
  { outcome: 'no_answer', key: '2', title: '没人接', done: '没人接' },
  { outcome: 'wrong_number', key: '3', title: '号码不对', done: '号码不对' },
]
const SMS = { sent: '短信已发', refused: '短信被拒', busy: '短信没有发出', no_number: '没有手机号' } as const
const LOOK_AGAIN_MS = 15_000

/** The duty desk and the hotline: whom to ring by telephone now, the oldest first. Arrows choose, 1 to 3 write down what came of it. */
export default function CallsPage() {
  return <ReaderPage title="呼叫名单">{({ account }) => <Calls account={account} />}</ReaderPage>
}

function Calls({ account }: { account: Account }) {
  const store = account.urgentCalls
  const { list, isLoading, error } = useValue(store)
  const [chosen, setChosen] = useState(0)
  useEffect(() => {
    void store.load()
    const timer = setInterval(() => void store.load(), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [store])
  useDidShow(() => void store.load())
  const record = useAction((matter: Matter, { staffId }: Person, outcome: CallOutcome) => store.record(matter, staffId, outcome))
  const rows = (list?.matters ?? []).flatMap((matter) => matter.people.map((person) => ({ matter, person })))
  const current = rows[Math.min(chosen, rows.length - 1)]
  useKeys((key) => {
    if (key === 'ArrowDown') setChosen(Math.min(chosen + 1, rows.length - 1))
    else if (key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0))
    else {
      const found = OUTCOMES.find((one) => one.key === key)
      if (!found || !current) return false
      record.run(current.matter, current.person, found.outcome)
    }
    return true
  })
  return (
    <PageShell title="呼叫名单" root foot={<MainNav current="urgentCalls" />}>
      <View className="zx-stack zx-pad">
        <Text className="zx-body">请打电话告诉对方：有一件紧急事项，请马上打开执信。不要在电话里问、说案情。</Text>
        <Text className="zx-caption">用键盘：上下箭头选人，1 打通了，2 没人接，3 号码不对。</Text>
        {record.error ? <View className="zx-note zx-note--warn"><Text className="zx-body">{explain(record.error)}</Text></View> : null}
        <StoreView value={list} loading={isLoading} error={error} onRetry={() => void store.load()} what="正在取呼叫名单">
          {({ matters }) => (matters.length === 0 ? <EmptyState title="现在没有要呼叫的人" hint="有紧急线索没有人接手时，要打电话找的人会列在这里。" /> : (
            <>
              {matters.map((matter) => (
                <Section key={`${matter.caseId}/${matter.personId}`} title={`${momentWords(matter.startedAt, nowHere())} 起${matter.isThrough ? '，短信呼叫已结束，仍没有人接手' : '，还没有人接手'}`}>
                  {matter.people.map((person) => (
                    <CallRow
                      key={person.staffId} person={person} isChosen={current?.matter === matter && current.person === person} busy={record.busy}
                      onOutcome={(outcome) => record.run(matter, person, outcome)}
                    />
                  ))}
                </Section>
              ))}
            </>
          ))}
        </StoreView>
      </View>
    </PageShell>
  )
}

function CallRow({ person, isChosen, busy, onOutcome }: { person: Person; isChosen: boolean; busy: boolean; onOutcome: (outcome: CallOutcome) => void }) {
  const { name, title, phone, officePhone, rungAt, times, result, calls } = person
  const number = phone ?? officePhone
  return (
    <View className={`zx-urgent-call zx-stack--tight ${isChosen ? 'zx-urgent-call--chosen' : ''}`}>
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-body-strong">{isChosen ? '▶ ' : ''}{name}（{title}）</Text>
        <Button kind="plain" inline onTap={() => callPhone(number)}>{`拨打 ${number}`}</Button>
      </View>
      <Text className="zx-caption">{clockWords(rungAt)} 起呼叫 {times} 次，{result ? SMS[result] : '正在发短信'}</Text>
      {calls.length > 0 ? <Text className="zx-caption">{calls.map(({ at, outcome }) => `${clockWords(at)} ${OUTCOMES.find((one) => one.outcome === outcome)!.done}`).join('；')}</Text> : null}
      <View className="zx-row zx-row--wrap">
        {OUTCOMES.map(({ outcome, title: words }) => <Button key={outcome} kind="plain" inline disabled={busy} onTap={() => onOutcome(outcome)}>{words}</Button>)}
      </View>
    </View>
  )
}
