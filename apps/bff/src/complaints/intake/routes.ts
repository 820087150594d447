import {
  ComplainantStepSchema, ComplainSchema, ComplaintOptionsSchema, ComplaintReceiptSchema, ComplaintSeenSchema, ComplaintUploadedSchema,
  ComplaintUploadFieldsSchema, FollowUpUploadFieldsSchema, LookUpComplaintSchema, SupplementComplaintSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { type ComplaintKey, STREAMS } from '@zhixin/shared/ids'
import { defineRoute, type Route } from '../../platform/http/route'
import type { ComplaintFiles } from '../files/files'
import type { Receipts } from '../receipts'
import type { FollowUp } from './follow-up'
import type { Further } from './further'
import { complain, followUpComplaint, readComplaintOptions } from './policy'
import type { Submit } from './submit'
import type { ComplaintUploads } from './uploads'

export interface IntakeParts {
  files: ComplaintFiles
  submit: Submit
  receipts: Receipts
  followUp: FollowUp
  further: Further
  uploads: ComplaintUploads
  maxUploadBytes: number
}

const tag = '投诉信访 complaints'
const base = '/complaints'
/** What nobody of the court is asked for: people, departments and rows of members. */
const ASKED = new Set(['text', 'choice', 'yes_no', 'day', 'instant'])

/**
 * The door that is open to everybody: to complain, and to ask how it stands. What is found out here is about one's own complaint alone, never about
 * the court's cases.
 */
export function createIntakeRoutes({ files, submit, receipts, followUp, further, uploads, maxUploadBytes }: IntakeParts): Route[] {
  /** The file of a number and code, and what came of it. */
  async function shownTo({ receipt, followUp: code }: { receipt: string; followUp: string }, address: string) {
    const target = await receipts.lookUp(receipt, code, address)
    return { target, followed: await followUp.follow(target) }
  }
  const seen = async (receipt: string, target: ComplaintKey) => ({ data: followUp.seen(grouped(receipt), target, await followUp.follow(target)) })
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
        return submit.submit(body)
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/uploads`, summary: 'A picture, voice or file for a complaint that is not sent yet; pictures are drawn anew', tag, policy: complain,
      limit: 'complain_upload', body: ComplaintUploadFieldsSchema, upload: { maxBytes: maxUploadBytes }, answer: ComplaintUploadedSchema,
      handle: async ({ body, file }) => ({
        data: await uploads.take(submit.targetOf(body), { kind: body.kind, name: file!.name, bytes: file!.bytes, anonymous: body.anonymous === 'yes' }),
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
        await further.add(followed, body)
        return seen(body.receipt, target)
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/lookup/uploads`, summary: 'A picture, voice or file to add to it', tag, policy: followUpComplaint, limit: 'complain_upload',
      body: FollowUpUploadFieldsSchema, upload: { maxBytes: maxUploadBytes }, answer: ComplaintUploadedSchema,
      async handle({ body, file, address }) {
        const { followed } = await shownTo(body, address)
        return { data: await further.upload(followed, { kind: body.kind, file: file! }) }
      },
    }),
    defineRoute({
      ...looked, method: 'post', path: `${base}/lookup/steps`, summary: 'What whoever complained decides themselves: not satisfied', limit: 'complain',
      body: ComplainantStepSchema,
      async handle({ body, address }) {
        const { target, followed } = await shownTo(body, address)
        await further.decide(followed, body)
        return seen(body.receipt, target)
      },
    }),
  ] as Route[]
}

/** As the number was given out. */
const grouped = (receipt: string): string => receipt.replace(/^(.{4})(.{4})$/, '$1-$2')
