import {
  CaseServicesAbilitiesSchema, CaseServicesSchema, CommandSchema, ConsentToServiceSchema, MarkedSchema, NoteServiceSchema, RecordPaperConsentSchema,
  SendMessageSchema, ServeSchema, StoredSchema, ThreadServiceAbilitiesSchema, ThreadServiceSchema, UploadedSchema,
} from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { z } from 'zod'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

type Serving = Omit<z.input<typeof ServeSchema>, 'commandId' | 'attachment' | 'name'>
type Paper = Omit<z.input<typeof RecordPaperConsentSchema>, 'commandId'>
type Scan = NonNullable<Paper['scan']>
export interface DocumentFile {
  path: string
  name: string
}

/** 电子送达: consent, what was served, and serving. Everything rejects with CodedError. */
export function createElectronicService(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const pathOf = ({ caseId, personId }: ThreadKey): string => `/threads/${caseId}/${personId}`
  const command = (path: string): Promise<unknown> => intents.once(path, {}, (to, input) => api.write(to, CommandSchema, MarkedSchema, input))
  /** What went up once stays up: whoever taps again after a lost answer serves the same upload. */
  const uploads = new Map<string, Promise<string>>()
  function uploaded(key: ThreadKey, { path, name }: DocumentFile): Promise<string> {
    const scope = `${pathOf(key)} ${path}`
    const known = uploads.get(scope)
    if (known) return known
    const sending = api.upload({ path: `${pathOf(key)}/attachments`, filePath: path, fileName: name, fields: { kind: 'file' } }, UploadedSchema).then(({ id }) => id)
    uploads.set(scope, sending)
    sending.catch(() => uploads.delete(scope))
    return sending
  }

  return {
    of: (key: ThreadKey) => api.readWithCan(`${pathOf(key)}/service`, ThreadServiceSchema, ThreadServiceAbilitiesSchema),
    /** To exactly the words with this hash. */
    agree: (key: ThreadKey, hash: string): Promise<unknown> =>
      intents.once(`${pathOf(key)}/service/consent`, { hash }, (path, input) => api.write(path, ConsentToServiceSchema, MarkedSchema, input)),
    withdraw: (key: ThreadKey): Promise<unknown> => command(`${pathOf(key)}/service/withdrawal`),
    confirm: (key: ThreadKey, index: number): Promise<unknown> => command(`${pathOf(key)}/services/${index}/confirmation`),
    /** Where the document comes from: that its reader opened it is on record there. */
    documentPath: (key: ThreadKey, index: number): string => `${pathOf(key)}/services/${index}/document`,
    /** A path of this phone. */
    receipt: (key: ThreadKey, index: number): Promise<string> => api.download(`${pathOf(key)}/services/${index}/receipt`, '送达回证.pdf'),
    ofCase: (caseId: string) => api.readWithCan(`/cases/${caseId}/services`, CaseServicesSchema, CaseServicesAbilitiesSchema),
    recordPaper: (key: ThreadKey, paper: Paper): Promise<unknown> =>
      intents.once(`${pathOf(key)}/service/paper`, paper, (path, input) => api.write(path, RecordPaperConsentSchema, MarkedSchema, input)),
    /** A photo or PDF of a signed paper, for its record to name. */
    async uploadScan(key: ThreadKey, file: DocumentFile & { kind: 'picture' | 'file' }, onProgress: (percent: number) => void): Promise<Scan> {
      const sent = { path: `${pathOf(key)}/attachments`, filePath: file.path, fileName: file.name, fields: { kind: file.kind }, onProgress }
      const { id, name } = await api.upload(sent, UploadedSchema)
      return { id, name, kind: file.kind }
    },
    async serve(key: ThreadKey, file: DocumentFile, said: Serving): Promise<void> {
      const attachment = await uploaded(key, file)
      await intents.once(`${pathOf(key)}/services`, { ...said, attachment, name: file.name }, (path, input) => api.write(path, ServeSchema, MarkedSchema, input))
    },
    /** Shows a document as a message, with words that say that it is no service. */
    async show(key: ThreadKey, file: DocumentFile, words: string, offHoursReason?: string): Promise<void> {
      const attachments = [{ id: await uploaded(key, file), name: file.name, kind: 'file' as const }]
      const said = { text: words, attachments, ...(offHoursReason !== undefined && { offHoursReason }) }
      await intents.once(`${pathOf(key)}/messages`, said, (path, { commandId, ...message }) =>
        api.write(path, SendMessageSchema, StoredSchema, { ...message, clientMessageId: commandId }))
    },
    note: (key: ThreadKey, index: number, note: string): Promise<unknown> =>
      intents.once(`${pathOf(key)}/services/${index}/notes`, { note }, (path, input) => api.write(path, NoteServiceSchema, MarkedSchema, input)),
  }
}
export type ElectronicService = ReturnType<typeof createElectronicService>
