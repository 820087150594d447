import { randomBytes } from 'node:crypto'
import { type BindingHelpConfig, dayOf, type HolidayTable, instantOf, lastDay } from '@zhixin/shared/rules'
import { type Connection, Schema, trusted } from 'mongoose'
import { sm3Hex } from '../log'
import type { Clock } from '../platform/clock'

/** What a printed slip's token stands for. The token itself is on the paper alone: here is its hash. */
interface SlipDoc {
  _id: string
  caseId: string
  personId: string
  issuedBy: string
  at: Date
  until: Date
}
const text = { type: String, required: true } as const
const schema = new Schema<SlipDoc>(
  { _id: text, caseId: text, personId: text, issuedBy: text, at: { type: Date, required: true }, until: { type: Date, required: true, index: true } },
  { versionKey: false, minimize: false, strict: 'throw' },
)
/** 128 bits: nobody guesses one. */
const TOKEN_BYTES = 16
const END_OF_DAY = 24 * 60

interface Parts {
  connection: Connection
  config: BindingHelpConfig['slip']
  calendar: HolidayTable
  clock: Clock
}

/** Tokens of slips. One says which case somebody came for, and gives nobody a right to anything. */
export async function createSlips({ connection, config, calendar, clock }: Parts) {
  const slips = connection.model<SlipDoc>('BindingSlip', schema, 'binding_slips')
  await slips.createIndexes()
  return {
    async issue(of: { caseId: string; personId: string; issuedBy: string }): Promise<{ token: string; until: Date }> {
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      const at = clock.now()
      const until = new Date(instantOf(lastDay(config.valid, dayOf(at.toISOString()), calendar), END_OF_DAY))
      await slips.create({ _id: sm3Hex(Buffer.from(token)), ...of, at, until })
      return { token, until }
    },
    /** The case of a token that is not over. Does not check that whoever asks has anything to do with it. */
    async caseOf(token: string): Promise<string | undefined> {
      return (await slips.findOne({ _id: sm3Hex(Buffer.from(token)), until: trusted({ $gt: clock.now() }) }).lean())?.caseId
    },
    sweep: async (): Promise<void> => void (await slips.deleteMany({ until: trusted({ $lte: clock.now() }) })),
  }
}
export type Slips = Awaited<ReturnType<typeof createSlips>>
