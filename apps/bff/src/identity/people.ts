import { PhoneSchema } from '@zhixin/shared/contract'
import { trusted } from 'mongoose'
import { isDuplicateKey } from '../platform/database'
import { newId } from './ids'
import type { Models, PersonDoc, PhoneSource } from './model'
import { comparableName } from './numbers'
import type { Vault } from './vault'

export interface ImportedPerson {
  name: string
  identityNumber: string
  /** Each with who gave it to the court and when (RFC 3339). */
  phones: readonly { number: string; source: PhoneSource; at: string }[]
}

export interface People {
  /** The person of an identity number, made or brought up to date; importing the same again changes nothing. */
  import(person: ImportedPerson): Promise<string>
  /** Names by id; ids that are nobody's are left out. */
  namesOf(ids: readonly string[]): Promise<Map<string, string>>
  byId(personId: string): Promise<PersonDoc | undefined>
  /** The person of a name and an identity number, both right. */
  byIdentity(name: string, identityNumber: string): Promise<PersonDoc | undefined>
  /** Whether the person themselves gave this phone to the court: one that an opponent or an agent gave binds nobody. */
  hasConfirmed(person: PersonDoc | undefined, phone: string): boolean
  open(person: PersonDoc): { identityNumber: string; phones: { number: string; source: PhoneSource; at: Date }[] }
}

export function createPeople({ models: { people }, vault }: { models: Models; vault: Vault }): People {
  const identityContext = (id: string): string => `person/${id}/identity-number`
  const phoneContext = (id: string): string => `person/${id}/phone`

  async function findOrMake({ name, identityNumber }: ImportedPerson): Promise<PersonDoc> {
    const identityIndex = vault.indexOf('identity', identityNumber)
    const found = await people.findOne({ identityIndex }).lean()
    if (found) return found
    const _id = newId('p')
    try {
      await people.create({ _id, name, identityIndex, identitySealed: vault.seal(identityNumber, identityContext(_id)), phones: [] })
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
    }
    return findOrMake({ name, identityNumber, phones: [] })
  }

  /** Phones as they stand after an import: a number is kept once for each source, with the latest time. */
  function merged(person: PersonDoc, imported: ImportedPerson['phones']): PersonDoc['phones'] {
    return imported.reduce((phones, { number, source, at }) => {
      const index = vault.indexOf('phone', number)
      const same = phones.find((phone) => phone.index === index && phone.source === source)
      if (!same) return [...phones, { index, source, at: new Date(at), sealed: vault.seal(number, phoneContext(person._id)) }]
      return same.at >= new Date(at) ? phones : phones.map((phone) => (phone === same ? { ...same, at: new Date(at) } : phone))
    }, person.phones)
  }

  async function importPerson(imported: ImportedPerson): Promise<string> {
    const person = await findOrMake(imported)
    const phones = merged(person, imported.phones)
    if (person.name === imported.name && phones === person.phones) return person._id
    const change = { $set: { name: imported.name, phones }, $inc: { revision: 1 } }
    const updated = await people.findOneAndUpdate({ _id: person._id, revision: person.revision }, change)
    return updated ? person._id : importPerson(imported)
  }

  return {
    import: ({ name, identityNumber, phones }) =>
      importPerson({
        name: name.trim(),
        identityNumber: identityNumber.trim().toUpperCase(),
        // A landline is kept as it is; no code can reach it, so it binds nobody.
        phones: phones.map((phone) => ({ ...phone, number: PhoneSchema.safeParse(phone.number).data ?? phone.number })),
      }),
    async namesOf(ids) {
      const found = await people.find({ _id: trusted({ $in: [...new Set(ids)] }) }).select('name').lean()
      return new Map(found.map(({ _id, name }) => [_id, name]))
    },
    byId: async (personId) => (await people.findById(personId).lean()) ?? undefined,
    async byIdentity(name, identityNumber) {
      const person = await people.findOne({ identityIndex: vault.indexOf('identity', identityNumber) }).lean()
      return person && comparableName(person.name) === comparableName(name) ? person : undefined
    },
    hasConfirmed(person, phone) {
      const index = vault.indexOf('phone', phone)
      return person?.phones.some((own) => own.source === 'self' && own.index === index) === true
    },
    open: (person) => ({
      identityNumber: vault.open(person.identitySealed, identityContext(person._id)),
      phones: person.phones.map(({ sealed, source, at }) => ({ number: vault.open(sealed, phoneContext(person._id)), source, at })),
    }),
  }
}
