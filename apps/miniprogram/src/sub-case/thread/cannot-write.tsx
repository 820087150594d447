import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import type { Side } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { callPhone } from '@/platform/phone'
import type { Account, ThreadStore } from '@/services'
import { goneWords } from '@/services/transfer-words'

interface Props {
  side: Side
  /** The court no longer lets this reader in; otherwise they may look on. */
  gone: boolean
  store: ThreadStore
  drafts: Account['drafts']
}

const GONE: Record<Side, string> = {
  court: '这件案件已移交，不再由您承办。上面是您看到过的内容，不能再在这里发送。',
  party: '您已不在这件案件的沟通中，不能再在这里发送。有疑问请联系执行接待窗口。',
}

/** In place of the writer: why nothing can be sent, and what had been written, so that nothing is lost. */
export function CannotWrite({ side, gone, store, drafts }: Props) {
  const [left, setLeft] = useState('')
  // Of the litigant side only who keeps the history of somebody who stood for them looks on.
  const name = store.getSnapshot().view?.personName ?? ''
  const elsewhere = store.getSnapshot().view?.transferred
  useEffect(() => {
    let wanted = true
    void drafts.load(store.key).then((draft) => wanted && setLeft((draft ?? drafts.wasLetGo(store.key))?.text ?? ''))
    return () => {
      wanted = false
    }
  }, [drafts, store])
  return (
    <View className="zx-note zx-note--warn">
      <View><Text className="zx-body-strong">{elsewhere && !gone ? goneWords(elsewhere) : gone ? GONE[side] : side === 'party' ? `这是${name}以前和法院的沟通。您可以看，不能在这里写。` : '您可以查看，不能在这里发送。'}</Text></View>
      {elsewhere && !gone ? <Button kind="plain" onTap={() => callPhone(elsewhere.phone)}>拨打{elsewhere.name} {elsewhere.phone}</Button> : null}
      {left ? (
        <>
          <View><Text className="zx-caption">您写了还没有发出的内容（可以选中复制）：</Text></View>
          <View><Text className="zx-body" userSelect>{left}</Text></View>
        </>
      ) : null}
    </View>
  )
}
