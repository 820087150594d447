import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { useAction } from '@/hooks/use-action'
import { type Account, type Allowing, explain } from '@/services'
import { Button } from './button'

interface Props {
  account: Account
  templateIds: readonly string[]
  title: string
  /** Somebody chose, or cannot: what came of it stands there, and whoever asked once asks no more. */
  onChange?: (said: Allowing['kind']) => void
  once?: boolean
}

/** Lets WeChat ask whether it may remind somebody, and says in plain words what came of it. */
export function AllowReminders({ account: { notices }, templateIds, title, onChange, once = false }: Props) {
  const [said, setSaid] = useState<Allowing | null>(null)
  const allow = useAction(async () => {
    const answer = await notices.ask(templateIds)
    if (answer.results.length > 0) await notices.allow(answer.results)
    setSaid(answer)
    onChange?.(answer.kind)
  })
  const isOver = once && said !== null && said.kind !== 'try_again'
  return (
    <View className="zx-stack--tight">
      {said ? <View className={`zx-note ${said.kind === 'answered' ? '' : 'zx-note--warn'}`}><Text className="zx-body">{said.words}</Text></View> : null}
      {allow.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(allow.error)}</Text></View> : null}
      {isOver ? null : <Button busy={allow.busy} onTap={() => allow.run()}>{title}</Button>}
    </View>
  )
}
