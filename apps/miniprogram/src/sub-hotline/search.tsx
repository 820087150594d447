import type { CallView } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { type Account, explain, searchedBy } from '@/services'
import { createHotline } from '@/services/hotline'

interface Props {
  account: Account
  call: CallView
  /** What comes next: verify, with what was typed, or the cases of whoever was; with the number of a complaint, that. */
  onSearched: (next: 'verify' | 'cases', searched: { name?: string; caseNumber?: string; receipt?: string }) => void
}

/** By anything that a caller says. Before they are verified nothing is found, and the answer does not tell whether there would be. */
export function Search({ account, call, onSearched }: Props) {
  const [words, setWords] = useState('')
  const search = useAction(async () => {
    const text = words.trim()
    if (text.length < 2) return
    const by = searchedBy(text)
    const { next } = await account.own(createHotline).search(call.callId, { by, words: text })
    onSearched(next, by === 'name' ? { name: text } : by === 'case_number' ? { caseNumber: text } : by === 'receipt' ? { receipt: text } : {})
  })
  return (
    <Section>
      <View className="zx-pad zx-stack--tight">
        <View id="hd-search"><TextField label="查询（F3）：电话、姓名、案号、受理编号" value={words} maxLength={60} onChange={setWords} onConfirm={search.run} /></View>
        {search.error ? <View className="zx-note zx-note--late"><Text>{explain(search.error)}</Text></View> : null}
      </View>
    </Section>
  )
}
