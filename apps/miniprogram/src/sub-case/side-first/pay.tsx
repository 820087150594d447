import { Text, View } from '@tarojs/components'
import type { ToDo } from '@zhixin/shared/contract'
import { EmptyState } from '@/components/empty-state'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { copyText } from '@/platform/clipboard'
import { valueWords } from '@/services'
import { PAY_WORDS } from '@/words/sides'

/** Where to pay, as the court's own system says; otherwise whom to ask. */
export function Pay({ payment }: { payment: ToDo['payment'] }) {
  if (!payment) return <Section title={PAY_WORDS.title}><EmptyState title={PAY_WORDS.none} hint={PAY_WORDS.noneHint} /></Section>
  const { payee, bank, account, remark, source, warning } = payment
  const row = (title: string, value: string, copied = value) => (
    <ListRow title={value} note={title} value={<Text className="zx-link">复制</Text>} label={`复制${title}`} onTap={() => void copyText(copied)} />
  )
  return (
    <Section title={PAY_WORDS.title}>
      <View className="zx-note zx-note--late"><Text className="zx-body-strong">{warning}</Text></View>
      {row('收款单位', payee)}
      {row('开户银行', bank)}
      {row('账号', valueWords({ type: 'account' }, account)!, account)}
      {remark ? row('付款时要写的附言', remark) : null}
      <ListRow title={source} note="与这份纸质文书核对" />
    </Section>
  )
}
