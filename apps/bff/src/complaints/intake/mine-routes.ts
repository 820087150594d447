import {
  ComplainSchema, ComplaintReceiptSchema, ComplaintSeenSchema, ComplaintUploadedSchema, FileUploadFieldsSchema, MyComplaintParamsSchema, MyComplaintsSchema,
  StepInMineSchema, SupplementMineSchema,
} from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { type ComplaintKey, complaintOf, OPEN_STREAMS } from '@zhixin/shared/ids'
import { LITIGANTS } from '@zhixin/shared/rules'
import type { Cases } from '../../cases'
import type { Log, ReadModel } from '../../log'
import type { Actor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import type { ComplaintFiles } from '../files/files'
import type { ComplaintDocument, ComplaintModel } from '../files/model'
import type { FollowUp, Followed } from './follow-up'
import type { Further } from './further'
import { complainAsSelf, myComplaints } from './policy'
import type { Submit } from './submit'

export interface MineParts {
  log: Log
  list: ReadModel<ComplaintModel>
  files: ComplaintFiles
  cases: Pick<Cases, 'relation'>
  submit: Submit
  followUp: FollowUp
  further: Further
  maxUploadBytes: number
}

const tag = '投诉信访 complaints'
const base = '/complaints/mine'
const MOST = 100

/** What somebody signed in complains of under their own name, and all of it afterwards without a code. Reports of misconduct are never among it. */
export function createMineRoutes({ log, list, files, cases, submit, followUp, further, maxUploadBytes }: MineParts): Route[] {
  /** One of a person's own, decided on the file itself. Throws `input.not_found`, the same for somebody else's as where there is none. */
  async function mineOf(actor: Actor, complaintId: string): Promise<{ target: ComplaintKey; followed: Followed }> {
    assertThat(actor.kind === 'person', 'access.forbidden')
    for (const stream of OPEN_STREAMS) {
      const target = { stream, complaintId }
      const state = await files.state(target)
      if (state.status === 'open' && state.by === 'person' && state.personId === actor.personId) return { target, followed: await followUp.follow(target) }
    }
    throw new CodedError('input.not_found')
  }
  const seenAgain = async (target: ComplaintKey) => {
    const followed = await followUp.follow(target)
    return { data: followUp.seen(followed.first.receipt, target, followed) }
  }
  const own = { tag, policy: myComplaints, limit: 'complain', params: MyComplaintParamsSchema, answer: ComplaintSeenSchema } as const

  return [
    defineRoute({
      method: 'post', path: base, summary: 'Complain, petition or ask as who I am, from a case of mine', tag, policy: complainAsSelf, limit: 'complain', body: ComplainSchema,
      answer: ComplaintReceiptSchema,
      async handle({ actor, body }) {
        assertThat(actor.kind === 'person' && body.by === 'person', 'input.invalid', { field: 'body.by' })
        const { caseId } = body
        if (caseId !== undefined) {
          const { relation } = await cases.relation(actor, caseId)
          assertThat(LITIGANTS.includes(relation), 'input.not_found')
        }
        return submit.submit(body, { personId: actor.personId, ...(caseId !== undefined && { caseId }) })
      },
    }),
    defineRoute({
      method: 'get', path: base, summary: 'What I complained, petitioned or asked under my name; reports of misconduct only by number and code', tag,
      policy: myComplaints, limit: 'read', answer: MyComplaintsSchema,
      async handle({ actor }) {
        assertThat(actor.kind === 'person', 'access.forbidden')
        const ofMine = async (chain: string): Promise<boolean> => {
          const key = complaintOf(chain)
          return key !== undefined && key.stream !== 'discipline' && (await files.state(key)).personId === actor.personId
        }
        const found = await log.reading([list], ofMine, () =>
          list.documents().find({ personId: actor.personId }).sort({ receivedAt: -1, upTo: -1 }).limit(MOST).lean<ComplaintDocument[]>())
        const complaints = await Promise.all(found.map(async ({ _id, stream }) => {
          const followed = await followUp.follow({ stream, complaintId: _id })
          // What came of another one is shown there.
          return followed.first.from !== null ? [] : [{ ...followUp.seen(followed.first.receipt, { stream, complaintId: _id }, followed), complaintId: _id }]
        }))
        return { data: { complaints: complaints.flat() } }
      },
    }),
    defineRoute({
      ...own, method: 'post', path: `${base}/:complaintId/supplements`, summary: 'Adds words and files to one of mine, without a code', body: SupplementMineSchema,
      async handle({ actor, params, body }) {
        const { target, followed } = await mineOf(actor, params.complaintId)
        await further.add(followed, body)
        return seenAgain(target)
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/:complaintId/uploads`, summary: 'A picture, voice or file to add to one of mine; pictures are drawn anew', tag,
      policy: myComplaints, limit: 'complain_upload', params: MyComplaintParamsSchema, body: FileUploadFieldsSchema, upload: { maxBytes: maxUploadBytes },
      answer: ComplaintUploadedSchema,
      async handle({ actor, params, body: { kind }, file }) {
        const { followed } = await mineOf(actor, params.complaintId)
        return { data: await further.upload(followed, { kind, file: file! }) }
      },
    }),
    defineRoute({
      ...own, method: 'post', path: `${base}/:complaintId/steps`, summary: 'Decides what is mine to decide in one of mine, without a code', body: StepInMineSchema,
      async handle({ actor, params, body }) {
        const { target, followed } = await mineOf(actor, params.complaintId)
        await further.decide(followed, body)
        return seenAgain(target)
      },
    }),
  ] as Route[]
}
