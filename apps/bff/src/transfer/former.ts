import { threadChain } from '@zhixin/shared/ids'
import type { Entry } from '@zhixin/shared/log'
import type { CarriedProgress } from '@zhixin/shared/rules'
import type { WithheldEntry } from '@zhixin/shared/verify'
import type { mongo } from 'mongoose'
import type { Attachments } from '../attachments'
import type { ChainKeys } from '../log'
import { open, seal } from '../platform/seal'
import { contentsOf, type Manifest } from './manifest'

interface FormerPage {
  entries: (Entry | WithheldEntry)[]
  confidential: number[]
  names: Record<string, string>
}
interface StoredPage {
  _id: string
  sealed: string
}

/** Entries in one piece: far below what a document may hold. */
export const FORMER_PAGE = 100

/** The threads that came with cases of other courts, and what they enclose: each under the keys of the thread that goes on here. */
export function createFormer({ court, db, keys, attachments }: { court: string; db: mongo.Db; keys: ChainKeys; attachments: Attachments }) {
  const collection = db.collection<StoredPage>('former_threads')
  const pageId = (chain: string, from: number): string => `former/${court}/${chain}/${from}`

  async function keepThread(chain: string, entries: (Entry | WithheldEntry)[], confidential: number[], names: Record<string, string>): Promise<void> {
    const key = await keys.forWriting(chain)
    for (let from = 0; from < entries.length; from += FORMER_PAGE) {
      const id = pageId(chain, from)
      const page: FormerPage = { entries: entries.slice(from, from + FORMER_PAGE), confidential, names }
      await collection.updateOne({ _id: id }, { $setOnInsert: { sealed: seal(key, Buffer.from(JSON.stringify(page)), id).toString('base64') } }, { upsert: true })
    }
  }

  return {
    /**
     * Keeps what came with a case for the people it is of here, one file after the other: whoever was interrupted does it again, and what is there
     * is not kept twice. Answers what the clocks are made of.
     */
    async keep(
      manifest: Manifest, piece: (n: number) => Promise<Buffer | undefined>, caseId: string, people: ReadonlyMap<string, string>,
    ): Promise<CarriedProgress> {
      let progress: CarriedProgress | undefined
      const chainOf = (ref: string): string | undefined => {
        const personId = people.get(ref)
        return personId === undefined ? undefined : threadChain({ caseId, personId })
      }
      for await (const carried of contentsOf(manifest, piece)) {
        if (carried.what === 'progress') progress = carried.progress
        else if (carried.what === 'thread') {
          const chain = chainOf(carried.ref)
          const { confidential } = manifest.threads.find(({ ref }) => ref === carried.ref)!
          if (chain) await keepThread(chain, carried.entries, confidential, manifest.names)
        } else {
          const chain = chainOf(carried.attachment.ref)
          if (chain) await attachments.adopt(chain, { ...carried.attachment, bytes: carried.bytes })
        }
      }
      return progress!
    },
    /** A page of the former part of a thread that goes on here. Does not ask who may see it. */
    async page(chain: string, from: number): Promise<FormerPage> {
      const id = pageId(chain, from)
      const stored = await collection.findOne({ _id: id })
      if (!stored) return { entries: [], confidential: [], names: {} }
      return JSON.parse(open(await keys.of(chain), Buffer.from(stored.sealed, 'base64'), id).toString()) as FormerPage
    },
    /** An enclosure by the former court's id. Does not ask who may see it. */
    attachment: attachments.readFormer,
  }
}
export type Former = ReturnType<typeof createFormer>
