import {
  ComplainantStepSchema, ComplainSchema, ComplaintOptionsSchema, ComplaintReceiptSchema, type ComplaintSeen, ComplaintSeenSchema, ComplaintUploadedSchema,
  LookUpComplaintSchema, MyComplaintsSchema, StepInMineSchema, SupplementComplaintSchema, SupplementMineSchema,
} from '@zhixin/shared/contract'
import { StreamSchema, type Stream } from '@zhixin/shared/ids'
import { z } from 'zod'
import type { RandomAdapter, StorageAdapter, Timer, TimersAdapter } from './adapters'
import { type Api, checked, parse } from './api'
import { answerToEarlier } from './earlier-texts'
import { codedOf } from './errors'
import type { Http } from './http'
import { newCommandId } from './ids'
import { createWriteIntents } from './write-intents'

const FileSchema = z.object({ attachmentId: z.string(), name: z.string(), kind: z.enum(['picture', 'file', 'voice']), confidential: z.boolean() })
/** What somebody is writing, as it lies on this phone. */
export const DoorDraftSchema = z.object({
  commandId: z.string(),
  stream: StreamSchema,
  by: z.enum(['person', 'named', 'anonymous']),
  matter: z.string(), confidential: z.string(), caseNumber: z.string(), aboutSaid: z.string(),
  name: z.string(), phone: z.string(), address: z.string(), textTo: z.string(),
  fields: z.record(z.string(), z.string()),
  files: z.array(FileSchema),
  caseId: z.string().optional(),
  /** As it was sent, each time that the court may have it from: whichever came first is the one that it has. */
  sent: z.array(z.string()).optional(),
})
export type DoorDraft = z.infer<typeof DoorDraftSchema>
export type DoorFile = z.infer<typeof FileSchema>
export type DoorKind = DoorFile['kind']
export interface DoorReceipt extends z.infer<typeof ComplaintReceiptSchema> {
  /** The court had this one from before: what was changed since then is not in it. */
  isEarlier: boolean
}
export interface DoorTicket {
  receipt: string
  followUp: string
}
/** Where more is said: by number and code, or, signed in, in one of one's own. */
export type DoorPlace = DoorTicket | { complaintId: string }

const KEY = 'zx/complaint-at-the-door'
const SAVE_AFTER_MS = 400

interface Parts {
  http: Http
  api: Api
  storage: StorageAdapter
  timers: TimersAdapter
  random: RandomAdapter
}

/**
 * The door for complaints, open to whoever holds this phone. What goes through it without a name goes without token and without this phone's name.
 * Rejects with CodedError.
 */
