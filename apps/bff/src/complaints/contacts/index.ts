import { type ComplaintKey, complaintChain } from '@zhixin/shared/ids'
import type { mongo } from 'mongoose'
import type { ChainKeys } from '../../log'
import { open, seal } from '../../platform/seal'
import { padded, type Roots } from '../roots'

/** How somebody can be reached whom the court does not know as one of its people. What they did not say is null. */
export interface Contact {
  name: string | null
  phone: string | null
  address: string | null
  /** They asked to be told by text, which says nothing of what it is about. */
  wantsText: boolean
}

/** Whose it is cannot be told from it, nor of which stream; every one is as long as any other of its length's class. */
interface ContactRecord {
  /** Keyed hash of the complaint's id. */
  _id: string
  sealed: string
}

interface Parts {
  court: string
  db: mongo.Db
  keys: ChainKeys
  roots: Roots
}

/**
 * Names, phones and addresses of those who complained and have no person id: sealed under the data key of their own file, in no entry and under no
 * name. There is no way to search them, for anybody. Who may read one is for the room that asks.
 */
export function createContacts({ court, db, keys, roots }: Parts) {
  const collection = db.collection<ContactRecord>('complaint_contacts')
  const idOf = (target: ComplaintKey): string => roots.of(complaintChain(target)).mac('contact', target.complaintId).toString('base64url')
  const contextOf = (target: ComplaintKey): string => `contact/${court}/${complaintChain(target)}`

  return {
    /** Keeps it, in the place of one that is there: what was said last holds. Throws `log.key_absent` where a file's key is not here. */
    async keep(target: ComplaintKey, contact: Contact): Promise<void> {
      const key = await keys.forWriting(complaintChain(target))
      const sealed = seal(key, padded(JSON.stringify(contact)), contextOf(target)).toString('base64')
      await collection.replaceOne({ _id: idOf(target) }, { sealed }, { upsert: true })
    },
    /** Undefined where nobody left one. */
    async of(target: ComplaintKey): Promise<Contact | undefined> {
      const found = await collection.findOne({ _id: idOf(target) })
      if (!found) return undefined
      const plain = open(await keys.of(complaintChain(target)), Buffer.from(found.sealed, 'base64'), contextOf(target))
      return JSON.parse(plain.toString('utf8')) as Contact
    },
  }
}
export type Contacts = ReturnType<typeof createContacts>
