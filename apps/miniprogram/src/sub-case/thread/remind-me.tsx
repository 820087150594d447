import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { AllowReminders } from '@/components/allow-reminders'
import { Button } from '@/components/button'
import { useResource } from '@/hooks/use-resource'
import type { Account } from '@/services'

/**
 * Under what somebody has just sent, where WeChat may not remind them of the answer yet: a tap that makes sense then. Not asked again while this
 * page stays open, nor where WeChat may still send something.
 */
export function RemindMe({ account }: { account: Account }) {
  const { value } = useResource('notice settings', account.notices.settings)
  const [isOver, setOver] = useState(false)
  const [isAsking, setAsking] = useState(true)
  const ids = value?.asks.after_sending ?? []
  const hasLeft = value?.templates.some(({ id, left }) => ids.includes(id) && left !== 0)
  if (!value?.wechat || isOver || hasLeft || ids.length === 0) return null
  return (
    <View className="zx-note zx-stack--tight">
      {isAsking ? <Text className="zx-body">法院回复了，要不要用微信提醒您？</Text> : null}
      <AllowReminders account={account} templateIds={ids} title="好，提醒我" once onChange={(said) => setAsking(said === 'try_again')} />
      {isAsking ? <Button kind="plain" onTap={() => setOver(true)}>不用</Button> : null}
    </View>
  )
}
