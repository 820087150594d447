import {
  ComplaintAbilitiesSchema, ComplaintDetailSchema, ComplaintListSchema, ComplaintOptionsSchema, ComplaintPeopleSchema, ComplaintUploadedSchema,
  DisciplineListSchema, HandOverFileSchema, LinkCaseSchema, LinkReportSchema, NameAboutSchema, OpeningsSchema, type RegisterComplaint,
  RegisterComplaintSchema, RegisteredComplaintSchema, SayInFileSchema,
  TakeStepSchema,
} from '@zhixin/shared/contract'
import type { Stream } from '@zhixin/shared/ids'
import type { z } from 'zod'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

/** One file as the court's staff open it. */
export interface ComplaintPlace {
  stream: string
  complaintId: string
}
export interface ComplaintsAsked {
  show: 'open' | 'over' | 'mine_first'
  stream?: Exclude<Stream, 'discipline'>
}
interface SentFile {
  path: string
  name: string
  kind: 'picture' | 'file' | 'voice'
}
type Without<S extends z.ZodType> = Omit<z.input<S>, 'commandId'>

/** Files of feedback, petitions and questions. Staff only. Everything rejects with CodedError. */
export function createComplaintFiles(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  // Reports of misconduct have a door of their own.
  const doorOf = (stream: string): string => (stream === 'discipline' ? '/discipline/reports' : `/complaint-files/${stream}`)
  const at = ({ stream, complaintId }: ComplaintPlace, path = ''): string => `${doorOf(stream)}/${complaintId}${path}`
  const done = <I extends object>(path: string, schema: z.ZodType<unknown, I & { commandId: string }>, input: I): Promise<unknown> =>
    intents.once(path, input, (to, value) => api.write(to, schema, ComplaintDetailSchema, value))
  const noteOf = ({ attachmentId, name }: { attachmentId: string; name: string }, { kind }: SentFile) => ({ id: attachmentId, name, kind })

  return {
    /** So many pages of it as one list; what went from one page to another meanwhile comes with the next asking. */
    async list(asked: ComplaintsAsked, pages = 1) {
      const query = { show: asked.show, ...(asked.stream && { stream: asked.stream }) }
      const found = await api.read('/complaint-files', ComplaintListSchema, query)
      for (let page = 2; page <= pages && found.hasMore; page++) {
        const last = found.complaints[found.complaints.length - 1]!
        const { complaints, hasMore } = await api.read('/complaint-files', ComplaintListSchema, { ...query, after: last.complaintId })
        const known = new Set(found.complaints.map(({ complaintId }) => complaintId))
        found.complaints.push(...complaints.filter(({ complaintId }) => !known.has(complaintId)))
        found.hasMore = hasMore
      }
      return found
    },
    one: (place: ComplaintPlace) => api.readWithCan(at(place), ComplaintDetailSchema, ComplaintAbilitiesSchema),
    people: (stream?: string) => api.read(stream === 'discipline' ? '/discipline/reports/people' : '/complaint-files/people', ComplaintPeopleSchema),
    /** Reports of misconduct. Inspectors only. */
    reports: (show: 'open' | 'over') => api.read('/discipline/reports', DisciplineListSchema, { show }),
    openings: ({ complaintId }: ComplaintPlace) => api.read(`/discipline/reports/${complaintId}/openings`, OpeningsSchema),
    linkReport: (place: ComplaintPlace, receipt: string) => done(at(place, '/links'), LinkReportSchema, { receipt }),
    options: () => api.read('/complaints/options', ComplaintOptionsSchema),
    /** Under a number that its draft has kept. */
    take: (place: ComplaintPlace, step: z.input<typeof TakeStepSchema>) => api.write(at(place, '/steps'), TakeStepSchema, ComplaintDetailSchema, step),
    supplement: (place: ComplaintPlace, said: Without<typeof SayInFileSchema>) => done(at(place, '/supplements'), SayInFileSchema, said),
    explain: (place: ComplaintPlace, said: Without<typeof SayInFileSchema>) => done(at(place, '/explanations'), SayInFileSchema, said),
    handOver: (place: ComplaintPlace, said: Without<typeof HandOverFileSchema>) => done(at(place, '/hand-over'), HandOverFileSchema, said),
    linkCase: (place: ComplaintPlace, caseNumber: string) => done(at(place, '/case'), LinkCaseSchema, { caseNumber }),
    nameAbout: (place: ComplaintPlace, about: string[]) => done(at(place, '/about'), NameAboutSchema, { about }),
    async upload(place: ComplaintPlace, file: SentFile, onProgress: (percent: number) => void) {
      const sent = { path: at(place, '/uploads'), filePath: file.path, fileName: file.name, fields: { kind: file.kind }, onProgress }
      return noteOf(await api.upload(sent, ComplaintUploadedSchema), file)
    },
    /** What is looked at by whoever opened the file: fetched, and gone with the page. */
    fetch: (place: ComplaintPlace, { attachmentId, name }: { attachmentId: string; name: string }) =>
      api.download(at(place, `/attachments/${attachmentId}`), name),
    register: (said: RegisterComplaint) => api.write('/complaint-files', RegisterComplaintSchema, RegisteredComplaintSchema, said),
    /** Before it is registered, under the number that it will be registered with. */
    async uploadFirst(commandId: string, stream: Stream, file: SentFile, onProgress: (percent: number) => void) {
      const sent = { path: '/complaint-files/uploads', filePath: file.path, fileName: file.name, fields: { commandId, stream, kind: file.kind }, onProgress }
      return noteOf(await api.upload(sent, ComplaintUploadedSchema), file)
    },
  }
}
export type ComplaintFiles = ReturnType<typeof createComplaintFiles>
