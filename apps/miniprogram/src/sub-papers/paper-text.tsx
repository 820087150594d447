import { Text, View } from '@tarojs/components'
import type { PaperText } from '@zhixin/shared/rules'
import './papers.less'

/** The whole of a paper, as whoever signs it reads it: what is hashed is exactly this. */
export function PaperSheet({ text, contentSm3 }: { text: PaperText; contentSm3: string }) {
  return (
    <View className="zx-sheet-of-paper">
      <View className="zx-sheet-of-paper__head">
        <View><Text className="zx-title">{text.title}</Text></View>
        <Text className="zx-caption">{text.number}</Text>
      </View>
      {text.sections.map(({ heading, rows }) => (
        <View key={heading ?? rows[0]?.label} className="zx-stack--tight">
          {heading ? <Text className="zx-body-strong">{heading}</Text> : null}
          {rows.map(({ label, lines }) => (
            <View key={label}>
              <Text className="zx-body">{label}：{lines.length <= 1 ? (lines[0] ?? '（未填）') : ''}</Text>
              {lines.length > 1 ? lines.map((line) => <View key={line}><Text className="zx-body">{line}</Text></View>) : null}
            </View>
          ))}
        </View>
      ))}
      <Text className="zx-caption zx-sheet-of-paper__hash" userSelect>内容校验值（SM3）：{contentSm3}</Text>
    </View>
  )
}
