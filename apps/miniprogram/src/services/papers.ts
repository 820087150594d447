import {
  AskToSignSchema, BeginPaperSchema, CommandSchema, FiledPaperSchema, FinishPaperSchema, PaperBegunSchema, PaperDiscardSchema, PaperDoneSchema,
  PaperDraftAbilitiesSchema, PaperDraftSchema, PaperDraftsSchema, type PaperDraftView, PaperFinishedSchema, PaperMaterialStoredSchema, type PaperPlaceKind,
  PapersOfFileAbilitiesSchema, PapersOfFileSchema, SavePaperSchema,
} from '@zhixin/shared/contract'
import { type AttachmentNote, PaperFieldsSchema, RefusedToSignSchema } from '@zhixin/shared/rules'
import { z } from 'zod'
import type { AccountStorage } from './account-storage'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

/** What somebody has written of a paper; kept on this device until the court has it. */
const WrittenSchema = z.object({ revision: z.number().int(), fields: PaperFieldsSchema, refusedToSign: RefusedToSignSchema.nullable() })
export type PaperWritten = Omit<z.infer<typeof WrittenSchema>, 'revision'>
export interface PaperFilePlace {
  place: PaperPlaceKind
  fileId: string
}

/** Staff: the court's papers. Drafts are their author's until they are finished. Everything rejects with CodedError. */
export function createPapersService(api: Api, storage: AccountStorage, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const ofFile = ({ place, fileId }: PaperFilePlace, path = ''): string => `/papers/of/${place}/${fileId}${path}`
  const draft = (paperId: string, path = ''): string => `/papers/drafts/${paperId}${path}`
  const kept = (paperId: string): string => `paper/${paperId}`

  return {
    of: (place: PaperFilePlace) => api.readWithCan(ofFile(place), PapersOfFileSchema, PapersOfFileAbilitiesSchema),
    drafts: () => api.read('/papers/drafts', PaperDraftsSchema),
    begin: (place: PaperFilePlace, form: string, replaces?: string) =>
      intents.once(ofFile(place), { form, ...(replaces !== undefined && { replaces }) }, (path, input) =>
        api.write(path, BeginPaperSchema, PaperBegunSchema, input)),
    open: (paperId: string) => api.readWithCan(draft(paperId), PaperDraftSchema, PaperDraftAbilitiesSchema),
    save: (paperId: string, revision: number, written: PaperWritten): Promise<PaperDraftView> =>
      api.write(draft(paperId), SavePaperSchema, PaperDraftSchema, { revision, ...written }, 'PUT'),
    async upload(paperId: string, file: { path: string; name: string; kind: 'picture' | 'file' }, onProgress: (percent: number) => void): Promise<AttachmentNote> {
      const sent = { path: draft(paperId, '/material'), filePath: file.path, fileName: file.name, fields: { kind: file.kind }, onProgress }
      return api.upload(sent, PaperMaterialStoredSchema)
    },
    /** `contentSm3`: of the text that its signer has before them. */
    sign: (paperId: string, signed: { by: string; way: 'finger' | 'paper'; contentSm3: string }, file: { path: string; name: string }) =>
      api.upload({ path: draft(paperId, '/signatures'), filePath: file.path, fileName: file.name, fields: signed }, PaperDraftSchema),
    takeBack: (paperId: string, by: string) =>
      intents.once(draft(paperId, `/signatures/${by}/removal`), {}, (path, input) => api.write(path, CommandSchema, PaperDraftSchema, input)),
    ask: (paperId: string, by: string, staffId: string | null) => api.write(draft(paperId, '/requests'), AskToSignSchema, PaperDraftSchema, { by, staffId }),
    discard: (paperId: string) => intents.once(draft(paperId, '/discard'), {}, (path, input) => api.write(path, PaperDiscardSchema, PaperDoneSchema, input)),
    finish: (paperId: string, contentSm3: string) => api.write(draft(paperId, '/finish'), FinishPaperSchema, PaperFinishedSchema, { contentSm3 }),
    filed: (place: PaperFilePlace, paperId: string) => api.readWithCan(ofFile(place, `/${paperId}`), FiledPaperSchema, PapersOfFileAbilitiesSchema),
    /** A path of this device. */
    file: (place: PaperFilePlace, paperId: string, attachmentId: string, name: string) => api.download(ofFile(place, `/${paperId}/${attachmentId}`), name),
    picture: (paperId: string, attachmentId: string) => api.download(draft(paperId, `/pictures/${attachmentId}`), '签字.png'),

    /** What was written here and may not have reached the court. `isOlder`: over another revision than the court has now, so that somebody has to choose. */
    async keptHere(paperId: string, revision: number): Promise<{ written: PaperWritten; isOlder: boolean } | undefined> {
      const { data } = WrittenSchema.safeParse(await storage.get(kept(paperId)))
      return data && { written: { fields: data.fields, refusedToSign: data.refusedToSign }, isOlder: data.revision !== revision }
    },
    keepHere: (paperId: string, revision: number, written: PaperWritten): Promise<void> =>
      storage.set(kept(paperId), { revision, ...written }).catch(() => undefined),
    forgetHere: (paperId: string): Promise<void> => storage.remove(kept(paperId)).catch(() => undefined),
  }
}
export type PapersService = ReturnType<typeof createPapersService>
