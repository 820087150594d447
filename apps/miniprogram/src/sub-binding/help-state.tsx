import type { HelpSeen } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { Tag } from '@/components/tag'
import { nowHere } from '@/platform/now'
import { momentWords } from '@/services/format'
import { HELP_NEXT, HELP_STATUS, helpClock } from '@/words/help'

/** How a request stands: what it is called, since when, by when, and what its asker can do. */
export function HelpState({ request }: { request: HelpSeen }) {
  const now = nowHere()
  const { word, tone } = HELP_STATUS[request.status]
  const isOpen = request.status === 'waiting' || request.status === 'taken'
  return (
    <View className="zx-stack">
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-title">办理进度</Text>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <View>
        <Text className="zx-body">受理编号</Text>
        <View><Text className="zx-headline zx-number" userSelect>{request.receipt}</Text></View>
      </View>
      <Text className="zx-body">{momentWords(request.askedAt, now)}提出</Text>
      {isOpen ? <Text className="zx-body-strong">法院的目标：{helpClock(request.targetAt, now)}</Text> : null}
      {isOpen ? <Text className="zx-caption">这是法院自己定的服务目标，不是法律规定的期限。</Text> : null}
      {request.refusal ? <View className="zx-note zx-note--late"><Text className="zx-body">没有办成的原因：{request.refusal}</Text></View> : null}
      <Text className="zx-body">{HELP_NEXT[request.status]}</Text>
    </View>
  )
}
