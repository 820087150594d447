import { assertThat, CodedError } from '@zhixin/shared/errors'
import { threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { EntryAttachment, SequencedEntry } from '@zhixin/shared/log'
import type { AttachmentNote, ServiceConsented } from '@zhixin/shared/rules'
import { keyOf } from '../messaging'
import { type Actor, actorKeyOf } from '../platform/http/actor'
import type { ElectronicServiceParts } from './index'
import { consentToService, serveDocument } from './policy'
import { groundsOf, type statementOf } from './statement'

export interface PaperConsent {
  given: boolean
  paper: NonNullable<ServiceConsented['paper']>
  scan?: AttachmentNote | undefined
}
export interface ToServe {
  commandId: string
  document: string
  number?: string | undefined
  partyId: string
  attachment: AttachmentNote
  offHoursReason?: string | undefined
}
export type ServiceActs = ReturnType<typeof createServiceActs>

/** What people and the court do about electronic service: each act appends one entry, by the court's configuration of that day. Who may is asked in it. */
export function createServiceActs({ log, messaging, attachments, hasAccount, config }: ElectronicServiceParts, statement: ReturnType<typeof statementOf>) {
  const { agents: { authorities: agents }, address, effect, paper_original: original, documents } = config

  /** What an entry commits to of an upload. A repeat needs no second claim: its upload may be past its time by now. */
  async function claimed(actor: Actor, thread: ThreadKey, commandId: string, id: string): Promise<EntryAttachment> {
    const before = await log.find(keyOf(actor, commandId))
    const [committed] = before ? before.attachments : await attachments.claim(threadChain(thread), actorKeyOf(actor)!, [id])
    if (!committed) throw new CodedError('messaging.attachment_unknown', { field: 'body.attachments' })
    return committed
  }

  return {
    /** To the words as they are now: that these are what the person was shown is for the caller to know. */
    consent: (actor: Actor, thread: ThreadKey, commandId: string) =>
      messaging.act({
        actor, thread, policy: consentToService, commandId, command: { type: 'ConsentToService', statement, agents },
        isSame: ({ type, body }) => type === 'service.consented' && body.hash === statement.hash,
      }),

    async recordPaper(actor: Actor, thread: ThreadKey, commandId: string, { given, paper, scan }: PaperConsent) {
      const committed = scan && (await claimed(actor, thread, commandId, scan.id))
      return messaging.act({
        actor, thread, policy: serveDocument, commandId,
        command: { type: 'RecordPaperConsent', given, paper, statement, agents, ...(committed && { scan: { note: scan, committed } }) },
        isSame: ({ type, body, attachments: [filed] }) =>
          type === (given ? 'service.consented' : 'service.consent_withdrawn') && filed?.id === scan?.id
          && (body.paper as { number?: string } | undefined)?.number === paper.number,
      })
    },

    async serve(actor: Actor, thread: ThreadKey, { commandId, document: id, number, partyId, attachment, offHoursReason }: ToServe): Promise<SequencedEntry> {
      const document = documents[id]
      assertThat(document, 'input.invalid', { field: 'body.document' })
      const committed = await claimed(actor, thread, commandId, attachment.id)
      assertThat((await log.find(keyOf(actor, commandId))) !== undefined || (await hasAccount(thread.personId)), 'service.no_account')
      const entry = await messaging.act({
        actor, thread, policy: serveDocument, commandId,
        command: {
          type: 'Serve', document: { id, ...document }, attachment: committed, address: address.name, effect: effect.words, cite: groundsOf(config), agents,
          said: { partyId, attachment, ...(number !== undefined && { number }), ...(offHoursReason !== undefined && { offHoursReason }) },
          ...(original.kinds.includes(document.kind) && { paper: original.words }),
        },
        isSame: ({ type, body, attachments: [filed] }) =>
          type === 'service.sent' && body.document === id && body.partyId === partyId && body.number === number && filed?.id === attachment.id,
      })
      return entry!
    },

    /** Once: opened again, nothing more is said. */
    open: (actor: Actor, thread: ThreadKey, index: number) =>
      messaging.act({
        actor, thread, policy: consentToService, commandId: `service-opened/${thread.caseId}/${index}`, command: { type: 'OpenService', of: index },
        isSame: ({ type }) => type === 'service.opened',
      }),

    confirm: (actor: Actor, thread: ThreadKey, commandId: string, index: number) =>
      messaging.act({
        actor, thread, policy: consentToService, commandId, command: { type: 'ConfirmService', of: index },
        isSame: ({ type, body }) => type === 'service.confirmed' && body.of === index,
      }),
  }
}
