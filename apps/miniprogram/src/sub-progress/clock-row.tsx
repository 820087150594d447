import type { ClockView } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Tag } from '@/components/tag'
import { Tappable } from '@/components/tappable'
import { clockTag, dueLine, stepLine } from '@/services'
import { dateWords, momentWords } from '@/services/format'
import './case-card.less'

/** One period: what, until when, how it stands. On tap: the rule in plain words, what it rests on, and the ladder. */
export function ClockRow({ clock, now, onOpen }: { clock: ClockView; now: string; onOpen?: (() => void) | undefined }) {
  const [opened, setOpened] = useState(false)
  const { label, object, responsible, state, soft } = clock
  const { tone, word } = clockTag(clock)
  return (
    <View className="zx-due-clock">
      <Tappable className="zx-due-clock__main" pressed={opened} onTap={() => setOpened(!opened)}>
        <View className="zx-row zx-row--between zx-row--wrap">
          <Text className="zx-body-strong zx-grow">{label}{object ? `（${object}）` : ''}</Text>
          <Tag tone={tone}>{word}</Tag>
        </View>
        <Text className={`zx-body ${state === 'overdue' && !soft ? 'zx-late' : ''}`}>{dueLine(clock, now)}</Text>
        <Text className="zx-caption">由{responsible.join('、')}办 · {opened ? '收起' : '点开看依据和提醒记录'}</Text>
        {clock.calendarKnown ? null : <Text className="zx-caption zx-late">这个日期落在还没有节假日安排的年份，可能有出入。</Text>}
      </Tappable>
      {opened ? <More clock={clock} now={now} /> : null}
      {onOpen ? <View className="zx-due-clock__more"><Button kind="plain" onTap={onOpen}>打开办理</Button></View> : null}
    </View>
  )
}

function More({ clock: { from, rule, target, onOverdue, steps, onFinding, soft }, now }: { clock: ClockView; now: string }) {
  return (
    <View className="zx-stack--tight zx-due-clock__more">
      <Text className="zx-body">“{from.label}”：{dateWords(from.on)}</Text>
      <Text className="zx-body">{rule}</Text>
      {soft ? <Text className="zx-caption">原则上的期限，超过不算违规，须抓紧办。</Text> : null}
      {target ? <Text className="zx-body">内部目标：{momentWords(target.dueAt, now)} 前{target.passed ? '，已经超过（不算超期）' : ''}</Text> : null}
      {onOverdue ? <Text className="zx-body">超期以后：{onOverdue}</Text> : null}
      {steps.length > 0 ? <Text className="zx-body-strong">提醒和报告</Text> : null}
      {steps.map((step) => {
        const { done, words } = stepLine(step, now)
        return <Text key={`${step.kind}${step.at}${step.to.join()}`} className={done ? 'zx-body' : 'zx-caption'}>{done ? '✓ ' : '○ '}{words}</Text>
      })}
      {onFinding.length > 0 ? <Text className="zx-caption">{onFinding.join('、')}：查明消极执行、选择性执行的，由领导决定是否移送，系统不自动报告。</Text> : null}
    </View>
  )
}
