import { caseChain } from '@zhixin/shared/ids'
import { fieldsOf, type NoticesConfig, type PushAnsweredSchema, type PushAttemptedSchema, smsParams, type SmsTemplate } from '@zhixin/shared/rules'
import type { z } from 'zod'
import { caseFold } from '../../cases'
import type { PersonReach } from '../../identity'
import type { Log } from '../../log'
import type { Logger } from '../../platform/logger'
import { type Sms, SmsError } from '../../ports/sms'
import { type Wechat, WechatError } from '../../ports/wechat'
import type { NoticeDocument } from './model'
import type { Quota } from './quota'
import type { Words } from './words'

export type Sent = Pick<z.infer<typeof PushAnsweredSchema>, 'outcome' | 'reason' | 'code' | 'providerId'>
export type Attempt = z.infer<typeof PushAttemptedSchema>
export type SentNotice = Pick<NoticeDocument, 'caseId' | 'personId' | 'of' | 'label' | 'day'>

const CODE_MAX = 60

export interface SendingParts {
  log: Log
  config: NoticesConfig
  quota: Pick<Quota, 'refused' | 'giveBack'>
  words: Words
  wechat: Wechat
  sms: Sms
  logger: Logger
}

/** Makes the calls that attempts announce, once each, and says what came of them. Rejects never. */
export function createSending({ log, config, quota, words, wechat, sms, logger }: SendingParts) {
  async function failed(error: unknown, personId: string, templateId: string | undefined, { channel, by }: Attempt): Promise<Sent> {
    const known = error instanceof WechatError || error instanceof SmsError ? error : undefined
    logger.warn({ err: error, channel }, 'a notice did not go out, or may not have')
    const code = error instanceof WechatError ? error.errcode?.toString() : error instanceof SmsError ? error.code : undefined
    if (!known || known.maybeSent) return { outcome: 'unknown', ...(code && { code }) }
    if (channel === 'wechat' && templateId !== undefined) {
      if (known.reason === 'no_quota') await quota.refused(personId, templateId, by)
      else await quota.giveBack(personId, templateId, by)
    }
    return { outcome: 'not_sent', reason: known.reason, ...(code && { code: code.slice(0, CODE_MAX) }) }
  }

  return async function send(notice: SentNotice, attempt: Attempt, person: PersonReach, templateId: string | undefined): Promise<Sent> {
    const { caseId, personId, of } = notice
    try {
      const said = await words(await log.stateSeen(caseFold, caseChain(caseId)), notice)
      if (attempt.channel === 'wechat') {
        const page = `sub-case/pages/thread/index?caseId=${caseId}&personId=${personId}&entry=${of}`
        const { messageId } = await wechat.sendSubscribeMessage({
          openid: person.openid!, templateId: templateId!, page, fields: fieldsOf(config.wechat_templates[attempt.template]!, said),
        })
        return { outcome: 'accepted', ...(messageId !== null && { providerId: messageId }) }
      }
      const phone = person.phones.find(({ id }) => id === attempt.to)!.number
      const { providerId } = await sms.send({ phone, template: attempt.template as SmsTemplate, params: smsParams(said), reference: attempt.by })
      return { outcome: 'accepted', ...(providerId !== null && { providerId }) }
    } catch (error) {
      return failed(error, personId, templateId, attempt)
    }
  }
}