export function createComplaintDoor({ http, api, storage, timers, random }: Parts) {
  const intents = createWriteIntents(random)
  let waiting: { draft: DoorDraft; timer: Timer } | undefined
  /** Of which numbers what was sent. A page that goes on being typed in knows nothing of it. */
  const sent = new Map<string, readonly string[]>()
  const post = async <T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T> => parse(answer, (await http.call({ method: 'POST', path, body, nameless: true })).data)

  async function write(): Promise<void> {
    if (!waiting) return
    const { draft, timer } = waiting
    timers.clear(timer)
    waiting = undefined
    // A draft that finds no room is still on the page.
    await storage.set(KEY, JSON.stringify(draft)).catch(() => undefined)
  }
  const withSent = ({ sent: _sent, ...draft }: DoorDraft): DoorDraft => {
    const texts = sent.get(draft.commandId) ?? []
    return texts.length > 0 ? { ...draft, sent: [...texts] } : draft
  }
  async function keep(draft: DoorDraft, texts: readonly string[]): Promise<void> {
    sent.set(draft.commandId, texts)
    timers.clear(waiting?.timer)
    waiting = { draft: withSent(draft), timer: timers.set(() => undefined, SAVE_AFTER_MS) }
    await write()
  }
  async function send(text: string): Promise<z.infer<typeof ComplaintReceiptSchema>> {
    const body = JSON.parse(text) as z.input<typeof ComplainSchema>
    if (body.by === 'person') return api.write('/complaints/mine', ComplainSchema, ComplaintReceiptSchema, body)
    return post('/complaints', checked(ComplainSchema, body), ComplaintReceiptSchema)
  }
  const say = (place: DoorPlace, what: string, said: object, byCode: z.ZodType, signedIn: z.ZodType): Promise<ComplaintSeen> =>
    'complaintId' in place
      ? intents.once(`/complaints/mine/${place.complaintId}/${what}`, said, (path, input) => api.write(path, signedIn, ComplaintSeenSchema, input))
      : intents.once(`/complaints/lookup/${what}`, { ...place, ...said }, (path, input) => post(path, checked(byCode, input), ComplaintSeenSchema))

  return {
    options: async () => parse(ComplaintOptionsSchema, (await http.call({ method: 'GET', path: '/complaints/options', nameless: true })).data),
    async begin(stream: Stream, by: DoorDraft['by']): Promise<DoorDraft> {
      return {
        commandId: await newCommandId(random), stream, by, matter: '', confidential: '', caseNumber: '', aboutSaid: '', name: '', phone: '', address: '', textTo: '',
        fields: {}, files: [],
      }
    },
    async load(): Promise<DoorDraft | undefined> {
      const text = waiting ? JSON.stringify(waiting.draft) : await storage.get(KEY).catch(() => undefined)
      try {
        const draft = DoorDraftSchema.safeParse(JSON.parse(text ?? 'null')).data
        if (draft?.sent && !sent.has(draft.commandId)) sent.set(draft.commandId, draft.sent)
        return draft
      } catch {
        return undefined
      }
    },
    /** Whether the court may have this one already, and its number is not written down yet. */
    maybeSent: ({ commandId }: DoorDraft): boolean => (sent.get(commandId) ?? []).length > 0,
    save(draft: DoorDraft): void {
      timers.clear(waiting?.timer)
      waiting = { draft: withSent(draft), timer: timers.set(() => void write(), SAVE_AFTER_MS) }
    },
    flush: write,
    async clear(): Promise<void> {
      timers.clear(waiting?.timer)
      waiting = undefined
      sent.clear()
      await storage.remove(KEY)
    },
    async upload({ commandId, stream, by }: DoorDraft, { path, name, kind }: { path: string; name: string; kind: DoorKind }): Promise<DoorFile> {
      const fields = { commandId, stream, kind, anonymous: by === 'anonymous' ? 'yes' : 'no' }
      const { data } = await http.upload({ path: '/complaints/uploads', filePath: path, fileName: by === 'anonymous' ? 'picture' : name, fields, nameless: true })
      const { attachmentId, name: kept } = parse(ComplaintUploadedSchema, data)
      return { attachmentId, name: kept, kind, confidential: false }
    },
    /**
     * Sends it, once: what is sent is written down before, under a number that stays, beside all that was sent under it earlier. Where the court had
     * an earlier one, whose answer was lost, the receipt of that one is fetched.
     */
    async submit(draft: DoorDraft): Promise<DoorReceipt> {
      const text = JSON.stringify(saidBy(draft))
      const earlier = (sent.get(draft.commandId) ?? []).filter((one) => one !== text)
      const isRepeat = earlier.length < (sent.get(draft.commandId) ?? []).length
      await keep(draft, isRepeat ? sent.get(draft.commandId)! : [...earlier, text])
      try {
        return { ...(await send(text)), isEarlier: false }
      } catch (error) {
        const coded = codedOf(error)
        // What was refused when it first came is not there.
        if (!isRepeat && coded.status >= 400 && coded.status < 500) await keep(draft, earlier)
        if (coded.code !== 'log.key_conflict') throw error
        return { ...(await answerToEarlier(earlier, send, error)), isEarlier: true }
      }
    },
    /** What somebody signed in sent under their own name. */
    mine: async () => (await api.read('/complaints/mine', MyComplaintsSchema)).complaints,
    lookUp: (ticket: DoorTicket) => post('/complaints/lookup', checked(LookUpComplaintSchema, ticket), ComplaintSeenSchema),
    async addFile(place: DoorPlace, { path, name, kind }: { path: string; name: string; kind: DoorKind }): Promise<DoorFile> {
      const file = { filePath: path, fileName: name }
      const { attachmentId, name: kept } = 'complaintId' in place
        ? await api.upload({ ...file, path: `/complaints/mine/${place.complaintId}/uploads`, fields: { kind } }, ComplaintUploadedSchema)
        : parse(ComplaintUploadedSchema, (await http.upload({ ...file, path: '/complaints/lookup/uploads', fields: { ...place, kind }, nameless: true })).data)
      return { attachmentId, name: kept, kind, confidential: false }
    },
    add: (place: DoorPlace, { text, files }: { text: string; files: DoorFile[] }) =>
      say(place, 'supplements', { text, files: files.map(brought) }, SupplementComplaintSchema, SupplementMineSchema),
    step: (place: DoorPlace, step: string) => say(place, 'steps', { step }, ComplainantStepSchema, StepInMineSchema),
  }
}
export type ComplaintDoor = ReturnType<typeof createComplaintDoor>

const brought = ({ attachmentId, name, confidential }: DoorFile) => ({ attachmentId, name, confidential })

/** What is sent of a draft. What belongs to another choice, such as a name in an anonymous report, stays behind. */
export function saidBy(draft: DoorDraft): z.input<typeof ComplainSchema> {
  const { commandId, stream, by, matter, confidential, caseNumber, aboutSaid, name, phone, address, textTo, fields, files, caseId } = draft
  const words = <K extends string>(key: K, text: string) => (text.trim() === '' ? {} : { [key]: text.trim() } as Record<K, string>)
  const isNamed = by === 'named'
  return {
    commandId, stream, by, matter: matter.trim(), ...words('confidential', confidential), ...words('caseNumber', caseNumber), ...words('aboutSaid', aboutSaid),
    fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')), files: files.map(brought),
    ...(isNamed && name.trim() !== '' && { contact: { name: name.trim(), ...words('phone', phone), ...words('address', address) } }),
    ...words('textTo', textTo), ...(by === 'person' && caseId !== undefined && { caseId }),
  }
}
