import { timingSafeEqual } from 'node:crypto'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { type ComplaintKey, complaintChain } from '@zhixin/shared/ids'
import type { mongo } from 'mongoose'
import type { Identity } from '../../identity'
import { isDuplicateKey } from '../../platform/database'
import type { Root, Roots } from '../roots'
import { readableOf, readAs } from './readable'

/** Nothing in it says of which stream a receipt is, when it was given, or of which file: `sealed` is as long and as random for each. */
interface ReceiptRecord {
  /** Keyed hash of the receipt's number. */
  _id: string
  /** Keyed hash of the command that it was given for. */
  command: string
  /** Keyed hash of number and follow-up code, under the key of whose file it is. */
  door: string
  sealed: string
}
interface Sealed {
  target: ComplaintKey
  content: string
}

/** What whoever complained gets, once. */
export interface Receipt {
  /** The file: where this is a repeat, the one of the first time. */
  target: ComplaintKey
  /** Can be read out; says nothing of its file. */
  receipt: string
  /** With the number it opens the file's state, and lets its owner add to it. In the store stands only a hash of it. */
  followUp: string
  /** Under this key the file's first entry goes into the log: it tells nothing of the phone's own id of the command. */
  logKey: string
}

interface Parts {
  db: mongo.Db
  roots: Roots
  attempts: Identity['attempts']
}

const text = (hash: Buffer): string => hash.toString('base64url')

/**
 * Receipt numbers and follow-up codes. Both follow from the command by a keyed hash: whoever lost the answer and asks again gets the same ones, so
 * that no code that somebody wrote down is ever dead, and the code need not be kept.
 *
 * Guessing: a code is one of 31^10 (8·10^14), a number one of 31^8. Ten thousand guesses at the code of a known number succeed with a chance of
 * 1.2·10^-11, and one network address is let go on after 60 wrong ones for a quarter of an hour only (config/security.yaml): a day and three quarters
 * for ten thousand. Ten thousand such networks, guessing at one number for a year, come to 2·10^10 guesses and one chance in 39,000. So no lock is
 * needed on a receipt, and there is none: nobody can lock the rightful holder out by knowing the number. And what counts attempts never
 * knows a receipt: nothing ties an address to a report.
 */
export async function createReceipts({ db, roots, attempts }: Parts) {
  const collection = db.collection<ReceiptRecord>('complaint_receipts')
  await collection.createIndex({ door: 1 }, { unique: true, name: 'door' })

  const idOf = (receipt: string): string => text(roots.court.mac('receipt/number', receipt))
  const doorOf = (root: Root, receipt: string, followUp: string): string => text(root.mac('receipt/door', `${receipt}\n${followUp}`))
  const contextOf = (id: string): string => `receipt/${id}`
  const openedBy = (root: Root, { _id, sealed }: ReceiptRecord): Sealed | undefined => {
    const plain = root.open(sealed, contextOf(_id))
    return plain === undefined ? undefined : (JSON.parse(plain) as Sealed)
  }

  return {
    /**
     * The receipt for a command: `key` is the phone's own id of it (with who sent it, if anybody signed in did), `content` what it says. The same
     * again gives the same again. Throws `log.key_conflict` where the same key came with other content, or for another stream.
     */
    async open(target: ComplaintKey, { key, content }: { key: string; content: string }): Promise<Receipt> {
      const root = roots.of(complaintChain(target))
      const command = text(roots.court.mac('receipt/command', key))
      const said = text(root.mac('receipt/content', content))
      // Where a number is taken by another command, the next one is tried: always the same ones in the same order.
      for (let turn = 0; ; turn++) {
        const receipt = readableOf('receipt', roots.court.mac('receipt/letters', `${key}\n${turn}`))
        const followUp = readableOf('followUp', root.mac('receipt/code', `${key}\n${receipt}`))
        const logKey = `complaint/${text(root.mac('receipt/log-key', key))}`
        const _id = idOf(receipt)
        const known = await collection.findOne({ _id })
        if (known && known.command !== command) continue
        if (known) {
          const stored = openedBy(root, known)
          assertThat(stored && stored.target.stream === target.stream && same(stored.content, said), 'log.key_conflict')
          return { target: stored.target, receipt, followUp, logKey }
        }
        const sealed = root.seal(JSON.stringify({ target, content: said } satisfies Sealed), contextOf(_id))
        try {
          await collection.insertOne({ _id, command, door: doorOf(root, receipt, followUp), sealed })
          return { target, receipt, followUp, logKey }
        } catch (error) {
          if (!isDuplicateKey(error)) throw error
          // The same command a second time at once: what the first one stored is looked at.
          turn--
        }
      }
    },

    /**
     * The file of a number and its follow-up code. Wrong and unknown are one and the same look that finds nothing: `input.not_found`. Throws
     * `auth.locked` after too many from one network. That the file was registered is not looked at.
     */
    async lookUp(typedReceipt: string, typedFollowUp: string, address: string): Promise<ComplaintKey> {
      const attempt = await attempts.begin({ address })
      const receipt = readAs('receipt', typedReceipt) ?? ''
      const followUp = readAs('followUp', typedFollowUp) ?? ''
      const both = [roots.court, ...(roots.inspectors ? [roots.inspectors] : [])]
      const doors = both.map((root) => doorOf(root, receipt, followUp))
      const found = await collection.findOne({ door: { $in: doors } })
      const opened = found && openedBy(both[doors.indexOf(found.door)]!, found)
      if (!opened) throw new CodedError('input.not_found')
      await attempt.succeeded()
      return opened.target
    },

    /** The file of a number alone, for staff who were given it. Of a report for the inspectors nothing: as if there were none. */
    async find(typed: string): Promise<ComplaintKey | undefined> {
      const receipt = readAs('receipt', typed)
      const found = receipt === undefined ? null : await collection.findOne({ _id: idOf(receipt) })
      return found ? openedBy(roots.court, found)?.target : undefined
    },
  }
}
export type Receipts = Awaited<ReturnType<typeof createReceipts>>

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
