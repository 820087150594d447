import type { EntryAttachment } from '@zhixin/shared/log'
import { type ChainPosition, startOf, VerifyError, verifyNext } from '@zhixin/shared/verify'
import { type ChainKeys, MissingChainKey } from './chain-keys'
import type { LogReader } from './reader'
import { openRecord, UnreadableRecord } from './records'
import { sm3 } from './sm3'

const PAGE = 500

/** What does not fit, named so that a person finds the place. */
export interface Misfit {
  chain: string
  index: number
  code: string
}

export interface FsckParts {
  court: string
  reader: LogReader
  keys: ChainKeys
  /** SM3 of an attachment's stored bytes, hex; undefined when they are missing or do not open. */
  attachmentSm3(chain: string, attachment: EntryAttachment): Promise<string | undefined>
}

/**
 * Recomputes one chain from the store, page by page: every hash, every link, every body, every attachment's bytes. Read-only.
 * Returns the head it arrived at, or the first entry that does not fit. A tail cut off as a whole is not seen without a remembered head.
 */
export async function fsckChain(
  { court, reader, keys, attachmentSm3 }: FsckParts,
  chain: string,
  progress: (checked: number) => void = () => {},
): Promise<{ head: ChainPosition } | { misfit: Misfit }> {
  let position = { ...startOf(chain), court }
  const chainKeys = await keys.of(chain).catch((error: unknown) => {
    if (error instanceof MissingChainKey) return undefined
    throw error
  })
  if (!chainKeys) return { misfit: { chain, index: 0, code: 'chain.key_missing' } }
  for (;;) {
    const records = await reader.records(chain, position.next - 1, PAGE)
    for (const record of records) {
      const misfit = (code: string) => ({ misfit: { chain, index: position.next, code } })
      try {
        const entry = openRecord(chainKeys, record)
        const next = verifyNext(sm3, position, entry)
        for (const attachment of entry.attachments) {
          if ((await attachmentSm3(chain, attachment)) !== attachment.sm3) return misfit('attachment.mismatch')
        }
        position = { ...next, court }
      } catch (error) {
        if (error instanceof VerifyError) return misfit(error.code)
        if (error instanceof UnreadableRecord) return misfit('entry.body_unreadable')
        throw error
      }
    }
    progress(records.length)
    if (records.length < PAGE) return { head: position }
  }
}

/** Whether the court's numbers run from 0 without a hole. Read-only; a tail cut off as a whole is not seen. */
export async function fsckNumbers(reader: Pick<LogReader, 'numbers'>): Promise<Misfit[]> {
  let expected = 0
  for await (const { seq, chain, index } of reader.numbers()) {
    if (seq !== expected) return [{ chain, index, code: `court.seq_gap (${expected} is missing before ${seq})` }]
    expected++
  }
  return []
}
