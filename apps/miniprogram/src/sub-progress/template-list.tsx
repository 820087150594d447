import type { NodeTemplate } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { SearchField } from '@/components/search-field'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { nowHere } from '@/platform/now'
import { useDisplay } from '@/platform/use-display'
import { templateNote } from '@/services'

interface Props {
  likely: readonly NodeTemplate[]
  others: readonly NodeTemplate[]
  onPick(template: NodeTemplate): void
}

/** What can be recorded: what is probably next on top, the rest by a word of its name. */
export function TemplateList({ likely, others, onPick }: Props) {
  const [word, setWord] = useState('')
  // Where nothing is likely all stand open.
  const [all, setAll] = useState(likely.length === 0)
  const now = nowHere()
  // Large letters need the whole line.
  const { elder } = useDisplay()
  const fits = ({ label }: NodeTemplate): boolean => label.includes(word.trim())
  const row = (template: NodeTemplate) => (
    <ListRow
      key={`${template.what}/${template.object ?? ''}`} title={template.label} note={templateNote(template, now)}
      value={template.overdue ? <Tag tone="late">超期</Tag> : template.oneTap && !elder ? <Tag>一点即记</Tag> : undefined} onTap={() => onPick(template)}
    />
  )
  const found = [...likely, ...others].filter(fits)
  return (
    <View className="zx-stack">
      <SearchField value={word} onChange={setWord} placeholder="按名称找，如“公告”" />
      {word.trim() === '' ? (
        <>
          {likely.length > 0 ? <Section title="接下来可能是">{likely.map(row)}</Section> : null}
          {all ? null : <Button kind="plain" onTap={() => setAll(true)}>看其余 {others.length} 种</Button>}
          {all ? <Section title="已办理的一步">{others.filter(({ kind }) => kind === 'node').map(row)}</Section> : null}
          {all ? <Section title="已发生的事（开始计算期限）">{others.filter(({ kind }) => kind === 'event').map(row)}</Section> : null}
        </>
      ) : found.length > 0 ? <Section title="找到的">{found.map(row)}</Section> : <View className="zx-pad"><Text className="zx-body">没有叫这个名称的。换个字再找。</Text></View>}
    </View>
  )
}
