import { Text, View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useEffect } from 'react'
import type { UrgentList } from '@zhixin/shared/contract'
import { nowHere } from '@/platform/now'
import { open } from '@/platform/navigation'
import { useValue } from '@/platform/use-value'
import { type Account, momentWords } from '@/services'
import { Tappable } from '../tappable'
import './index.less'

type Item = UrgentList['items'][number]

/** Staff: urgent clues that ring for them or that they have, above everything else. Draws nothing when there are none. */
export function UrgentCards({ account }: { account: Account }) {
  const { list } = useValue(account.urgentList)
  useEffect(() => void account.urgentList.load(), [account])
  useDidShow(() => void account.urgentList.load())
  if (!list || list.items.length === 0) return null
  return <View className="zx-stack">{list.items.map((item) => <UrgentCard key={`${item.caseId}/${item.personId}`} item={item} />)}</View>
}

function UrgentCard({ item }: { item: Item }) {
  const { caseId, personId, caseNumber, personName, startedAt, status, additions, isSealed, takenBy, ringsAgain, isMine } = item
  const words = isMine ? (ringsAgain ? '由您处理，一直没有回音，正在呼叫别人' : '由您处理') : ringsAgain ? `${takenBy}没有回音，请接手` : takenBy ? `${takenBy}已接手` : status === 'unreached' ? '还没有人接，呼叫已结束' : '还没有人接，正在呼叫'
  return (
    <Tappable className={`zx-urgent-card ${takenBy && !isMine && !ringsAgain ? 'zx-urgent-card--taken' : ''}`} onTap={() => open('urgent', { caseId, personId })}>
      <Text className={`zx-body-strong ${takenBy && !ringsAgain ? '' : 'zx-late'}`}>紧急线索：{words}</Text>
      <Text className="zx-body">{personName}，{momentWords(startedAt, nowHere())}{additions > 0 ? `，又补充了 ${additions} 条` : ''}</Text>
      {isSealed ? <Text className="zx-body">线索内容已封存</Text> : null}
      <Text className="zx-caption zx-number">{caseNumber}</Text>
    </Tappable>
  )
}
