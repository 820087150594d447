import { AddToComplaintInCallSchema, AskComplaintInCallSchema, CallParamsSchema, ComplaintSeenSchema } from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { type ComplaintKey, isOpenStream } from '@zhixin/shared/ids'
import { type CallComplaintTold, CallComplaintToldSchema } from '@zhixin/shared/rules'
import type { z } from 'zod'
import type { Complaints } from '../complaints'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { asClerk, type Calls } from './calls'
import { workHotline } from './policy'

interface Parts {
  calls: Calls
  complaints: Pick<Complaints, 'files' | 'followUp' | 'receipts'>
  /** Not before a time that is the same for all answers. */
  evenly<T>(work: Promise<T>): Promise<T>
}
type Asked = Pick<z.infer<typeof AskComplaintInCallSchema>, 'receipt' | 'followUp'>
type Told = Omit<CallComplaintTold, 'what'>
const tag = '热线坐席 hotline'
/** For what may be done at all, before it is known with which one. */
const NONE = { stream: 'petition', complaintId: 'k_00000000' } as const

/**
 * What whoever complained may know of it, read out to them: by the number and code that they were given, as everybody may ask without signing in, or by the
 * number alone where they were verified and it is theirs. To the clerk every report of misconduct is none, and so is what is about the clerk.
 */
export function createComplaintRoutes({ calls, complaints: { files, followUp, receipts }, evenly }: Parts): Route[] {
  /** The first file of the number. Wrong codes are counted by clerk, as elsewhere by network: see `receipts`. */
  async function byNumber({ staffId }: StaffActor, { receipt, followUp: code }: Asked): Promise<ComplaintKey | undefined> {
    if (code === undefined) return receipts.find(receipt)
    return receipts.lookUp(receipt, code, `desk/${staffId}`).catch((error: unknown) => {
      if (error instanceof CodedError && error.code === 'input.not_found') return undefined
      throw error
    })
  }

  async function asked(clerk: StaffActor, callId: string, said: Asked) {
    const by = said.followUp === undefined ? ('person' as const) : ('code' as const)
    const { verified } = await calls.assertMay(clerk, callId, { type: 'TellComplaint', told: { ...NONE, by, what: 'shown' } })
    const found = await evenly((async () => {
      const target = await byNumber(clerk, said)
      if (!target || !isOpenStream(target.stream)) return undefined
      const { status, by: bearer, personId } = await files.state(target)
      if (status !== 'open' || (by === 'person' && (bearer !== 'person' || personId !== verified?.personId))) return undefined
      const followed = await followUp.follow(target)
      const isAboutClerk = [followed.first, followed.file].some(({ about }) => about.includes(clerk.staffId))
      return isAboutClerk || !isOpenStream(followed.current.stream) ? undefined : { target, followed }
    })())
    assertThat(found, 'input.not_found')
    const { stream, complaintId } = found.followed.current
    assertThat(isOpenStream(stream), 'input.not_found')
    return { ...found, told: { stream, complaintId, by } satisfies Told }
  }
  const seen = async (target: ComplaintKey) => {
    const followed = await followUp.follow(target)
    return { data: followUp.seen(followed.first.receipt, target, followed) }
  }

  const work = { tag, policy: workHotline, limit: 'write', params: CallParamsSchema, answer: ComplaintSeenSchema } as const
  return [
    defineRoute({
      ...work, method: 'post', path: '/hotline/calls/:callId/complaint', summary: 'How a complaint stands, to whoever made it', body: AskComplaintInCallSchema,
      async handle({ actor, params: { callId }, body: { commandId, ...said } }) {
        const clerk = asClerk(actor)
        const { target, told } = await asked(clerk, callId, said)
        const stored = await calls.act(clerk, callId, commandId, { type: 'TellComplaint', told: { ...told, what: 'shown' } })
        assertThat(stored?.body.complaintId === told.complaintId && stored.body.what === 'shown', 'log.key_conflict')
        return seen(target)
      },
    }),
    defineRoute({
      ...work, method: 'post', path: '/hotline/calls/:callId/complaint/supplements', summary: 'Adds what they say to it', body: AddToComplaintInCallSchema,
      async handle({ actor, params: { callId }, body: { commandId, text, ...said } }) {
        const clerk = asClerk(actor)
        const { target, followed, told } = await asked(clerk, callId, said)
        const { current, file } = followed
        const before = await calls.find(clerk, commandId)
        assertThat(before || !files.rulesOf(current.stream).workflow.states[file.state]!.over, 'complaints.over')
        const stored = await calls.act(clerk, callId, commandId, { type: 'TellComplaint', told: { ...told, what: 'added' } })
        // Into the file that it was meant for the first time, whatever has come of that one since.
        const { stream, complaintId, what } = CallComplaintToldSchema.parse(stored?.body)
        assertThat(what === 'added', 'log.key_conflict')
        await files.byComplainant({ stream, complaintId }, commandId, { type: 'Supplement', said: { text, files: [] }, attachments: [] }, { text, files: [] })
        return seen(target)
      },
    }),
  ] as Route[]
}
