import { Text, View } from '@tarojs/components'
import type { BulletinAbilities, ChartView, HeadingView, RateView } from '@zhixin/shared/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { Tappable } from '@/components/tappable'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { open } from '@/platform/navigation'
import { type BulletinAsked, type BulletinsService, explain } from '@/services'
import { rateWords } from '@/services/bulletin-words'
import './bulletin.less'

interface Props {
  period: BulletinAsked
  heading: HeadingView
  /** Of a bulletin that was issued: whether it was, and the remark that is for its next edition. */
  issued?: { next: string | undefined } | undefined
  can: BulletinAbilities
  service: BulletinsService
  onRemarked(): void
}

/** A heading: what it says, its chart, and each figure and rate with its definition; a number opens the entries behind it. */
export function BulletinHeading({ period, heading, issued, can, service, onRemarked }: Props) {
  const { label, text, remark, figures, rates, chart } = heading
  const behind = (figure: string, part: Record<string, string> = {}) => open('bulletinEntries', { ...period, figure, ...part })
  return (
    <Section title={label}>
      <View className="zx-stack zx-bulletin-part">
        {text.map((line) => <Text key={line} className="zx-body">{line}</Text>)}
        {remark && (issued || !can.remark) ? <Text className="zx-body">{remark}</Text> : null}
        {can.remark ? <Remark period={period} heading={heading} issued={issued} service={service} onRemarked={onRemarked} /> : null}
        {chart ? <Bars chart={chart} onTap={(key) => behind(chart.figure, { by: chart.by, key })} /> : null}
        <View className="zx-bulletin-figures">
          {figures.map(({ id, label: name, value, unit, definition }) => (
            <Tappable key={id} className="zx-bulletin-figure" label={`${name} ${value}${unit}，看条目`} onTap={() => behind(id)}>
              <View className="zx-row zx-row--between"><Text className="zx-body-strong">{name}</Text><Text className="zx-title zx-number">{value}{unit}</Text></View>
              <Text className="zx-caption">{definition}</Text>
            </Tappable>
          ))}
        </View>
        {rates.map((rate) => <Rate key={rate.id} rate={rate} />)}
      </View>
    </Section>
  )
}

function Rate({ rate }: { rate: RateView }) {
  const { label, numerator, denominator, definition, cite, binding } = rate
  return (
    <View className="zx-stack--tight zx-bulletin-rate">
      <View className="zx-row zx-row--between"><Text className="zx-body-strong">{label}</Text><Text className="zx-title zx-number">{rateWords(rate)}</Text></View>
      <Text className="zx-caption">分子：{numerator.label} {numerator.value}；分母：{denominator.map((one) => `${one.label} ${one.value}`).join(' + ')}。{definition}</Text>
      <Text className="zx-caption">{cite.basis === 'proposal' ? '本院自定：' : '依据：'}{cite.source}{binding ? '' : '。只供参考，不作考核'}</Text>
    </View>
  )
}

/** Bars of views: the same on the phone and in a browser, and read aloud as words. */
function Bars({ chart: { caption, rows, unit }, onTap }: { chart: ChartView; onTap(key: string): void }) {
  const most = Math.max(1, ...rows.map(({ value }) => value))
  return (
    <View className="zx-stack--tight">
      <Text className="zx-body-strong">{caption}</Text>
      {rows.map(({ key, label, value }) => (
        <Tappable key={key} className="zx-bulletin-bar" label={`${label} ${value}${unit}，看条目`} onTap={() => onTap(key)}>
          <Text className="zx-body zx-bulletin-bar__label">{label}</Text>
          <View className="zx-grow zx-bulletin-bar__room"><View className="zx-bulletin-bar__length" style={{ width: `${Math.max(1, Math.round((value / most) * 100))}%` }} /></View>
          <Text className="zx-body zx-number">{value}{unit}</Text>
        </Tappable>
      ))}
    </View>
  )
}

function Remark({ period, heading: { id, label, remark: said }, issued, service, onRemarked }: Omit<Props, 'can'>) {
  const remark = issued?.next ?? said
  const [text, setText] = useState(remark)
  const [saved, setSaved] = useState(false)
  const save = useAction(async () => {
    await service.remark(period, id, text.trim())
    setSaved(true)
    onRemarked()
  })
  const change = (value: string): void => {
    setText(value)
    setSaved(false)
  }
  return (
    <View className="zx-stack--tight">
      <TextField label={`${label}：编者补充（${issued ? '更正时写入' : '可以不写'}）`} value={text} onChange={change} kind="long" maxLength={1000} />
      {text.trim() !== remark ? <Button kind="plain" inline busy={save.busy} onTap={() => save.run()}>保存补充</Button> : null}
      {saved && text.trim() === remark ? <Text className="zx-caption">已保存，{issued ? '印发更正' : '印发'}时一并写入。</Text> : null}
      {save.error ? <Text className="zx-body zx-late">{explain(save.error)}</Text> : null}
    </View>
  )
}
