import type { HotlineDesk } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { nowHere } from '@/platform/now'
import { callStateWords, callTime, type DeskAction } from '@/services'
import type { CallAtDesk } from './use-call'

const SECOND_MS = 1_000

interface Props {
  at: CallAtDesk
  desk: HotlineDesk
  act: (action: DeskAction) => boolean
  tells: boolean
}

/** The call on the line, how long it has run, and every action with its key. */
export function CallBar({ at: { call, hangUp }, desk, act, tells }: Props) {
  const [now, setNow] = useState(nowHere())
  useEffect(() => {
    const timer = setInterval(() => setNow(nowHere()), SECOND_MS)
    return () => clearInterval(timer)
  }, [])
  if (!call) {
    return (
      <View className="zx-hotline__bar">
        <Text className="zx-body zx-grow">没有通话。今天接了 {desk.today.taken} 通，登记 {desk.today.registered} 件。</Text>
        <Button kind="plain" inline onTap={() => act({ do: 'keys' })}>键盘怎么用（?）</Button>
      </View>
    )
  }
  const label = desk.lines.find(({ line }) => line === call.line)?.label ?? ''
  return (
    <View className="zx-hotline__bar zx-hotline__bar--open">
      <View className="zx-grow zx-stack--tight">
        <Text className="zx-body-strong">{call.direction === 'out' ? '回拨' : '通话中'}{' '}<Text className="zx-number">{callTime(call.openedAt, now)}</Text>{' '}{label}{call.number ? `，来电显示 ${call.number}` : ''}</Text>
        <Text className="zx-body">{callStateWords(call)}</Text>
      </View>
      <View className="zx-row zx-row--wrap">
        {tells && !call.ring ? <Button kind="plain" inline onTap={() => act({ do: 'verify' })}>{call.verified ? '告知（F4）' : '核实（F4）'}</Button> : null}
        {tells ? <Button kind="plain" inline onTap={() => act({ do: 'call_back' })}>回拨（F7）</Button> : null}
        <Button kind="plain" inline onTap={() => act({ do: 'register' })}>登记（F8）</Button>
        <Button kind="danger" inline busy={hangUp.busy} onTap={() => hangUp.run()}>挂机（F9）</Button>
        <Button kind="plain" inline onTap={() => act({ do: 'keys' })}>?</Button>
      </View>
    </View>
  )
}
