import { Text } from '@tarojs/components'
import { CLUE_RESULTS } from '@zhixin/shared/rules'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { type ApplicationPlace, type Applications, CLUE_WORDS, explain } from '@/services'

type Result = (typeof CLUE_RESULTS)[number]
const LEAST = 2

/** What came of a clue, told to whoever gave it. */
export function AnswerClue({ place, applications, onDone }: { place: ApplicationPlace; applications: Applications; onDone: () => void }) {
  const [asking, setAsking] = useState(false)
  const [result, setResult] = useState<Result | null>(null)
  const [words, setWords] = useState('')
  const answer = useAction(async () => {
    if (!result) return
    await applications.answer(place, { result, words })
    setAsking(false)
    onDone()
  })
  return (
    <>
      <Button onTap={() => setAsking(true)}>回复核实结果</Button>
      <ConfirmSheet
        open={asking} title="核实结果" confirm="告诉提供线索的人" busy={answer.busy} disabled={!result || words.trim().length < LEAST} onConfirm={answer.run}
        onClose={() => setAsking(false)}
      >
        <ChoiceList<Result> choices={CLUE_RESULTS.map((value) => ({ value, ...CLUE_WORDS[value] }))} chosen={result} onChoose={setResult} />
        <TextField
          label="用大白话写几句（对方会看到）" kind="long" value={words} onChange={setWords} maxLength={500} placeholder="如：去看过了，车在，已经查封。"
          hint="不要写账号、金额和别人的信息。告诉对方后不能收回。"
        />
        {answer.error ? <Text className="zx-body zx-late">{explain(answer.error)}</Text> : null}
      </ConfirmSheet>
    </>
  )
}
