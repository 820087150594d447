import {
  ComplainantStepSchema, type Complain, ComplainSchema, ComplaintOptionsSchema, ComplaintReceiptSchema, ComplaintSeenSchema, ComplaintUploadedSchema,
  ComplaintUploadFieldsSchema, FollowUpUploadFieldsSchema, LookUpComplaintSchema, MyComplaintParamsSchema, MyComplaintsSchema,
  StepInMineSchema, SupplementComplaintSchema, SupplementMineSchema,
} from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { complaintChain, type ComplaintKey, complaintOf, OPEN_STREAMS, STREAMS } from '@zhixin/shared/ids'
import { LITIGANTS } from '@zhixin/shared/rules'
import type { z } from 'zod'
import type { Attachments } from '../../attachments'
import type { Cases } from '../../cases'
import type { Log, ReadModel } from '../../log'
import type { Actor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import type { ComplaintFiles } from '../files/files'
import type { ComplaintDocument, ComplaintModel } from '../files/model'
import type { Receipts } from '../receipts'
import { ownerOf, type Register } from '../register'
import type { FollowUp, Followed } from './follow-up'
import { complain, complainAsSelf, followUpComplaint, myComplaints, readComplaintOptions } from './policy'
import type { ComplaintUploads } from './uploads'

export interface IntakeParts {
  log: Log
  list: ReadModel<ComplaintModel>
  files: ComplaintFiles
  register: Register
  receipts: Receipts
  followUp: FollowUp
  uploads: ComplaintUploads
  attachments: Attachments
  cases: Cases
  maxUploadBytes: number
  /** Sends the number by text, to whoever asked for that; says nothing else. */
  textReceipt(phone: string, receipt: string): void
}

const tag = '投诉信访 complaints'
const base = '/complaints'
const MINE_MOST = 100
/** What nobody of the court is asked for: people, departments and rows of members. */
const ASKED = new Set(['text', 'choice', 'yes_no', 'day', 'instant'])

/**
 * The door that is open to everybody: to complain, and to ask how it stands. What is found out here is about one's own complaint alone, never about
 * the court's cases.
 */
export function createIntakeRoutes(parts: IntakeParts): Route[] {
  const { log, list, files, register, receipts, followUp, uploads, attachments, cases, maxUploadBytes, textReceipt } = parts

  /** The phone's own number of the command is random and long enough to be known to nobody else; whose phone it is stands nowhere. */
  const commandKeyOf = (commandId: string): string => `anyone/${commandId}`
  const targetOf = ({ stream, commandId }: Pick<Complain, 'stream' | 'commandId'>): ComplaintKey =>
    ({ stream, complaintId: files.idOf(stream, commandKeyOf(commandId)) })

  async function received(body: Complain, more: { personId?: string; caseId?: string } = {}) {
    const { commandId, textTo, caseId: _caseId, ...said } = body
    const brought = said.by === 'anonymous' ? await uploads.namelessly(targetOf(body), said.files) : said.files
    const { receipt, followUp: code, receivedAt, told, next, isNew } = await register({
      commandKey: commandKeyOf(commandId), said: { ...said, files: brought }, channel: 'app', textTo, ...more,
    })
    if (textTo !== undefined && isNew) textReceipt(textTo, receipt)
    return { data: { receipt, followUp: code, receivedAt, told, next } }
  }

  /** The file of a number and code, and what came of it. */
  async function shownTo({ receipt, followUp: code }: { receipt: string; followUp: string }, address: string) {
    const target = await receipts.lookUp(receipt, code, address)
    return { target, followed: await followUp.follow(target) }
  }
  const seen = async (receipt: string, target: ComplaintKey) => ({ data: followUp.seen(grouped(receipt), target, await followUp.follow(target)) })
  const seenAgain = async (target: ComplaintKey) => {
    const followed = await followUp.follow(target)
    return { data: followUp.seen(followed.first.receipt, target, followed) }
  }

  /** Where a command belongs: into the newest file, and a repeat of it to where it stands already. */
  async function placeOf({ row, current, file }: Followed, commandId: string) {
    const stand = await Promise.all(row.map((key) => files.hasOfComplainant(key, commandId)))
    const known = row[stand.indexOf(true)]
    return known ? { key: known, file: await files.state(known), isRepeat: true } : { key: current, file, isRepeat: false }
  }
  async function add(followed: Followed, { commandId, text, files: named }: Pick<z.infer<typeof SupplementComplaintSchema>, 'commandId' | 'text' | 'files'>) {
    const { key, file, isRepeat } = await placeOf(followed, commandId)
    assertThat(isRepeat || !files.rulesOf(key.stream).workflow.states[file.state]!.over, 'complaints.over')
    assertThat(text !== '' || named.length > 0, 'input.invalid', { field: 'body.text' })
    const brought = file.by === 'anonymous' ? await uploads.namelessly(key, named) : named
    // What stands there already has claimed its own; uploads are let go of after some days.
    const claimed = isRepeat ? [] : await attachments.claim(complaintChain(key), ownerOf(key.complaintId), brought.map(({ attachmentId }) => attachmentId))
    await files.byComplainant(key, commandId, { type: 'Supplement', said: { text, files: brought }, attachments: claimed }, { text, files: brought })
  }
  async function decide(followed: Followed, { commandId, step, fields }: Pick<z.infer<typeof ComplainantStepSchema>, 'commandId' | 'step' | 'fields'>) {
    const { key } = await placeOf(followed, commandId)
    const spec = files.rulesOf(key.stream).workflow.steps.find(({ id }) => id === step)
    assertThat(spec, 'input.not_found')
    const opens = spec.opens && { stream: spec.opens, complaintId: files.idOf(spec.opens, `${key.complaintId}/${commandId}`) }
    await files.byComplainant(key, commandId, {
      type: 'TakeStep', step, fields, declared: Object.keys(spec.declares), papers: [], ...(opens && { opens }),
    }, { step })
  }
  /** One of a person's own, decided on the file itself. Never a report of misconduct: those are found by number and code alone. */
  async function mineOf(actor: Actor, complaintId: string): Promise<{ target: ComplaintKey; followed: Followed }> {
    assertThat(actor.kind === 'person', 'access.forbidden')
    for (const stream of OPEN_STREAMS) {
      const target = { stream, complaintId }
      const state = await files.state(target)
      if (state.status === 'open' && state.by === 'person' && state.personId === actor.personId) return { target, followed: await followUp.follow(target) }
    }
    throw new CodedError('input.not_found')
  }
  const own = { tag, policy: myComplaints, limit: 'complain', params: MyComplaintParamsSchema, answer: ComplaintSeenSchema } as const
  const looked = { tag, policy: followUpComplaint, answer: ComplaintSeenSchema } as const

  return [
    defineRoute({
      method: 'get', path: `${base}/options`, summary: 'What can be said to whom, and what is asked', tag, policy: readComplaintOptions, limit: 'read',
      answer: ComplaintOptionsSchema,
      handle: async () => ({
        data: {
          streams: STREAMS.map((stream) => {
            const { label, fields, registration, states, initial } = files.rulesOf(stream).workflow
            const needed = new Set(registration.needs.map(({ field }) => field))
            return {
              stream, label, told: states[initial]!.told, next: states[initial]!.next ?? null,
              fields: [...needed, ...registration.may_say].filter((field) => ASKED.has(fields[field]!.type)).map((field) => {
                const { label: words, type, choices = {}, hint } = fields[field]!
                return {
                  field, label: words, type, required: needed.has(field), hint: hint ?? null,
                  choices: Object.entries(choices).map(([value, choice]) => ({ value, label: choice })),
                }
              }),
            }
          }),
        },
      }),
    }),
    defineRoute({
      method: 'post', path: base, summary: 'Complain, petition, report or ask, as nobody in particular; the answer is the same whatever is named', tag, policy: complain,
      limit: 'complain', body: ComplainSchema, answer: ComplaintReceiptSchema,
      async handle({ body }) {
        // Under one's own name there is a door of its own; a case can be named here in words alone.
        assertThat(body.by !== 'person', 'input.invalid', { field: 'body.by' })
        assertThat(body.caseId === undefined, 'input.invalid', { field: 'body.caseId' })
        return received(body)
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/mine`, summary: 'The same as who I am, from a case of mine', tag, policy: complainAsSelf, limit: 'complain', body: ComplainSchema,
      answer: ComplaintReceiptSchema,
      async handle({ actor, body }) {
        assertThat(actor.kind === 'person' && body.by === 'person', 'input.invalid', { field: 'body.by' })
        const { caseId } = body
        if (caseId !== undefined) {
          const { relation } = await cases.relation(actor, caseId)
          assertThat(LITIGANTS.includes(relation), 'input.not_found')
        }
        return received(body, { personId: actor.personId, ...(caseId !== undefined && { caseId }) })
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/mine`, summary: 'What I complained, petitioned or asked under my name; reports of misconduct only by number and code', tag,
      policy: myComplaints, limit: 'read', answer: MyComplaintsSchema,
      async handle({ actor }) {
        assertThat(actor.kind === 'person', 'access.forbidden')
        const ofMine = async (chain: string): Promise<boolean> => {
          const key = complaintOf(chain)
          return key !== undefined && key.stream !== 'discipline' && (await files.state(key)).personId === actor.personId
        }
        const found = await log.reading([list], ofMine, () =>
          list.documents().find({ personId: actor.personId }).sort({ receivedAt: -1, upTo: -1 }).limit(MINE_MOST).lean<ComplaintDocument[]>())
        const complaints = await Promise.all(found.map(async ({ _id, stream }) => {
          const followed = await followUp.follow({ stream, complaintId: _id })
          // What came of another one is shown there.
          return followed.first.from !== null ? [] : [{ ...followUp.seen(followed.first.receipt, { stream, complaintId: _id }, followed), complaintId: _id }]
        }))
        return { data: { complaints: complaints.flat() } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/uploads`, summary: 'A picture, voice or file for a complaint that is not sent yet; pictures are drawn anew', tag, policy: complain,
      limit: 'complain_upload', body: ComplaintUploadFieldsSchema, upload: { maxBytes: maxUploadBytes }, answer: ComplaintUploadedSchema,
      handle: async ({ body, file }) => ({
        data: await uploads.take(targetOf(body), { kind: body.kind, name: file!.name, bytes: file!.bytes, anonymous: body.anonymous === 'yes' }),
      }),
    }),
    defineRoute({
      ...looked, method: 'post', path: `${base}/lookup`, summary: 'How it stands, by receipt number and follow-up code', limit: 'sign_in', body: LookUpComplaintSchema,
      async handle({ body, address }) {
        const { target } = await shownTo(body, address)
        return seen(body.receipt, target)
      },
    }),
    defineRoute({
      ...looked, method: 'post', path: `${base}/lookup/supplements`, summary: 'Adds words and files to it', limit: 'complain', body: SupplementComplaintSchema,
      async handle({ body, address }) {
        const { target, followed } = await shownTo(body, address)
        await add(followed, body)
        return seen(body.receipt, target)
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/lookup/uploads`, summary: 'A picture, voice or file to add to it', tag, policy: followUpComplaint, limit: 'complain_upload',
      body: FollowUpUploadFieldsSchema, upload: { maxBytes: maxUploadBytes }, answer: ComplaintUploadedSchema,
      async handle({ body, file, address }) {
        const { followed: { current, file: state } } = await shownTo(body, address)
        return { data: await uploads.take(current, { kind: body.kind, name: file!.name, bytes: file!.bytes, anonymous: state.by === 'anonymous' }) }
      },
    }),
    defineRoute({
      ...looked, method: 'post', path: `${base}/lookup/steps`, summary: 'What whoever complained decides themselves: not satisfied', limit: 'complain',
      body: ComplainantStepSchema,
      async handle({ body, address }) {
        const { target, followed } = await shownTo(body, address)
        await decide(followed, body)
        return seen(body.receipt, target)
      },
    }),
    defineRoute({
      ...own, method: 'post', path: `${base}/mine/:complaintId/supplements`, summary: 'Adds words to one of mine, without a code', body: SupplementMineSchema,
      async handle({ actor, params, body }) {
        const { target, followed } = await mineOf(actor, params.complaintId)
        await add(followed, body)
        return seenAgain(target)
      },
    }),
    defineRoute({
      ...own, method: 'post', path: `${base}/mine/:complaintId/steps`, summary: 'Decides what is mine to decide in one of mine, without a code', body: StepInMineSchema,
      async handle({ actor, params, body }) {
        const { target, followed } = await mineOf(actor, params.complaintId)
        await decide(followed, body)
        return seenAgain(target)
      },
    }),
  ] as Route[]
}

/** As the number was given out. */
const grouped = (receipt: string): string => receipt.replace(/^(.{4})(.{4})$/, '$1-$2')
