import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { CaseServices, CaseServicesAbilitiesSchema } from '@zhixin/shared/contract'
import type { z } from 'zod'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { nowHere } from '@/platform/now'
import { type Account, consentLine } from '@/services'
import { PaperForm } from './paper-form'
import { ScanButton } from './scan-button'
import { ServeForm } from './serve-form'
import { ServedRow } from './served-row'

export type Person = CaseServices['people'][number]
export interface RecipientProps {
  account: Account
  caseId: string
  person: Person
  services: CaseServices
  can: z.infer<typeof CaseServicesAbilitiesSchema>
  /** With what was done, in words. */
  onDone: (words: string) => void
}

/** Why nothing can be served on somebody now; nothing where it can. */
function whyNot({ receivesFor, hasAccount, consent }: Person): string | undefined {
  if (receivesFor.length === 0) return '这个身份不能代收文书（须是本人、法定代理人、单位经办人或特别授权的代理人）。请送达给当事人本人。'
  if (!consent) return '没有同意电子送达。请用纸质送达，或者请对方在手机上同意，或者登记签过字的送达地址确认书。'
  if (!consent.covers) return '身份变更以后还没有重新同意，请用纸质送达。'
  return hasAccount ? undefined : '还没有登录过执信，文书到不了手里。请用纸质送达。'
}

/** One person of a case: whether they agreed, what was served on them, and serving. */
export function Recipient(props: RecipientProps) {
  const { person, can, onDone } = props
  const [form, setForm] = useState<'serve' | 'show' | 'paper' | null>(null)
  const why = whyNot(person)
  const scan = person.consent?.scan
  const done = (words: string) => {
    setForm(null)
    onDone(words)
  }
  return (
    <Section title={`${person.name}（${person.role}）`} aside={<Tag tone={why ? 'warn' : 'done'}>{why ? '不能电子送达' : '同意电子送达'}</Tag>}>
      {person.services.map((one) => <ServedRow key={one.index} {...props} one={one} />)}
      <View className="zx-stack zx-pad">
        {person.consent ? <Text className="zx-caption">{consentLine(person.consent, nowHere(), false)}</Text> : null}
        {scan ? <ScanButton account={props.account} thread={{ caseId: props.caseId, personId: person.personId }} scan={scan} /> : null}
        {why ? <Text className="zx-body">{why}</Text> : null}
        {can.serve && form === null ? (
          <View className="zx-stack">
            {why ? null : <Button onTap={() => setForm('serve')}>电子送达文书</Button>}
            {why ? <Button kind="plain" onTap={() => setForm('show')}>先发给对方看（不是送达）</Button> : null}
            {person.receivesFor.length > 0 ? <Button kind="plain" onTap={() => setForm('paper')}>登记纸质的送达地址确认书</Button> : null}
          </View>
        ) : null}
        {form === 'serve' || form === 'show' ? <ServeForm {...props} isService={form === 'serve'} onDone={done} onClose={() => setForm(null)} /> : null}
        {form === 'paper' ? <PaperForm {...props} onDone={done} onClose={() => setForm(null)} /> : null}
      </View>
    </Section>
  )
}
