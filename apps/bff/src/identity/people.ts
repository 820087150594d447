import { PhoneSchema } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import { RESIDENT_ID } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { isDuplicateKey } from '../platform/database'
import { newId } from './ids'
import type { Models, PersonDoc, PhoneRecord, PhoneSource } from './model'
import { comparableName, comparableUnitName } from './numbers'
import type { Vault } from './vault'

/** Somebody as a document of theirs says: `identityNumber` is the number of that document. */
export interface Papers {
  name: string
  /** A resident's identity card unless said. */
  documentKind?: string
  identityNumber: string
}

export interface ImportedPerson extends Papers {
  /** Each with who gave it to the court and when (RFC 3339). */
  phones: readonly { number: string; source: PhoneSource; at: string }[]
}

/** A phone that the person themselves gave the court, and that no other has taken the place of. */
export interface ConfirmedPhone {
  /** Says nothing of the number. */
  id: string
  number: string
  source: PhoneSource
  at: Date
}

export interface NewPhone {
  number: string
  source: Extract<PhoneSource, 'app' | 'window'>
  at: Date
  /** Which confirmed ones it takes the place of. */
  ends: 'all' | readonly string[]
}

export interface People {
  /** The person of an identity number, made or brought up to date; importing the same again changes nothing. */
  import(person: ImportedPerson): Promise<string>
  /** The person of an identity number, if there is one, without making one. Asks for no name: for whoever imports alone. */
  idOf(papers: Omit<Papers, 'name'>): Promise<string | undefined>
  /** The same for somebody whose papers lie on a desk. Throws `help.name_differs` where the number stands under another name. */
  add(papers: Papers): Promise<string>
  /** A unit by its 统一社会信用代码, as an import makes one. Throws `standing.unit_name_differs` where the code stands under another name. */
  unit(name: string, code: string): Promise<string>
  /** Names by id; ids that are nobody's are left out. */
  namesOf(ids: readonly string[]): Promise<Map<string, string>>
  byId(personId: string): Promise<PersonDoc | undefined>
  /** What a unit is registered under, to compare with what somebody typed; undefined where there is no such. */
  unitCodeOf(personId: string): Promise<string | undefined>
  /** The person of a name and a document, both right. */
  byPapers(papers: Papers): Promise<PersonDoc | undefined>
  /** Whether the person themselves gave this phone to the court: one that an opponent or an agent gave binds nobody. */
  hasConfirmed(person: PersonDoc | undefined, phone: string): boolean
  confirmed(person: PersonDoc): ConfirmedPhone[]
  /** Confirms a phone; every one confirmed before is to be told. */
  confirm(personId: string, phone: NewPhone): Promise<void>
  identityNumberOf(person: PersonDoc): string
}

const CONFIRMED: readonly PhoneSource[] = ['self', 'app', 'window']
export const isConfirmed = ({ source, endedAt }: Pick<PhoneRecord, 'source' | 'endedAt'>): boolean => CONFIRMED.includes(source) && !endedAt

export const phoneContext = (personId: string): string => `person/${personId}/phone`
/** The same number of two people has two ids: one must not tell of the other. */
export const phoneIdOf = (vault: Pick<Vault, 'indexOf'>, personId: string, { index }: Pick<PhoneRecord, 'index'>): string =>
  vault.indexOf('phone', `${personId}\n${index}`).slice(0, 16)

export const alertContext = (personId: string): string => `person/${personId}/alert`

interface Parts {
  models: Models
  vault: Vault
  /** Somebody's confirmed phones are to be told that there is another one. Rejects never. */
  onPhoneAdded(personId: string): Promise<void>
}

