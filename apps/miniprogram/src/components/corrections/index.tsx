import { Text, View } from '@tarojs/components'
import type { CorrectionView } from '@zhixin/shared/contract'
import type { ReactNode } from 'react'
import { correctionLine, ruleLine } from '@/services'
import { Section } from '../section'
import './index.less'

interface Props {
  corrections: readonly CorrectionView[]
  /** How a photo that came is looked at. */
  photo: (note: NonNullable<CorrectionView['supplied']>['attachments'][number]) => ReactNode
}

/** 一次性告知补正: what is missing line by line, until when, and what came. */
export function Corrections({ corrections, photo }: Props) {
  return (
    <>
      {corrections.map((asked) => {
        const { index, items, supplied, late, rule } = asked
        return (
          <Section key={index} title="要补的材料">
            <View className="zx-correction">
              <Text className={`zx-body-strong ${late && !supplied ? 'zx-late' : ''}`}>{correctionLine(asked)}</Text>
              {items.length === 0 ? <Text className="zx-body">内容已封存。</Text> : null}
              {items.map(({ item, text }) => (
                <View key={item} className="zx-correction__line">
                  <Text className="zx-body">{item}. {text}</Text>
                  {supplied?.parts.filter((part) => part.item === item).map(({ words }) => <Text key={words} className="zx-caption" userSelect>补交：{words}</Text>)}
                </View>
              ))}
              {rule && !supplied ? <Text className="zx-caption">{ruleLine({ rule })}</Text> : null}
            </View>
            {supplied?.attachments.map((note) => photo(note))}
          </Section>
        )
      })}
    </>
  )
}
