import { CommandSchema, PaperDraftAbilitiesSchema, PaperDraftParamsSchema, PaperDraftSchema, PaperSignatureParamsSchema, SignPaperSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { decidePaper, type PaperCommand, type Signer } from '@zhixin/shared/rules'
import { type Actor, actorKeyOf, type StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { draftAbilities, draftBase, type DraftRoutesParts, tag } from './draft-routes'
import type { OpenedPaper } from './papers'
import { readDraft, signPaper } from './policy'

/** A signature that a finger drew is a PNG of the screen's own making, and small; larger is a photo. Bytes. */
const DRAWN_MAX = 300_000
/** In the place of what is not uploaded yet: what is refused anyway is not stored first. */
const NOT_YET = { attachmentId: 'a_00000000', sm3: '0'.repeat(64) }

/** Signatures of a paper: drawn on this device, or the photo of what was signed on paper. */
export function createSignRoutes({ papers, attachments, presenter, holders, maxUploadBytes }: DraftRoutesParts): Route[] {
  const staff = (actor: Actor): StaffActor => actor as StaffActor
  const shown = async (by: StaffActor, paperId: string) => {
    const paper = await papers.open(readDraft, by, paperId)
    return { data: await presenter.draft(paper), can: draftAbilities(paper) }
  }

  /**
   * Whose signature this device can take as `by`: a party's on their officer's; of the court's side each signs in themselves, but what was signed on
   * paper is brought by whoever wrote the paper. Throws `papers.not_a_signer`.
   */
  async function takenHere({ form, isAuthor, askedAs }: OpenedPaper, me: StaffActor, by: string, way: 'finger' | 'paper'): Promise<{ device: 'own' | 'officer'; staffId?: string }> {
    const signer = form.signers.find((one) => one.by === by)
    assertThat(signer, 'papers.not_a_signer', { field: 'body.by' })
    const { who }: Signer = signer
    if (isAuthor && (who === 'party' || (typeof who === 'object' && way === 'paper'))) return { device: 'officer' }
    if (isAuthor && who === 'author') return { device: 'own', staffId: me.staffId }
    const isTheirs = typeof who === 'object' && askedAs.includes(by) && (await holders(who.role)).some(({ id }) => id === me.staffId)
    assertThat(isTheirs, 'papers.not_a_signer', { field: 'body.by' })
    return { device: 'own', staffId: me.staffId }
  }

  return [
    defineRoute({
      method: 'post', path: `${draftBase}/signatures`, summary: 'Keeps a signature on exactly the text that its signer had before them', tag,
      policy: signPaper, limit: 'upload', params: PaperDraftParamsSchema, body: SignPaperSchema, answer: PaperDraftSchema, can: PaperDraftAbilitiesSchema,
      upload: { maxBytes: maxUploadBytes },
      async handle({ actor, params: { paperId }, body: { by, way, contentSm3: read }, file }) {
        const me = staff(actor)
        const paper = await papers.open(signPaper, me, paperId)
        const { record, given, form } = paper
        const taken = await takenHere(paper, me, by, way)
        const command = (picture: { attachmentId: string; sm3: string }): PaperCommand => ({ type: 'Sign', shown: read, signature: { by, way, ...taken, ...picture } })
        decidePaper(command(NOT_YET), record.state, given)
        assertThat(way === 'paper' || file!.bytes.length <= DRAWN_MAX, 'input.too_large', { field: 'file' })
        const label = form.signers.find((one) => one.by === by)!.label
        const { id, sm3, type } = await attachments.store(record.chain, actorKeyOf(actor)!, { name: `${label}签字`, bytes: file!.bytes, kind: 'picture' })
        assertThat(way === 'paper' || type === 'image/png', 'input.unsupported_type', { field: 'file' })
        await papers.change(paper, command({ attachmentId: id, sm3 }))
        return shown(me, paperId)
      },
    }),
    defineRoute({
      method: 'post', path: `${draftBase}/signatures/:by/removal`, summary: 'Takes a signature off a paper that is not finished: by its author, or by who gave it', tag,
      policy: signPaper, limit: 'write', params: PaperSignatureParamsSchema, body: CommandSchema, answer: PaperDraftSchema, can: PaperDraftAbilitiesSchema,
      async handle({ actor, params: { paperId, by } }) {
        const me = staff(actor)
        const paper = await papers.open(signPaper, me, paperId)
        assertThat(paper.isAuthor || paper.askedAs.includes(by), 'papers.not_a_signer', { field: 'params.by' })
        await papers.change(paper, { type: 'TakeBackSignature', by })
        return shown(me, paperId)
      },
    }),
  ] as Route[]
}
