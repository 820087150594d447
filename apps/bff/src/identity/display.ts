import type { DisplayInput } from '@zhixin/shared/contract'
import { type Connection, Schema } from 'mongoose'

interface DisplayDoc {
  /** `person:<id>` or `staff:<id>` */
  _id: string
  size: DisplayInput['size']
  elder: boolean
}

const schema = new Schema<DisplayDoc>(
  { _id: { type: String, required: true }, size: { type: String, required: true }, elder: { type: Boolean, required: true } },
  { versionKey: false, strict: 'throw' },
)

/** How each one wants things drawn, on whatever phone they sign in. Theirs alone: nobody else is told. */
export function createDisplays(connection: Connection) {
  const model = connection.model<DisplayDoc>('Display', schema, 'identity_displays')
  return {
    async of(whose: string): Promise<DisplayInput | null> {
      const found = await model.findById(whose).lean<DisplayDoc>()
      return found && { size: found.size, elder: found.elder }
    },
    async keep(whose: string, display: DisplayInput): Promise<void> {
      await model.updateOne({ _id: whose }, { $set: display }, { upsert: true })
    },
  }
}
export type Displays = ReturnType<typeof createDisplays>