export function createPeople({ models: { people }, vault, onPhoneAdded }: Parts): People {
  const identityContext = (id: string): string => `person/${id}/identity-number`
  // Numbers of two kinds of document may read the same and be two people's: each kind has an index of its own.
  const indexOf = ({ documentKind = RESIDENT_ID, identityNumber }: Papers): string =>
    documentKind === RESIDENT_ID ? vault.indexOf('identity', identityNumber) : vault.indexOf('document', `${documentKind}\n${identityNumber}`)
  const clean = <P extends Papers>(papers: P): P => ({ ...papers, name: papers.name.trim(), identityNumber: papers.identityNumber.trim().toUpperCase() })

  async function findOrMake(papers: Papers): Promise<PersonDoc> {
    const identityIndex = indexOf(papers)
    const found = await people.findOne({ identityIndex }).lean()
    if (found) return found
    const { name, documentKind = RESIDENT_ID, identityNumber } = papers
    const _id = newId('p')
    try {
      await people.create({ _id, name, documentKind, identityIndex, identitySealed: vault.seal(identityNumber, identityContext(_id)), phones: [] })
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
    }
    return findOrMake(papers)
  }

  const idOf = (personId: string, phone: PhoneRecord): string => phoneIdOf(vault, personId, phone)
  const numberOf = (person: PersonDoc, { sealed }: PhoneRecord): string => vault.open(sealed, phoneContext(person._id))
  const confirmed = (person: PersonDoc): ConfirmedPhone[] => {
    // The same number may have come by two ways: it is one phone, confirmed when it was confirmed last.
    const latest = new Map<string, PhoneRecord>()
    for (const phone of person.phones.filter(isConfirmed)) {
      const other = latest.get(phone.index)
      if (!other || other.at < phone.at) latest.set(phone.index, phone)
    }
    return [...latest.values()].map((phone) => ({ id: idOf(person._id, phone), number: numberOf(person, phone), source: phone.source, at: phone.at }))
  }

  /** Phones as they stand after an import: a number is kept once for each source, with the latest time. */
  function merged(person: PersonDoc, imported: ImportedPerson['phones']): PersonDoc['phones'] {
    return imported.reduce((phones, { number, source, at }) => {
      const index = vault.indexOf('phone', number)
      const same = phones.find((phone) => phone.index === index && phone.source === source)
      if (!same) return [...phones, { index, source, at: new Date(at), sealed: vault.seal(number, phoneContext(person._id)), endedAt: null }]
      // What the person replaced stays replaced, unless they gave it anew afterwards.
      if (same.at >= new Date(at) || (same.endedAt && same.endedAt >= new Date(at))) return phones
      return phones.map((phone) => (phone === same ? { ...same, at: new Date(at), endedAt: null } : phone))
    }, person.phones)
  }

  /** Stores a person's phones as they are to be; confirmed ones of before hear of a number that is new. False: somebody else was first. */
  async function store(person: PersonDoc, change: { name: string; phones: PhoneRecord[] }): Promise<boolean> {
    const before = person.phones.filter(isConfirmed)
    const isNew = change.phones.some((phone) => isConfirmed(phone) && !before.some(({ index }) => index === phone.index))
    const told = isNew ? [...new Set(confirmed(person).map(({ number }) => number))] : []
    const alerts = told.map((number) => ({ id: newId('h'), sealed: vault.seal(number, alertContext(person._id)) }))
    const updated = await people.findOneAndUpdate(
      { _id: person._id, revision: person.revision }, { $set: { ...change, alerts: [...(person.alerts ?? []), ...alerts] }, $inc: { revision: 1 } },
    )
    if (updated && alerts.length > 0) await onPhoneAdded(person._id)
    return updated !== null
  }

  async function importPerson(imported: ImportedPerson): Promise<string> {
    const person = await findOrMake(imported)
    const phones = merged(person, imported.phones)
    if (person.name === imported.name && phones === person.phones) return person._id
    return (await store(person, { name: imported.name, phones })) ? person._id : importPerson(imported)
  }

  async function confirm(personId: string, phone: NewPhone): Promise<void> {
    const person = await people.findById(personId).lean()
    if (!person) throw new CodedError('binding.person_unknown')
    const { number, source, at, ends } = phone
    const index = vault.indexOf('phone', number)
    const others = person.phones
      .filter((known) => !(known.index === index && known.source === source))
      .map((known) => (isConfirmed(known) && known.index !== index && (ends === 'all' || ends.includes(idOf(personId, known))) ? { ...known, endedAt: at } : known))
    const phones = [...others, { index, source, at, sealed: vault.seal(number, phoneContext(personId)), endedAt: null }]
    if (!(await store(person, { name: person.name, phones }))) return confirm(personId, phone)
  }

  return {
    import: ({ phones, ...papers }) =>
      importPerson({
        ...clean(papers),
        // A landline is kept as it is; no code can reach it, so it binds nobody.
        phones: phones.map((phone) => ({ ...phone, number: PhoneSchema.safeParse(phone.number).data ?? phone.number })),
      }),
    idOf: async (papers) => (await people.findOne({ identityIndex: indexOf(clean({ ...papers, name: '' })) }).select('_id').lean())?._id,
    async add(papers) {
      const person = await findOrMake(clean(papers))
      if (comparableName(person.name) !== comparableName(papers.name)) throw new CodedError('help.name_differs', { field: 'body.name' })
      return person._id
    },
    async unit(name, code) {
      const unit = await findOrMake(clean({ name, identityNumber: code }))
      if (comparableUnitName(unit.name) !== comparableUnitName(name)) throw new CodedError('standing.unit_name_differs')
      return unit._id
    },
    async namesOf(ids) {
      const found = await people.find({ _id: trusted({ $in: [...new Set(ids)] }) }).select('name').lean()
      return new Map(found.map(({ _id, name }) => [_id, name]))
    },
    byId: async (personId) => (await people.findById(personId).lean()) ?? undefined,
    async unitCodeOf(personId) {
      const found = await people.findById(personId).lean()
      return found ? vault.open(found.identitySealed, identityContext(found._id)) : undefined
    },
    async byPapers(papers) {
      const person = await people.findOne({ identityIndex: indexOf(papers) }).lean()
      return person && comparableName(person.name) === comparableName(papers.name) ? person : undefined
    },
    hasConfirmed(person, phone) {
      const index = vault.indexOf('phone', phone)
      return person?.phones.some((own) => isConfirmed(own) && own.index === index) === true
    },
    confirmed,
    confirm,
    identityNumberOf: (person) => vault.open(person.identitySealed, identityContext(person._id)),
  }
}
