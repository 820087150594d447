import {
  BeginPaperSchema, FiledPaperParamsSchema, FiledPaperPartParamsSchema, FiledPaperSchema, PaperBegunSchema, PaperFileParamsSchema,
  PapersOfFileAbilitiesSchema, PapersOfFileSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import {
  type Catalogue, citeWords, filedPapers, type FinishedPaper, momentOf, officialFormOf, type OfficialForms, officialFormsOf, type PaperBeginnings,
  paperFieldsOf, type PaperFacts,  prefilled, wordsOf,
} from '@zhixin/shared/rules'
import { z } from 'zod'
import { type Attachments, serveAttachment } from '../attachments'
import { type Log, sm3Hex } from '../log'
import type { Clock } from '../platform/clock'
import type { Actor, StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import type { PaperDrafts } from './drafts'
import { papersFold } from './fold'
import type { Papers } from './papers'
import type { PaperPlaceOwner } from './places'
import { beginPaper, readPapers } from './policy'
import type { PaperPresenter } from './present'

export interface FileRoutesParts {
  log: Log
  papers: Papers
  drafts: PaperDrafts
  attachments: Attachments
  presenter: PaperPresenter
  forms: OfficialForms
  catalogue: Catalogue
  /** What a member of staff is called: 员额法官. */
  titleOf(roles: readonly string[]): string
  staffNames(ids: string[]): Promise<Map<string, string>>
  clock: Clock
}
const tag = '法院文书 official papers'
const base = '/papers/of/:place/:fileId'

/** Papers of one file: which can be written, what the reader has begun, what is finished. */
export function createFileRoutes(parts: FileRoutesParts): Route[] {
  const { log, papers, drafts, attachments, presenter, forms, catalogue, clock, staffNames } = parts

  async function finished(owner: PaperPlaceOwner, fileId: string, paperId: string): Promise<FinishedPaper> {
    const found = (await log.state(papersFold, owner.chainOf(fileId))).papers.find((one) => one.paperId === paperId)
    assertThat(found, 'input.not_found')
    return found
  }
  /** The facts of a file, and of whoever begins a paper in it. */
  const beginnersFacts = ({ words }: PaperFacts, { words: more, rows }: PaperBeginnings, { name, roles, department }: StaffActor): PaperBeginnings => ({
    ...(rows && { rows }),
    words: {
      ...words, ...more, author: `${name}（${parts.titleOf(roles)}）`, author_title: parts.titleOf(roles), author_department: department,
      now: momentOf(clock.now().toISOString()),
    },
  })

  /** The node that rests on a paper, filled in from what it says. */
  async function recordsOf(owner: PaperPlaceOwner, fileId: string, paper: FinishedPaper, facts: PaperFacts) {
    const form = officialFormOf(forms, paper.form, paper.version)
    const node = form?.records && catalogue.nodes.get(form.records.what)
    if (!form?.records || !node || paper.replacedBy !== undefined) return null
    const { what, on, about, fields } = form.records
    const person = about === undefined ? undefined : paper.fields[about]
    return {
      what, label: node.label, on: String(paper.fields[on]).slice(0, 10), about: typeof person === 'string' && person !== '' ? [person] : [],
      fields: Object.fromEntries(Object.entries(fields).map(([id, of]) => [id, wordsOf(form, of, paper.fields, facts)])),
      recorded: (await owner.isRecorded?.(fileId, paper.paperId)) ?? false,
    }
  }
  const staff = (actor: Actor): StaffActor => actor as StaffActor

  return [
    defineRoute({
      method: 'get', path: base, summary: 'Papers of a file: forms that the reader may fill in, their own drafts, and what is finished', tag,
      policy: readPapers, limit: 'read', params: PaperFileParamsSchema, answer: PapersOfFileSchema, can: PapersOfFileAbilitiesSchema,
      async handle({ actor, params: { place, fileId } }) {
        const by = staff(actor)
        const { owner, standing } = await papers.openFile(readPapers, by, place, fileId)
        await owner.noteOpening(by, standing.role, fileId, 'papers')
        const { number } = await owner.file(fileId)
        const { papers: all } = await log.state(papersFold, owner.chainOf(fileId))
        const names = await staffNames(all.map(({ filedBy }) => filedBy))
        const may = officialFormsOf(forms, place).filter(({ filled_by }) => filled_by.some((role) => standing.roles.includes(role)))
        const canFill = standing.is === 'filler' && standing.closed === undefined
        return {
          data: {
            number,
            forms: canFill ? may.map(({ id, label, intro, cite }) => ({ id, label, intro, cite: citeWords([cite]), isProposal: cite.basis === 'proposal' })) : [],
            drafts: (await drafts.ofAuthor(by.staffId, owner.chainOf(fileId))).map((record) => ({ ...presenter.item(record, number), writable: standing.is === 'filler' })),
            filed: all.map((paper) => presenter.filed(paper, names)).reverse(),
          },
          can: { fill: canFill && may.length > 0 },
        }
      },
    }),
    defineRoute({
      method: 'post', path: base, summary: 'Begins a paper, filled from the file; it is its author’s alone until it is finished', tag,
      policy: beginPaper, limit: 'write', params: PaperFileParamsSchema, body: BeginPaperSchema, answer: PaperBegunSchema,
      async handle({ actor, params: { place, fileId }, body: { commandId, form: id, replaces } }) {
        const by = staff(actor)
        const { owner, standing } = await papers.openFile(beginPaper, by, place, fileId)
        const form = officialFormOf(forms, id)
        assertThat(form?.place === place && form.filled_by.some((role) => standing.roles.includes(role)), 'papers.form_unknown', { field: 'body.form' })
        assertThat(standing.closed === undefined, standing.closed ?? 'access.forbidden')
        const chain = owner.chainOf(fileId)
        const before = replaces === undefined ? undefined : filedPapers(await log.state(papersFold, chain), id).find(({ paperId }) => paperId === replaces)
        assertThat(replaces === undefined || before, 'papers.replaces_unknown', { field: 'body.replaces' })
        const { facts } = await owner.file(fileId)
        const paperId = `w_${sm3Hex(Buffer.from(`${chain}/${by.staffId}/${commandId}`)).slice(0, 32)}`
        // A correction begins with what it corrects, as far as today's form asks it; but for the material: an upload belongs to the entry that names it.
        const goesOn = new Set(paperFieldsOf(form).filter(({ type }) => type !== 'files' && type !== 'fact').map((field) => field.id))
        const kept = before && Object.fromEntries(Object.entries(before.fields).filter(([name]) => goesOn.has(name)))
        const more = kept ? undefined : await owner.beginnings?.(by, fileId, clock.now().toISOString())
        const fields = kept ?? prefilled(form, beginnersFacts(facts, more ?? { words: {} }, by))
        const begun = await drafts.begin({
          paperId, chain, place, fileId, author: by.staffId,
          state: { paperId, chain, form: id, version: form.version, fields, signatures: [], ...(replaces !== undefined && { replaces }) },
        })
        assertThat(!begun || (begun.state.form === id && begun.state.replaces === replaces), 'log.key_conflict')
        return { data: { paperId } }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/:paperId`, summary: 'A finished paper: who signed, its files, and what can be recorded upon it', tag,
      policy: readPapers, limit: 'read', params: FiledPaperParamsSchema, answer: FiledPaperSchema, can: PapersOfFileAbilitiesSchema,
      async handle({ actor, params: { place, fileId, paperId } }) {
        const { owner, standing } = await papers.openFile(readPapers, staff(actor), place, fileId)
        const paper = await finished(owner, fileId, paperId)
        await owner.noteOpening(staff(actor), standing.role, fileId, `paper/${paperId}`)
        const { number, facts } = await owner.file(fileId)
        const names = await staffNames([paper.filedBy])
        return {
          data: {
            ...presenter.filed(paper, names), number, contentSm3: paper.contentSm3, entryHash: paper.entryHash, signatures: await presenter.signatures(paper),
            refusedToSign: paper.refusedToSign ?? null, files: paper.files, material: presenter.material(paper),
            records: await recordsOf(owner, fileId, paper, facts),
          },
          can: { fill: standing.is === 'filler' && standing.closed === undefined },
        }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/:paperId/:attachmentId`, summary: 'A file of a finished paper: the PDF, the Word document, a signature, material', tag,
      policy: readPapers, limit: 'read', params: FiledPaperPartParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { place, fileId, paperId, attachmentId }, ctx }) {
        const { owner, standing } = await papers.openFile(readPapers, staff(actor), place, fileId)
        const paper = await finished(owner, fileId, paperId)
        const parts = [paper.files.pdf, paper.files.docx, ...paper.signatures.map((one) => one.attachmentId), ...presenter.material(paper).map(({ id }) => id)]
        const found = parts.includes(attachmentId) ? await attachments.read(owner.chainOf(fileId), attachmentId) : undefined
        assertThat(found, 'input.not_found')
        await owner.noteOpening(staff(actor), standing.role, fileId, `paper/${paperId}`)
        serveAttachment(ctx, found)
        return { data: {} }
      },
    }),
  ] as Route[]
}
