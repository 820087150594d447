import { type Sms, SmsError, type SmsReport } from '../ports/sms'
import type { Wechat, WechatEvent } from '../ports/wechat'
import type { Clock } from '../platform/clock'
import type { Push } from '../notices'

export interface Trouble {
  phone: string
  from: string
  until: string
  /** The carrier takes nothing for it; or takes it, and it does not arrive. */
  how: 'busy' | 'switched_off'
}

/** WeChat and the carrier of the demonstration's past: what went out then arrived, but for what is said here. No text leaves this process. */
export function createPastCarriers(clock: Clock, troubles: readonly Trouble[]) {
  let count = 0
  let texts: SmsReport[] = []
  let events: WechatEvent[] = []
  const now = (): string => clock.now().toISOString()
  const troubleOf = (phone: string): Trouble['how'] | undefined => troubles.find((one) => one.phone === phone && one.from <= now() && now() < one.until)?.how

  const sms: Sms = {
    async send({ phone, template, reference }) {
      const trouble = troubleOf(phone)
      if (trouble === 'busy') throw new SmsError('busy', { code: 'BUSY' })
      // Codes to sign in with and alarms are nobody's notices: nothing waits for their report.
      if (template.startsWith('notice_')) texts.push({ reference, delivered: trouble === undefined, code: trouble ? 'UNDELIV' : 'DELIVRD', at: now() })
      return { providerId: null }
    },
  }
  const wechat: Pick<Wechat, 'sendSubscribeMessage'> = {
    async sendSubscribeMessage({ openid, templateId }) {
      const messageId = String(++count)
      events.push({ kind: 'sent', openid, templateId, messageId, ok: true, code: '0', status: 'success' })
      return { messageId }
    },
  }
  return {
    sms, wechat,
    /** Says what became of what went out since it was asked last. */
    async report({ reports }: Push): Promise<void> {
      const [said, happened] = [texts, events]
      texts = []
      events = []
      // Each on its own: they go into one batch of the log.
      await Promise.all([...said.map((one) => reports.sms([one])), ...happened.map((one) => reports.wechat([one]))])
    },
  }
}
export type PastCarriers = ReturnType<typeof createPastCarriers>
