import type { HelpOptions } from '@zhixin/shared/contract'
import { RESIDENT_ID } from '@zhixin/shared/rules'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { useResource } from '@/hooks/use-resource'
import { services } from '@/platform/services'
import { Button } from '../button'
import { ChoiceList } from '../choice-list'
import { TextField } from '../text-field'

export interface PapersTyped {
  name: string
  documentKind: string
  identityNumber: string
}
export const NO_PAPERS: PapersTyped = { name: '', documentKind: RESIDENT_ID, identityNumber: '' }
const LEAST = 5
const RESIDENT_LENGTH = 18

/** Whether enough is typed to be sent; the court's list decides on the rest. */
export const arePapersFilled = ({ name, documentKind, identityNumber }: PapersTyped): boolean =>
  name.trim().length >= 2 && (documentKind === RESIDENT_ID ? identityNumber.trim().length === RESIDENT_LENGTH : identityNumber.trim().length >= LEAST)

/** Name and number as on an identity document. Other kinds than the identity card stay out of the way until asked for. */
export function PapersFields({ papers, onChange, open = false }: { papers: PapersTyped; onChange: (papers: PapersTyped) => void; open?: boolean }) {
  const { value: options } = useResource<HelpOptions>('help-options', services.help.options)
  const [choosing, setChoosing] = useState(open)
  const { name, documentKind, identityNumber } = papers
  const kind = options?.documents.find((one) => one.kind === documentKind)
  const isCard = documentKind === RESIDENT_ID
  return (
    <View className="zx-stack">
      <TextField label="姓名" value={name} onChange={(text) => onChange({ ...papers, name: text })} maxLength={40} placeholder={isCard ? '与身份证一致' : '与证件一致'} />
      {choosing && options ? (
        <ChoiceList
          choices={options.documents.map(({ kind: value, label, hint }) => ({ value, title: label, note: hint }))} chosen={documentKind}
          onChoose={(chosen) => onChange({ ...papers, documentKind: chosen })}
        />
      ) : null}
      <TextField
        label={isCard ? '身份证号' : '证件号码'} kind={isCard ? 'idcard' : 'text'} value={identityNumber} onChange={(text) => onChange({ ...papers, identityNumber: text })}
        maxLength={isCard ? RESIDENT_LENGTH : 20} placeholder={isCard ? '18 位身份证号' : (kind?.hint ?? '证件上的号码')}
      />
      {choosing ? null : <Button kind="plain" onTap={() => setChoosing(true)}>没有身份证，用护照等其他证件</Button>}
    </View>
  )
}
