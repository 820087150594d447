import type { FirstContact, HotlineDesk } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { nowHere } from '@/platform/now'
import { open } from '@/platform/navigation'
import { momentWords } from '@/services'

interface Props {
  desk: HotlineDesk
  mine: FirstContact
  /** Which of those to ring back the arrow keys have come to. */
  chosen: number | null
  onTake: (callId: string) => void
}

/** What is around a call: whom to ring back, what is still the clerk's own, who is on duty, and the four kinds of number. */
export function Side({ desk, mine, chosen, onTake }: Props) {
  const now = nowHere()
  return (
    <View className="zx-stack">
      <View id="hd-call-backs">
        <Section title={`待回拨（F10） ${desk.callBacks.length}`}>
          {desk.callBacks.length === 0 ? <View className="zx-pad"><Text className="zx-caption">没有人在等回拨。</Text></View> : null}
          {desk.callBacks.map(({ callId, nameMasked, askedAt, until, tried }, i) => (
            <ListRow
              key={callId} title={`${i === chosen ? '▶ ' : ''}${nameMasked}`} label={`回拨${nameMasked}`} onTap={() => onTake(callId)}
              note={`${momentWords(askedAt, now)} 要求，${momentWords(until, now)} 前打${tried > 0 ? `；打过 ${tried} 次` : ''}`}
            />
          ))}
          <ListRow title="推送没送到的回访名单" note="没人接、打错、改时间再打，都在那里记" onTap={() => open('noticeCalls')} />
        </Section>
      </View>
      <Section title={`我首问的 ${mine.mine.length}${mine.hasMore ? ' 件以上' : ''}`}>
        {mine.mine.length === 0 ? <View className="zx-pad"><Text className="zx-caption">没有还要您负责联络的事。登记的事移交给承办的人以前，会列在这里。</Text></View> : null}
        {mine.mine.map(({ stream, complaintId, receipt, receivedAt, told }) => (
          <ListRow
            key={complaintId} title={receipt} label={`打开 ${receipt}，可以移交`} note={`${momentWords(receivedAt, now)} 登记。${told}`} onTap={() => open('complaintFile', { stream, complaintId })}
          />
        ))}
        {mine.hasMore ? <View className="zx-pad"><Text className="zx-caption zx-late">还有没有列出的，都比上面的晚。上面的移交以后会列出来。</Text></View> : null}
      </Section>
      <Section title="现在谁值班">
        {desk.onDuty.length === 0 ? <View className="zx-pad"><Text className="zx-caption zx-late">现在没有排班的人，请找执行指挥中心。</Text></View> : null}
        {desk.onDuty.map(({ name, officePhone, until }) => (
          <ListRow key={name} title={`${name} ${officePhone}`} note={until === null ? '没有排班，由值班岗位的人接' : `值到 ${momentWords(until, now)}`} />
        ))}
        <ListRow title="排班表" onTap={() => open('roster')} />
      </Section>
      <Section title="四类号码（不能混用）">
        {desk.lines.map(({ line, label, numbers, hours, answeredBy }) => (
          <ListRow key={line} title={label} note={`${numbers.join('、')}${hours ? `，${hours}` : ''}，由${answeredBy}接听${line === 'misconduct' ? '，不转执行局' : ''}`} />
        ))}
      </Section>
    </View>
  )
}
