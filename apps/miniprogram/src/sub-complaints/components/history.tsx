import type { ComplaintDetail } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { type ComplaintFiles, type ComplaintPlace, momentWords } from '@/services'
import { shownValue } from '@/services/complaint-file-words'
import { FileLinks } from './file-links'
import './files.less'

type Happened = ComplaintDetail['history'][number]
/** The newest, until the rest is asked for. */
const SHOWN = 6
const HASH_CHARS = 8

interface Props {
  history: ComplaintDetail['history']
  place: ComplaintPlace
  fetch: ComplaintFiles['fetch']
  now: string
}

/** All that stands in the file, the newest above; each with the beginning of its entry's hash, by which the log can be asked for it. */
export function History({ history, place, fetch, now }: Props) {
  const [all, setAll] = useState(false)
  const newest = [...history].reverse()
  const hidden = newest.length - SHOWN
  return (
    <Section title="办理经过">
      {(all ? newest : newest.slice(0, SHOWN)).map((one) => <One key={one.index} one={one} place={place} fetch={fetch} now={now} />)}
      {hidden > 0 ? <View className="zx-file-block"><Button kind="plain" onTap={() => setAll(!all)}>{all ? '收起' : `再看以前的 ${hidden} 条`}</Button></View> : null}
    </Section>
  )
}

function One({ one: { at, what, by, note, text, fields, files, entryHash, wasDueAt }, place, fetch, now }: Omit<Props, 'history'> & { one: Happened }) {
  return (
    <View className="zx-history__one">
      <Text className="zx-body-strong">{what}</Text>
      <Text className="zx-caption">{momentWords(at, now)} · {by}{wasDueAt ? ` · 应在 ${momentWords(wasDueAt, now)}` : ''}</Text>
      {text ? <Text className="zx-body zx-file-said">{text}</Text> : null}
      {fields.map((field) => <Text key={field.field} className="zx-body">{field.label}：{shownValue(field)}</Text>)}
      {note ? <Text className="zx-body">说明：{note}</Text> : null}
      <FileLinks files={files} place={place} fetch={fetch} />
      <Text className="zx-history__hash">存证 {entryHash.slice(0, HASH_CHARS)}</Text>
    </View>
  )
}
