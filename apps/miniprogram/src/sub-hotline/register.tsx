import { type CallView, type HotlineDesk, PhoneSchema } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useEffect } from 'react'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { Tappable } from '@/components/tappable'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { focusIn } from '@/hooks/use-desk-keys'
import { type Account, type DeskKind, explain, fieldsAsked, missingField } from '@/services'
import { type Choosing, type Submitting } from './keys-held'
import { isTexted, offeredWords, wrongField } from './register-words'
import { createRegistration, type Registration } from './registration'
import type { Typing } from './use-typing'

interface Props {
  account: Account
  desk: HotlineDesk
  call: CallView
  typing: Typing
  submits: Submitting
  /** Chooses by a number key: the kind, or what the field under the cursor offers. */
  chooses: Choosing
  onRegistered: (registration: Registration) => void
}
type Kind = DeskKind['kind']
const FIELD = 'hf-'

/** What may be brought on the line of a call. */
export const kindsOf = (desk: HotlineDesk, call: Pick<CallView, 'line'>): DeskKind[] =>
  desk.kinds.filter(({ kind }) => desk.lines.find(({ line }) => line === call.line)!.kinds.includes(kind))

/** One form for all that callers bring; what is typed is kept by the court while it is typed. */
export function Register({ account, desk, call, typing, submits, chooses, onRegistered }: Props) {
  const { typed, put } = typing
  const kinds = kindsOf(desk, call)
  const chosen = kinds.find(({ kind }) => kind === typed.kind) ?? kinds[0]!
  const { kind } = chosen
  const isRestricted = kind === 'discipline'
  const fields = fieldsAsked(chosen, call.verified !== null && !isRestricted)
  const words: Readonly<Record<string, string>> = { ...offeredWords(call, kind), ...typed.words }
  const said = Object.fromEntries(fields.flatMap(({ id }) => (words[id]?.trim() ? [[id, words[id]]] : [])))
  const text = isTexted(kind, typed.text)
  const canText = PhoneSchema.safeParse(said.phone ?? '').success
  const submit = useAction(async () => {
    const missing = missingField(fields, words)
    if (missing !== undefined) return focusIn(FIELD + missing)
    try {
      const done = await typing.during(() => account.own(createRegistration)(call.callId, { kind, fields: said, text: text && canText }))
      put({ kind: kinds[0]!.kind, words: {}, text: null })
      onRegistered(done)
    } catch (error) {
      const wrong = wrongField(error)
      if (fields.some(({ id }) => id === wrong)) focusIn(FIELD + wrong)
      throw error
    }
  })
  const wrong = wrongField(submit.error)
  const marked = fields.find(({ id }) => id === wrong)
  const write = (id: string, value: string): void => put({ ...typed, kind, words: { ...typed.words, [id]: value } })
  const choose = (next: Kind): void => {
    put({ ...typed, kind: next, text: null })
    focusIn(FIELD + fieldsAsked(kinds.find((one) => one.kind === next)!, call.verified !== null && next !== 'discipline')[0]!.id)
  }
  const next = (id: string): string | undefined => fields[fields.findIndex((one) => one.id === id) + 1]?.id
  const after = (id: string): void => (next(id) === undefined ? submit.run() : focusIn(FIELD + next(id)))
  const pick = (id: string, value: string): void => {
    write(id, value)
    if (next(id) !== undefined) focusIn(FIELD + next(id))
  }
  useEffect(() => {
    submits.current = submit.run
    chooses.current = (place, at) => {
      const field = fields.find(({ id }) => id === at)
      const value = field ? field.choices[place]?.id : undefined
      if (field && value !== undefined) pick(field.id, value)
      else if (!field && kinds[place]) choose(kinds[place].kind)
    }
    return () => {
      submits.current = null
      chooses.current = null
    }
  })
  useEffect(() => focusIn('hd-kinds'), [])
  return (
    <Section title="登记" aside={<Text className="zx-caption">{typing.isKept ? '写的内容已保存' : '一边写一边保存'}</Text>}>
      <View className="zx-pad zx-stack">
        <View id="hd-kinds" className="zx-row zx-row--wrap">
          {kinds.map((one, i) => (
            <Tappable key={one.kind} className={`zx-hotline-chip ${one.kind === kind ? 'zx-hotline-chip--chosen' : ''}`} pressed={one.kind === kind} onTap={() => choose(one.kind)}>
              <Text>{i + 1} {one.label}</Text>
            </Tappable>
          ))}
        </View>
        <Text className="zx-caption">{chosen.about}</Text>
        {isRestricted ? <View className="zx-note zx-note--warn"><Text>{desk.words.misconduct} 登记以后您也看不到内容，此操作不能撤销。</Text></View> : null}
        {fields.map((field) => (
          <View key={field.id} id={FIELD + field.id}>
            {field.type === 'choice'
              ? <Choice field={field} chosen={words[field.id]} onPick={(value) => pick(field.id, value)} />
              : (
                  <TextField
                    label={`${field.label}${field.required ? '' : '（可不填）'}`} value={words[field.id] ?? ''} maxLength={field.max} onChange={(value) => write(field.id, value)}
                    kind={field.type === 'long' ? 'long' : field.type === 'phone' ? 'number' : 'text'} {...(field.hint && { hint: field.hint })}
                    {...(field.id === wrong && { error: explain(submit.error) })} onConfirm={() => after(field.id)}
                  />
                )}
          </View>
        ))}
        {canText ? (
          <Tappable className="zx-hotline-chip" pressed={text} onTap={() => put({ ...typed, kind, text: !text })}><Text>{text ? '☑' : '☐'} 把受理编号发短信到 {said.phone}{isRestricted ? '（不提举报）' : ''}</Text></Tappable>
        ) : said.phone !== undefined ? <Text className="zx-caption">座机收不到短信，请对方记下受理编号和查询码。</Text> : null}
        {submit.error ? <View className="zx-note zx-note--late"><Text>{marked ? `${marked.label}：` : ''}{explain(submit.error)}</Text></View> : null}
        <Button busy={submit.busy} onTap={submit.run}>登记（Ctrl+回车）</Button>
      </View>
    </Section>
  )
}

function Choice({ field, chosen, onPick }: { field: DeskKind['fields'][number]; chosen: string | undefined; onPick: (value: string) => void }) {
  return (
    <View className="zx-stack--tight">
      <Text className="zx-body-strong">{field.label}</Text>
      <View className="zx-row zx-row--wrap">
        {field.choices.map(({ id, label }, i) => (
          <Tappable key={id} className={`zx-hotline-chip ${id === chosen ? 'zx-hotline-chip--chosen' : ''}`} pressed={id === chosen} onTap={() => onPick(id)}><Text>{i + 1} {label}</Text></Tappable>
        ))}
      </View>
      {field.hint ? <Text className="zx-caption">{field.hint}</Text> : null}
    </View>
  )
}
