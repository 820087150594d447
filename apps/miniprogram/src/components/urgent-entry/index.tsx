import { Text, View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { nowHere } from '@/platform/now'
import { open } from '@/platform/navigation'
import { useValue } from '@/platform/use-value'
import { type Account, urgentHeadline } from '@/services'
import { Tappable } from '../tappable'
import './index.less'

interface Props {
  account: Account
  caseId: string
  personId: string
  /** One line above a conversation. */
  slim?: boolean
}

/** The way to an urgent clue, for whoever may raise one: what to do, or how far the one that is open has got. */
export function UrgentEntry({ account, caseId, personId, slim = false }: Props) {
  const [store] = useState(() => account.urgent({ caseId, personId }))
  const { view, can } = useValue(store)
  useEffect(() => {
    void store.load()
    return store.stop
  }, [store])
  useDidShow(() => void store.load())
  const matter = view?.matter && view.matter.status !== 'settled' ? view.matter : null
  if (!can?.raise && !matter) return null
  return (
    <Tappable className={`zx-urgent-entry ${slim ? 'zx-urgent-entry--slim' : ''}`} onTap={() => open('urgent', { caseId, personId })}>
      <View className="zx-grow zx-stack--tight">
        <Text className="zx-body-strong">{matter ? `紧急线索：${urgentHeadline(matter, nowHere())}` : '紧急线索：财产正在被转移'}</Text>
        {slim || matter ? null : <Text className="zx-caption">对方正在搬走、卖掉、转移财产时点这里，白天夜里都会有人接</Text>}
      </View>
      <Text className="zx-body-strong">{matter ? '查看' : '上报'}</Text>
    </Tappable>
  )
}
