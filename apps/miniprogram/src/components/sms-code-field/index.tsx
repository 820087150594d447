import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { useAction } from '@/hooks/use-action'
import { demo } from '@/platform/app-status'
import { useValue } from '@/platform/use-value'
import { explain } from '@/services/errors'
import { Tappable } from '../tappable'
import { TextField } from '../text-field'
import './index.less'

interface Props {
  /** What the field is called where a page has two. */
  label?: string
  code: string
  onCode: (code: string) => void
  /** Asks the server for a code; resolves with the seconds to wait before another. Absent: the code is already on its way. */
  onRequest?: () => Promise<number>
  canRequest?: boolean
  /** Demo only: what the SMS double sent last. */
  peek?: () => Promise<string | null>
}

const SECOND_MS = 1_000

/** The six digits of an SMS, with the button that asks for them. */
export function SmsCodeField({ label = '短信验证码', code, onCode, onRequest, canRequest = true, peek }: Props) {
  const isDemo = useValue(demo)
  const [left, setLeft] = useState(0)
  const [asked, setAsked] = useState(onRequest === undefined)
  const [shown, setShown] = useState<string | null>(null)
  const request = useAction(async () => {
    setLeft(await onRequest!())
    setAsked(true)
  })
  const look = useAction(async () => setShown((await peek?.()) ?? '还没有短信，请稍等再看'))
  useEffect(() => {
    if (left <= 0) return undefined
    const timer = setTimeout(() => setLeft(left - 1), SECOND_MS)
    return () => clearTimeout(timer)
  }, [left])
  const button = onRequest ? (
    <Tappable className="zx-sms__button" disabled={!canRequest || left > 0 || request.busy} onTap={request.run}>
      <Text>{left > 0 ? `${left} 秒后可再取` : asked ? '再取一次' : '获取验证码'}</Text>
    </Tappable>
  ) : null
  return (
    <View className="zx-stack">
      <TextField
        label={label} kind="number" maxLength={6} value={code} onChange={onCode} placeholder="6 位数字" aside={button}
        hint={asked ? '如果号码与法院登记的一致，很快会收到短信' : undefined}
        error={request.error ? explain(request.error) : undefined}
      />
      {isDemo && asked && peek ? (
        <View className="zx-note zx-note--warn">
          <Tappable onTap={look.run}><Text className="zx-body-strong">演示：点这里看“收到”的短信</Text></Tappable>
          {shown ? <Text className="zx-body" userSelect>{shown}</Text> : null}
        </View>
      ) : null}
    </View>
  )
}
