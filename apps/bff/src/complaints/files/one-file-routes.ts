import {
  ComplaintAbilitiesSchema, ComplaintDetailSchema, ComplaintPeopleSchema, ComplaintUploadedSchema, FileUploadFieldsSchema, HandOverFileSchema, LinkCaseSchema,
  NameAboutSchema, SayInFileSchema, TakeStepSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { AttachmentIdSchema, complaintChain, type ComplaintKey, parseChain } from '@zhixin/shared/ids'
import { caseNumberOf, type ComplaintCommand, readsConfidence } from '@zhixin/shared/rules'
import { z } from 'zod'
import { type Attachments, serveAttachment } from '../../attachments'
import type { Cases } from '../../cases'
import type { Log } from '../../log'
import { type Actor, actorKeyOf, type StaffActor } from '../../platform/http/actor'
import type { Policy } from '../../platform/http/policy'
import { defineRoute, type Route } from '../../platform/http/route'
import { goesUp } from '../about'
import type { ComplaintFiles } from './files'
import type { ComplaintPresenter, Reader } from './present'
import { createSteps } from './step'
import type { FileStaff } from './who'

export interface OneFileParts {
  log: Log
  files: ComplaintFiles
  presenter: ComplaintPresenter
  attachments: Attachments
  cases: Cases
  staff: { all(): Promise<FileStaff[]> }
  maxUploadBytes: number
}

/** At which door the files of some streams are opened, and by whom. */
export interface Door<P extends { complaintId: string }> {
  tag: string
  /** `/complaint-files/:stream`, `/discipline/reports`: before `/:complaintId`. */
  base: string
  params: z.ZodObject<{ [K in keyof P]: z.ZodType<P[K]> }>
  keyOf(params: P): ComplaintKey
  open: Policy
  work: Policy
  /** Who opened it is written down before anything is shown. */
  noteOpening?(actor: StaffActor, key: ComplaintKey): Promise<void>
}

/** What is done with one file: the same for every stream, at a door of its own for what is for the inspectors alone. */
export function createOneFileRoutes<P extends { complaintId: string }>(parts: OneFileParts, door: Door<P>): Route[] {
  const { log, files, presenter, attachments, cases, staff, maxUploadBytes } = parts
  const { tag, keyOf } = door
  const params = door.params as unknown as z.ZodType<P>
  const one = `${door.base}/:complaintId`
  const steps = createSteps({ files, attachments, staff })

  async function opened(actor: Actor, key: ComplaintKey): Promise<Reader & { me: StaffActor }> {
    assertThat(actor.kind === 'staff', 'access.forbidden')
    const reader = await files.opened(actor, key)
    await door.noteOpening?.(actor, key)
    return { ...reader, me: actor }
  }
  const answer = async (key: ComplaintKey, reader: Reader) => ({ data: await presenter.detail(key, reader), can: presenter.abilities(key, reader) })

  /** A command of somebody's who opened the file, and the file after it: even where it ended the right to read on, what one did oneself is answered. */
  async function act(me: StaffActor, key: ComplaintKey, commandId: string, command: ComplaintCommand, says: object) {
    await files.act(me, key, commandId, command, says)
    return answer(key, await steps.after(me, key))
  }
  async function say(actor: Actor, key: ComplaintKey, type: 'Supplement' | 'Explain', { commandId, text, files: brought }: z.infer<typeof SayInFileSchema>) {
    const { me } = await opened(actor, key)
    const claimed = await attachments.claim(complaintChain(key), actorKeyOf(me)!, brought.map(({ attachmentId }) => attachmentId))
    return act(me, key, commandId, { type, said: { text, files: brought }, attachments: claimed }, { text })
  }
  const work = { tag, policy: door.work, limit: 'write', params, answer: ComplaintDetailSchema, can: ComplaintAbilitiesSchema } as const

  return [
    defineRoute({
      method: 'get', path: `${door.base.replace('/:stream', '')}/people`, summary: 'Members of staff and departments, to name in a step', tag, policy: door.work, limit: 'read',
      answer: ComplaintPeopleSchema,
      async handle() {
        const all = await staff.all()
        const people = all.map(({ id, name, department }) => ({ staffId: id, name, department }))
        return { data: { staff: people, departments: [...new Set(all.map(({ department }) => department))].sort() } }
      },
    }),
    defineRoute({
      method: 'get', path: one, summary: 'One file, and what I may do with it', tag, policy: door.open, limit: 'read', params, answer: ComplaintDetailSchema,
      can: ComplaintAbilitiesSchema,
      handle: async ({ actor, params: p }) => answer(keyOf(p), await opened(actor, keyOf(p))),
    }),
    defineRoute({
      ...work, method: 'post', path: `${one}/steps`, summary: 'Takes a step of the workflow, with what it asks for', body: TakeStepSchema,
      async handle({ actor, params: p, body }) {
        const { me } = await opened(actor, keyOf(p))
        await steps.take(me, keyOf(p), body)
        return answer(keyOf(p), await steps.after(me, keyOf(p)))
      },
    }),
    defineRoute({
      ...work, method: 'post', path: `${one}/supplements`, summary: 'A note to the file', body: SayInFileSchema,
      handle: ({ actor, params: p, body }) => say(actor, keyOf(p), 'Supplement', body),
    }),
    defineRoute({
      ...work, method: 'post', path: `${one}/explanations`, summary: 'Whom it is about explains', body: SayInFileSchema,
      handle: ({ actor, params: p, body }) => say(actor, keyOf(p), 'Explain', body),
    }),
    defineRoute({
      ...work, method: 'post', path: `${one}/hand-over`, summary: 'Who took it first hands it over (first-contact duty)', body: HandOverFileSchema,
      async handle({ actor, params: p, body: { commandId, toStaffId, toDepartment, note } }) {
        const { me } = await opened(actor, keyOf(p))
        const all = await staff.all()
        const isThere = all.some(({ id, department }) => (toStaffId === undefined ? department === toDepartment : id === toStaffId))
        assertThat(isThere, 'staff.unknown', { field: 'body.toStaffId' })
        const to = toStaffId !== undefined ? { staffId: toStaffId } : { department: toDepartment! }
        return act(me, keyOf(p), commandId, { type: 'HandOver', to, note }, { note })
      },
    }),
    defineRoute({
      ...work, method: 'post', path: `${one}/case`, summary: 'Says which case of this court it is about', body: LinkCaseSchema,
      async handle({ actor, params: p, body: { commandId, caseNumber } }) {
        const { me } = await opened(actor, keyOf(p))
        const number = caseNumberOf(caseNumber) ?? caseNumber
        const caseId = await log.reading([cases.list], (chain) => parseChain(chain)?.kind === 'case', () => cases.idOfNumber(number))
        assertThat(caseId, 'complaints.case_unknown', { field: 'body.caseNumber' })
        return act(me, keyOf(p), commandId, { type: 'LinkCase', caseId }, { caseId })
      },
    }),
    defineRoute({
      ...work, method: 'post', path: `${one}/about`, summary: 'Says which members of staff it is about; they then decide nothing in it', body: NameAboutSchema,
      async handle({ actor, params: p, body: { commandId, about } }) {
        const { me } = await opened(actor, keyOf(p))
        const all = await staff.all()
        assertThat(about.every((id) => all.some((one) => one.id === id)), 'staff.unknown', { field: 'body.about' })
        const isHigher = goesUp(about, all, files.rulesOf(keyOf(p).stream).workflow)
        return act(me, keyOf(p), commandId, { type: 'NameAbout', about, ...(isHigher && { goesUp: true }) }, { about })
      },
    }),
    defineRoute({
      method: 'post', path: `${one}/uploads`, summary: 'A document for a step or a note', tag, policy: door.work, limit: 'upload', params,
      body: FileUploadFieldsSchema, upload: { maxBytes: maxUploadBytes }, answer: ComplaintUploadedSchema,
      async handle({ actor, params: p, body, file }) {
        const { me } = await opened(actor, keyOf(p))
        const upload = { name: file!.name, bytes: file!.bytes, kind: body.kind }
        const { id, name, size, type } = await attachments.store(complaintChain(keyOf(p)), actorKeyOf(me)!, upload)
        return { data: { attachmentId: id, name, size, type } }
      },
    }),
    defineRoute({
      method: 'get', path: `${one}/attachments/:attachmentId`, summary: 'A document of the file', tag, policy: door.open, limit: 'read',
      params: door.params.extend({ attachmentId: AttachmentIdSchema }) as unknown as z.ZodType<P & { attachmentId: string }>, answer: z.object({}), raw: true,
      async handle({ actor, params: p, ctx }) {
        const key = keyOf(p)
        const { file, who } = await opened(actor, key)
        const isNamed = file.attachments.some(({ id }) => id === p.attachmentId)
        const isHidden = file.confidentialFiles.includes(p.attachmentId) && !readsConfidence(file, files.rulesOf(key.stream), who)
        const found = isNamed && !isHidden ? await attachments.read(complaintChain(key), p.attachmentId) : undefined
        assertThat(found, 'input.not_found')
        serveAttachment(ctx, found)
        return { data: {} }
      },
    }),
  ] as Route[]
}
