import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { ThreadService, ThreadServiceAbilitiesSchema } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { z } from 'zod'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { EmptyState } from '@/components/empty-state'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { type Account, consentLine, explain } from '@/services'
import './service.less'

interface Props {
  account: Account
  thread: ThreadKey
  data: ThreadService
  can: z.infer<typeof ThreadServiceAbilitiesSchema>
  onDone: () => void
}

/** Whether documents may come to the phone instead of on paper: explained, agreed to, and taken back. */
export function Consent({ account: { electronicService: service }, thread, data: { consent, mayReceive, statement }, can, onDone }: Props) {
  const [asking, setAsking] = useState<'agree' | 'withdraw' | null>(null)
  const close = () => setAsking(null)
  const agree = useAction(async () => {
    await service.agree(thread, statement.hash)
    close()
    onDone()
  })
  const withdraw = useAction(async () => {
    await service.withdraw(thread)
    close()
    onDone()
  })
  const words = (
    <View className="zx-statement">
      {statement.words.map((line, i) => <Text key={line} className="zx-body">{i + 1}. {line}</Text>)}
    </View>
  )
  return (
    <Section title="要不要电子送达">
      <View className="zx-stack zx-pad">
        {consent ? (
          <View className={consent.covers ? 'zx-note zx-note--done' : 'zx-note zx-note--warn'}>
            <View><Text className="zx-body-strong">{consent.covers ? '您同意了电子送达' : '您的同意现在不算数'}</Text></View>
            <View><Text className="zx-body">{consentLine(consent, nowHere(), true)}</Text></View>
            {consent.isNewest ? null : <View><Text className="zx-body">说明的内容后来更新过。您原来的同意仍然有效，可以看看新的。</Text></View>}
          </View>
        ) : (
          <EmptyState
            title={mayReceive ? '现在送纸质文书' : '您的身份不能代收文书'}
            hint={mayReceive ? '法院的文书照旧送到家里或者请您来取。想改成送到手机上，先看看说明。' : '要由当事人本人、法定代理人、单位经办人，或者特别授权的代理人来收。'}
          />
        )}
        {can.consent ? <Button onTap={() => setAsking('agree')}>看说明，再决定要不要同意</Button> : null}
        {can.withdraw ? <Button kind="plain" onTap={() => setAsking('withdraw')}>撤回同意，改回送纸质的</Button> : null}
        <Text className="zx-caption">微信提醒、短信、“进展”里的消息都只是提醒，不是送达。只有写着“送达日期”的才是。</Text>
      </View>
      <ConfirmSheet open={asking === 'agree'} title="同意电子送达？" confirm="我看明白了，同意" busy={agree.busy} onConfirm={() => agree.run()} onClose={close}>
        <Text className="zx-body-strong">送到：{statement.address}</Text>
        {words}
        {agree.error ? <Text className="zx-body zx-late">{explain(agree.error)}</Text> : null}
      </ConfirmSheet>
      <ConfirmSheet open={asking === 'withdraw'} title="撤回同意？" confirm="撤回" busy={withdraw.busy} onConfirm={() => withdraw.run()} onClose={close}>
        <Text className="zx-body">撤回以后，新的文书送纸质的。以前已经送到手机上的仍然有效，期限照算。以后还可以再同意。</Text>
        {withdraw.error ? <Text className="zx-body zx-late">{explain(withdraw.error)}</Text> : null}
      </ConfirmSheet>
    </Section>
  )
}
