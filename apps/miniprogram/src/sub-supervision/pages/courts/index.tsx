import type { Courts } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { dateWords, momentWords } from '@/services'
import { dayOf } from '@zhixin/shared/rules'
import '../../supervision.less'

/** The courts below this one, side by side: what each said of itself last. */
export default function CourtsPage() {
  return <ReaderPage title="各法院">{(reader) => <SideBySide {...reader} />}</ReaderPage>
}

function SideBySide({ account: { supervision } }: Reader) {
  const found = useResource('courts', supervision.courts)
  const now = nowHere()
  return (
    <PageShell title="各法院" wide>
      <ResourceView resource={found} what="正在看各法院报来的数字">
        {({ courts, superior, lastSent }) => (
          <View className="zx-stack zx-pad">
            <Text className="zx-caption">下级法院每天把督办的数字报上来，用法院的公钥签名。只有数字和信访件的编号、环节、天数，没有姓名和内容；同级法院之间互相看不到。</Text>
            {superior === null ? null : (
              <View className="zx-note">
                <Text className="zx-body">{lastSent === null ? `还没有报给${superior}。一个小时试一次，送到为止。` : `最近一次报给${superior}：${momentWords(lastSent, now)}`}</Text>
              </View>
            )}
            {courts.length === 0 ? <EmptyState title="没有下级法院报数" hint="本院有下级法院的，由系统管理员在法院信息里写明，第二天就有数字。" /> : null}
            <View className="zx-cards">{courts.map((court) => <OneCourt key={court.courtId} court={court} now={now} />)}</View>
          </View>
        )}
      </ResourceView>
    </PageShell>
  )
}

function OneCourt({ court: { name, asOf, isLate, numbers, petitions }, now }: { court: Courts['courts'][number]; now: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Section title={name}>
      <View className="zx-stack--tight zx-supervision-group">
        <View className="zx-row zx-row--wrap">
          {isLate ? <Tag tone="warn">没有按时报</Tag> : null}
          <Text className="zx-caption">{asOf === null ? '最近一周没有报过' : `截至${momentWords(asOf, now)}`}</Text>
        </View>
        {numbers.map(({ measure, label, total, states, counts }) => (
          <View key={measure} className="zx-stack--tight">
            <View className="zx-row zx-row--between">
              <Text className="zx-body">{label}</Text>
              <Text className={`zx-body-strong zx-number ${total > 0 && states.some(({ alarming }) => alarming) ? 'zx-late' : ''}`}>{total}</Text>
            </View>
            {isOpen ? <Text className="zx-caption">{counts}</Text> : null}
          </View>
        ))}
        {isOpen ? petitions.map(({ receipt, state, receivedAt, age, alarming, urged }) => (
          <View key={receipt} className="zx-supervised__entry">
            <Text className={`zx-body ${alarming ? 'zx-late' : ''}`}>{receipt} · {state} · {age}{urged > 0 ? ` · 催办 ${urged} 次` : ''}{alarming ? ' · 有期限超过了' : ''}</Text>
            <Text className="zx-caption">{dateWords(dayOf(receivedAt))}收到</Text>
          </View>
        )) : null}
        {numbers.length > 0 ? <Button kind="plain" onTap={() => setOpen(!isOpen)}>{isOpen ? '收起' : `数的是什么、${petitions.length} 件信访在哪一步`}</Button> : null}
      </View>
    </Section>
  )
}
