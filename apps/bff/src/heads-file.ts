import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { ChainHead } from './log'

/**
 * Heads of chains as they were when a log was found whole, kept elsewhere to hold a later log against. JSON, one a line: the court,
 * the chains in order, and last how many entries there were, which also says that the file is not cut off.
 */
const First = z.strictObject({ heads: z.literal(1), court: z.string() })
const Hash = z.string().regex(/^[0-9a-f]{64}$/)
const Line = z.union([
  z.strictObject({ chain: z.string(), index: z.number().int().nonnegative(), entryHash: Hash }),
  z.strictObject({ entries: z.number().int().nonnegative() }),
])

export interface RememberedHeads {
  /** In order; to be read once. */
  chains: AsyncIterable<ChainHead>
  /** How many entries the court had. Only after the last chain. */
  entries(): number
}

/** Reads a file of heads line by line. Throws while it is read, when it is none of this court's, or is cut off. */
export function readHeads(file: string, court: string): RememberedHeads {
  let entries: number | undefined
  const wrong = (what: string): Error => new Error(`${file}: ${what}`)

  async function* chains(): AsyncGenerator<ChainHead> {
    let count = 0
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const value = parsed(text)
      if (count++ === 0) {
        const first = First.safeParse(value)
        if (!first.success) throw wrong('is no file of heads')
        if (first.data.court !== court) throw wrong(`is of another court, ${first.data.court}`)
        continue
      }
      const line = Line.safeParse(value)
      if (!line.success || entries !== undefined) throw wrong(`line ${count} is not understood`)
      if ('entries' in line.data) entries = line.data.entries
      else yield line.data
    }
    if (entries === undefined) throw wrong('is cut off')
  }

  return {
    chains: chains(),
    entries() {
      if (entries === undefined) throw wrong('has not been read to its end')
      return entries
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Writes a file of heads beside the one that may be there, and puts it in its place when it is whole. */
export async function writeHeads(file: string, court: string) {
  const beside = `${file}.part`
  const handle = await open(beside, 'w', 0o600)
  const write = (value: object) => handle.appendFile(`${JSON.stringify(value)}\n`)
  await write({ heads: 1, court })
  return {
    add: ({ chain, index, entryHash }: ChainHead): Promise<void> => write({ chain, index, entryHash }),
    async end(entries: number): Promise<void> {
      await write({ entries })
      await handle.sync()
      await handle.close()
      await rename(beside, file)
    },
    /** What was begun is thrown away, and what was there before stays. */
    async giveUp(): Promise<void> {
      await handle.close()
      await rm(beside)
    },
  }
}
