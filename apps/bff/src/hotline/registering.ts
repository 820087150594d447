import { type CallDraft, ComplainantContactSchema, ContactPhoneSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { COMMON_FIELDS, caseNumberOf, type HotlineConfig } from '@zhixin/shared/rules'
import type { Registering } from '../complaints'
import type { CallerCases } from './telling'

const COMMON = new Set<string>(COMMON_FIELDS)
/** A caller whom the court has verified is its own person: who they are need not be typed. */
const OF_PERSON = new Set(['name', 'phone', 'address'])

/** The words of a form as its kind asks for them. Throws `input.invalid` with the field for what is missing, too long, of no choice or not asked for. */
export function checkedWords({ kinds }: HotlineConfig, { kind, fields }: CallDraft, isPerson: boolean): Readonly<Record<string, string>> {
  const asked = kinds[kind].fields
  const words = Object.fromEntries(Object.entries(fields).map(([id, text]) => [id, text.trim()] as const).filter(([, text]) => text !== ''))
  for (const id of Object.keys(words)) assertThat(asked.some((field) => field.id === id), 'input.invalid', { field: `body.fields.${id}` })
  for (const { id, required, choices, max, type } of asked) {
    const text = words[id]
    const field = `body.fields.${id}`
    assertThat(text !== undefined || !required || (isPerson && OF_PERSON.has(id)), 'input.invalid', { field })
    if (text === undefined) continue
    assertThat(text.length <= max && (!choices || choices.some((choice) => choice.id === text)), 'input.invalid', { field })
    assertThat(type !== 'phone' || ContactPhoneSchema.safeParse(text).success, 'input.invalid', { field })
  }
  return words
}

interface From {
  config: HotlineConfig
  /** Whom the caller was verified to be. A report of misconduct is never tied to them: who reports may stay unknown. */
  personId: string | undefined
  callerCases: CallerCases
}

/** What the room of complaints takes in, of what a clerk typed. */
export async function saidIn(draft: CallDraft, { config, personId, callerCases }: From): Promise<Pick<Registering, 'said' | 'personId' | 'caseId'>> {
  const { kind } = draft
  const words = checkedWords(config, draft, personId !== undefined)
  const { stream, says } = config.kinds[kind]
  const own = Object.fromEntries(Object.entries(words).filter(([id]) => !COMMON.has(id)))
  const { matter, confidential, case_number: caseNumber, about, name, phone, address } = words
  // Of whom the court has verified it has numbers of its own; one that is only said in a call is not put in their place.
  const reach = { ...(name !== undefined && { name }), ...(phone !== undefined && { phone }), ...(address !== undefined && { address }) }
  const contact = personId === undefined && Object.keys(reach).length > 0 ? ComplainantContactSchema.partial().parse(reach) : undefined
  const said = {
    stream, matter: matter!, fields: { ...own, ...says }, files: [], by: personId !== undefined ? ('person' as const) : contact ? ('named' as const) : ('anonymous' as const),
    ...(confidential !== undefined && { confidential }), ...(caseNumber !== undefined && { caseNumber }), ...(about !== undefined && { aboutSaid: about }),
    ...(contact && { contact }),
  }
  if (personId === undefined) return { said }
  const mine = caseNumber === undefined ? undefined : (await callerCases(personId)).find((one) => one.caseNumber === caseNumberOf(caseNumber))
  return { said, personId, ...(mine && { caseId: mine.caseId }) }
}
