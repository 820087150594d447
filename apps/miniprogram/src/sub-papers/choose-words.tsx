import { Text, View } from '@tarojs/components'
import type { PaperDraftView } from '@zhixin/shared/contract'
import { paperFieldsOf, wordsOf } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import type { PaperWritten } from '@/services'

interface Difference {
  id: string
  label: string
  here: string
  there: string
}

/** Where what was written on this device is not what the court has. */
export function differences({ form, facts, fields, refusedToSign }: PaperDraftView, written: PaperWritten): Difference[] {
  const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? '') === JSON.stringify(other ?? '')
  const ofFields = paperFieldsOf(form).filter(({ id }) => !isSame(fields[id], written.fields[id])).map(({ id, label }) => ({
    id, label, here: wordsOf(form, id, written.fields, facts), there: wordsOf(form, id, fields, facts),
  }))
  const ofTalk = { id: 'refusedToSign', label: form.refusal?.label ?? '拒绝签字', here: written.refusedToSign?.talkRecord ?? '', there: refusedToSign?.talkRecord ?? '' }
  return isSame(refusedToSign, written.refusedToSign) ? ofFields : [...ofFields, ofTalk]
}

interface Props {
  view: PaperDraftView
  written: PaperWritten
  onChoose: (which: 'here' | 'there') => void
}

/** What did not reach the court over what it has by now: both are shown, and whoever wrote them chooses. Nothing is put over anything unasked. */
export function ChooseWords({ view, written, onChoose }: Props) {
  return (
    <View className="zx-stack">
      <View className="zx-note zx-note--warn">
        <Text className="zx-body-strong">这台设备上有一份没存上的内容，和法院现在存的不一样。</Text>
        <View><Text className="zx-body">下面是不一样的地方。请选一份接着写，另一份不再保留，此操作不能撤销。</Text></View>
      </View>
      {differences(view, written).map(({ id, label, here, there }) => (
        <Section key={id} title={label}>
          <View className="zx-stack zx-pad">
            <View><Text className="zx-caption">这台设备上写的</Text><View><Text className="zx-body">{here || '（空着）'}</Text></View></View>
            <View><Text className="zx-caption">法院现在存的</Text><View><Text className="zx-body">{there || '（空着）'}</Text></View></View>
          </View>
        </Section>
      ))}
      <Button onTap={() => onChoose('here')}>用这台设备上写的</Button>
      <Button kind="plain" onTap={() => onChoose('there')}>用法院现在存的</Button>
    </View>
  )
}
