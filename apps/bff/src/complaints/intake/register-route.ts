import {
  ComplaintUploadedSchema, type RegisterComplaint, RegisterComplaintSchema, RegisteredComplaintSchema, RegisterUploadFieldsSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import type { ComplaintKey } from '@zhixin/shared/ids'
import { type Actor, actorKeyOf, type StaffActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import type { ComplaintFiles } from '../files/files'
import { registerComplaint } from '../files/policy'
import type { FileStaff } from '../files/who'
import type { Register } from '../register'
import type { ComplaintUploads } from './uploads'

export interface RegisterRouteParts {
  files: ComplaintFiles
  register: Register
  uploads: ComplaintUploads
  staff: { all(): Promise<FileStaff[]> }
  maxUploadBytes: number
  /** Sends the number by text, to whoever asked for that; says nothing else. */
  textReceipt(phone: string, receipt: string): void
}

const tag = '投诉信访 complaints'
const base = '/complaint-files'

/**
 * What came by letter, fax, telephone, visit or transfer, written down by whoever took it, who is then the first contact (R6). Nobody is registered
 * as a person of the court's here: that a caller or visitor is who they say is verified at the hotline's desk. Of a report of misconduct whoever
 * registered it learns the receipt and nothing more: it is the inspectors' from that moment.
 */
export function createRegisterRoutes({ files, register, uploads, staff, maxUploadBytes, textReceipt }: RegisterRouteParts): Route[] {
  const office = (actor: Actor): StaffActor => {
    assertThat(actor.kind === 'staff', 'access.forbidden')
    return actor
  }
  const commandKeyOf = (actor: StaffActor, commandId: string): string => `${actorKeyOf(actor)!}/${commandId}`
  const targetOf = (actor: StaffActor, { stream, commandId }: Pick<RegisterComplaint, 'stream' | 'commandId'>): ComplaintKey =>
    ({ stream, complaintId: files.idOf(stream, commandKeyOf(actor, commandId)) })

  return [
    defineRoute({
      method: 'post', path: base, summary: 'Registers a letter, fax, call, visit or transfer; answers the receipt', tag, policy: registerComplaint, limit: 'write',
      body: RegisterComplaintSchema, answer: RegisteredComplaintSchema,
      async handle({ actor, body }) {
        const me = office(actor)
        const known = new Set((await staff.all()).map(({ id }) => id))
        assertThat(body.about.every((id) => known.has(id)), 'staff.unknown', { field: 'body.about' })
        const { commandId, channel, about, textTo, ...said } = body
        const key = targetOf(me, body)
        const brought = said.by === 'anonymous' ? await uploads.namelessly(key, said.files) : said.files
        const { target, receipt, followUp, receivedAt, told, next, isNew } = await register({
          commandKey: commandKeyOf(me, commandId), said: { ...said, files: brought }, channel, about, textTo,
          staff: { id: me.staffId, role: me.roles[0]!.slice(0, 32) },
        })
        if (textTo !== undefined && isNew) textReceipt(textTo, receipt)
        return { data: { receipt, followUp, receivedAt, told, next, complaintId: target.stream === 'discipline' ? null : target.complaintId } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/uploads`, summary: 'What came with it, before it is registered under the same number', tag, policy: registerComplaint,
      limit: 'upload', body: RegisterUploadFieldsSchema, upload: { maxBytes: maxUploadBytes }, answer: ComplaintUploadedSchema,
      async handle({ actor, body, file }) {
        const key = targetOf(office(actor), body)
        assertThat((await files.state(key)).status === 'none', 'log.key_conflict')
        return { data: await uploads.take(key, { kind: body.kind, name: file!.name, bytes: file!.bytes, anonymous: false }) }
      },
    }),
  ] as Route[]
}
