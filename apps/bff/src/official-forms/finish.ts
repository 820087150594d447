import { assertThat, CodedError } from '@zhixin/shared/errors'
import type { EntryAttachment, JsonObject, SequencedEntry } from '@zhixin/shared/log'
import { type AttachmentNote, dayOf, decidePaper, filedPapers, PAPER_FILED, paperFieldsOf, type PaperFiled, type PaperSignature } from '@zhixin/shared/rules'
import type { Attachments } from '../attachments'
import { type PaperDocument, paperDocx, paperPdf } from '../documents'
import type { HeadView, Log } from '../log'
import { actorKeyOf, type StaffActor } from '../platform/http/actor'
import type { PaperDrafts } from './drafts'
import { papersFold } from './fold'
import { filingKeyOf, type OpenedPaper } from './papers'

export interface FinishParts {
  log: Log
  drafts: PaperDrafts
  attachments: Attachments
  staffNames(ids: string[]): Promise<Map<string, string>>
  court: { name: string }
}

const SHANGHAI = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** How somebody signed, in words: on whose device, or on paper. */
export function signedWords({ way, device, at, staffId }: PaperSignature, names: ReadonlyMap<string, string>): string {
  const when = SHANGHAI.format(new Date(at))
  const who = staffId === undefined ? '' : `${names.get(staffId) ?? ''}，`
  if (way === 'paper') return `${who}在纸上签字，原件的照片于 ${when} 存入`
  return device === 'officer' ? `本人到场，于 ${when} 在承办人的设备上手写签字` : `${who}登录本人账号，于 ${when} 在自己的设备上手写签字`
}

/** Draws what is finished, and files it: one entry with all that belongs to it. */
export function createFinish({ log, drafts, attachments, staffNames, court }: FinishParts) {
  const materialOf = ({ form, record }: OpenedPaper): AttachmentNote[] =>
    paperFieldsOf(form).filter(({ type }) => type === 'files').flatMap(({ id }) => (record.state.fields[id] ?? []) as AttachmentNote[])
  /** Whoever took a signature uploaded it: its signer signed in themselves, else the author. */
  const uploaderOf = (author: string, { staffId, device }: PaperSignature): string => `staff:${device === 'own' && staffId !== undefined ? staffId : author}`

  async function documents(paper: OpenedPaper, material: EntryAttachment[]): Promise<{ pdf: Buffer; docx: Buffer }> {
    const { record: { chain, state }, form, text, given: { contentSm3, now } } = paper
    const names = await staffNames(state.signatures.flatMap(({ staffId }) => staffId ?? []))
    const notes = materialOf(paper)
    const signatures = await Promise.all(state.signatures.map(async (signature): Promise<PaperDocument['signatures'][number]> => {
      const { by, attachmentId, sm3, way } = signature
      const picture = (await attachments.read(chain, attachmentId))?.bytes
      return { label: form.signers.find((signer) => signer.by === by)!.label, words: signedWords(signature, names), sm3, ...(picture && { picture }), isScan: way === 'paper' }
    }))
    const parts: PaperDocument = {
      court: court.name, day: dayOf(now), text, signatures, contentSm3, at: new Date(now),
      material: material.map(({ sm3 }, i) => ({ name: notes[i]!.name, sm3 })),
      ...(state.replaces !== undefined && { corrects: `更正文书 ${state.replaces}` }),
    }
    const [pdf, docx] = await Promise.all([paperPdf(parts), paperDocx(parts)])
    return { pdf, docx }
  }

  /** Rights and rules once more, on the head of the chain. */
  async function checkAtHead(paper: OpenedPaper, by: StaffActor, view: HeadView): Promise<string> {
    const { owner, form, record: { chain, fileId, state } } = paper
    const { is, role, roles, closed } = await owner.standing(view.state, by, fileId, view.now)
    assertThat(is === 'filler', is === 'none' ? 'input.not_found' : 'access.forbidden')
    if (closed) throw new CodedError(closed)
    assertThat(form.filled_by.some((one) => roles.includes(one)), 'papers.form_unknown')
    const standing = filedPapers(await view.state(papersFold, chain), form.id)
    if (state.replaces !== undefined) assertThat(standing.some(({ paperId }) => paperId === state.replaces), 'papers.replaces_unknown')
    return role
  }

  return async (by: StaffActor, paper: OpenedPaper, shown: string): Promise<SequencedEntry> => {
    const { record: { paperId, chain, author, state }, given, textSm3 } = paper
    decidePaper({ type: 'Finish', shown }, state, given)
    // Before anything is drawn and stored: what would be refused at the head most likely is by now.
    await checkAtHead(paper, by, { now: given.now, state: log.state })
    const claimed = (owner: string, ids: string[]): Promise<EntryAttachment[]> => attachments.claim(chain, owner, ids)
    const material = await claimed(actorKeyOf(by)!, materialOf(paper).map(({ id }) => id))
    const pictures = (await Promise.all(state.signatures.map((one) => claimed(uploaderOf(author, one), [one.attachmentId])))).flat()
    // The picture that is filed is the one that was signed with: its hash stands in the signature.
    assertThat(pictures.every(({ sm3 }, i) => sm3 === state.signatures[i]!.sm3), 'papers.text_changed')
    const { pdf, docx } = await documents(paper, material)
    const store = (name: string, bytes: Buffer) => attachments.store(chain, actorKeyOf(by)!, { name, bytes, kind: 'file' })
    const [ofPdf, ofDocx] = await Promise.all([store(`${paper.form.label}.pdf`, pdf), store(`${paper.form.label}.docx`, docx)])
    assertThat(ofDocx.type === WORD, 'server.internal')
    const files = await claimed(actorKeyOf(by)!, [ofPdf.id, ofDocx.id])
    const { form, version, fields, refusedToSign, replaces, signatures } = state
    const body: PaperFiled = {
      paperId, form, version, fields, textSm3, contentSm3: given.contentSm3, signatures: [...signatures], files: { pdf: ofPdf.id, docx: ofDocx.id },
      ...(refusedToSign && { refusedToSign }), ...(replaces !== undefined && { replaces }),
    }
    const entry = await log.append({
      chain,
      key: filingKeyOf(paperId),
      isSame: (stored) => (stored.body as { contentSm3?: unknown }).contentSm3 === given.contentSm3,
      decide: async (view) => ({
        type: PAPER_FILED, actor: { kind: 'staff', id: by.staffId, role: await checkAtHead(paper, by, view) }, body: body as unknown as JsonObject,
        attachments: [...files, ...pictures, ...material],
      }),
    })
    await drafts.remove(paperId)
    return entry!
  }
}
