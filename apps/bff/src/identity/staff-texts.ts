import type { RingResult, SmsTemplate } from '@zhixin/shared/rules'
import type { Logger } from '../platform/logger'
import { SmsError, type Sms } from '../ports/sms'
import { newReference } from './ids'
import type { StaffAccess } from './staff'

interface Parts {
  staff: Pick<StaffAccess, 'activeDoc' | 'phoneOf'>
  sms: Sms
  logger: Logger
}

const RESULTS: Record<SmsError['reason'], RingResult> = { rejected: 'refused', busy: 'busy', misconfigured: 'busy' }

/** Texts to members of staff on their own mobiles, whose numbers stay in here but for the desk's call list. */
export function createStaffTexts({ staff, sms, logger }: Parts) {
  return {
    /** What the gateway said. Never rejects. */
    async text(staffId: string, template: SmsTemplate): Promise<RingResult> {
      try {
        const found = await staff.activeDoc(staffId)
        const phone = found && staff.phoneOf(found)
        if (!phone) return 'no_number'
        await sms.send({ phone, template, params: {}, reference: newReference() })
        return 'sent'
      } catch (error) {
        logger.warn({ err: error }, 'a text to a member of staff did not go')
        return error instanceof SmsError ? RESULTS[error.reason] : 'busy'
      }
    },
    /** For the desk that calls them: only active staff have one. */
    async mobiles(staffIds: readonly string[]): Promise<Map<string, string>> {
      const found = await Promise.all([...new Set(staffIds)].map((id) => staff.activeDoc(id)))
      return new Map(found.flatMap((doc) => (doc ? [[doc._id, staff.phoneOf(doc)] as const] : [])))
    },
  }
}
