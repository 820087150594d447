import { trusted } from 'mongoose'
import type { Models } from './model'
import { alertContext } from './people'
import type { SmsCodes } from './sms-codes'
import type { Vault } from './vault'

interface Parts {
  models: Models
  vault: Vault
  smsCodes: Pick<SmsCodes, 'sendLater'>
  hotline: string
}

/** Tells confirmed phones that a number was added beside them, or in their place. What has not gone is sent again: at least once. */
export function createPhoneAlerts({ models: { people }, vault, smsCodes, hotline }: Parts) {
  async function send(personId: string): Promise<void> {
    const person = await people.findById(personId).select('alerts').lean()
    for (const { id, sealed } of person?.alerts ?? []) {
      const gone = async (): Promise<void> => void (await people.updateOne({ _id: personId }, { $pull: { alerts: { id } }, $inc: { revision: 1 } }))
      smsCodes.sendLater(vault.open(sealed, alertContext(personId)), 'phone_changed', { hotline }, gone)
    }
  }
  return {
    send,
    async sendLeft(): Promise<void> {
      const left = await people.find({ 'alerts.0': trusted({ $exists: true }) }).select('_id').lean()
      for (const { _id } of left) await send(_id)
    },
  }
}
export type PhoneAlerts = ReturnType<typeof createPhoneAlerts>
