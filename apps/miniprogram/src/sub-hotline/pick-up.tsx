import type { HotlineDesk } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import type { Action } from '@/hooks/use-action'
import { explain } from '@/services'
import type { Line } from './use-call'

interface Props {
  desk: HotlineDesk
  line: Line
  onLine: (line: Line) => void
  number: string
  onNumber: (number: string) => void
  pickUp: Action<[Line, string]>
}

/** Between two calls: which line rings, and the number that is shown. */
export function PickUp({ desk, line, onLine, number, onNumber, pickUp }: Props) {
  const mine = desk.lines.filter((one) => one.mine)
  return (
    <Section title="接电话">
      <View className="zx-pad zx-stack">
        <View id="hd-line">
          <ChoiceList<Line>
            choices={mine.map((one, i) => ({ value: one.line, title: `${i + 1} ${one.label}`, note: `${one.numbers.join('、')}，由${one.answeredBy}接听` }))}
            chosen={line} onChoose={onLine}
          />
        </View>
        {line === 'misconduct' ? <View className="zx-note zx-note--warn"><Text>{desk.words.misconduct} 来电号码不保存。</Text></View> : (
          <View id="hd-number">
            <TextField
              label="来电显示的号码（可不填）" value={number} kind="number" maxLength={20} onChange={onNumber} onConfirm={() => pickUp.run(line, number)}
              hint="只封存在这通电话里；号码可以伪造，不能用来核实身份"
            />
          </View>
        )}
        {pickUp.error ? <View className="zx-note zx-note--late"><Text>{explain(pickUp.error)}</Text></View> : null}
        <Button busy={pickUp.busy} onTap={() => pickUp.run(line, number)}>接听（F2）</Button>
      </View>
    </Section>
  )
}
