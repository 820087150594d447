import { assertThat, CodedError } from '@zhixin/shared/errors'
import { canonicalBytes } from '@zhixin/shared/log'
import {
  decidePaper, type OfficialForm, officialFormOf, type OfficialForms, paperContent, type PaperCommand, type PaperFacts, type PaperGiven, paperText,
  type PaperText,
} from '@zhixin/shared/rules'
import { type Log, sm3Hex } from '../log'
import type { Clock } from '../platform/clock'
import type { StaffActor } from '../platform/http/actor'
import { authorize, type Policy } from '../platform/http/policy'
import type { PaperDraftRecord, PaperDrafts } from './drafts'
import type { PaperPlaceOwner, PaperPlaces, PaperStanding } from './places'
import type { PaperRelation } from './policy'

export interface PapersParts {
  log: Log
  drafts: PaperDrafts
  forms: OfficialForms
  places: PaperPlaces
  clock: Clock
}

/** A draft with all that it is decided on, and its text as whoever signs it reads it. */
export interface OpenedPaper {
  record: PaperDraftRecord
  owner: PaperPlaceOwner
  form: OfficialForm
  facts: PaperFacts
  number: string
  text: PaperText
  textSm3: string
  given: PaperGiven
  /** As what the reader was asked to sign; none of whoever wrote it. */
  askedAs: string[]
  isAuthor: boolean
  /** Who learns nothing of it, whatever their office. */
  keptOut: readonly string[]
}

/** One paper is filed once, whoever asks how often. */
export const filingKeyOf = (paperId: string): string => `paper/${paperId}`
/** Others sign and are asked at the same moment: as often it is tried again. */
const TRIES = 5
export const sm3Of = (value: unknown): string => sm3Hex(canonicalBytes(value))

/** Papers that are not finished: who may open one, and what becomes of it. */
export function createPapers({ log, drafts, forms, places, clock }: PapersParts) {
  const now = (): string => clock.now().toISOString()

  function ownerOf(place: PaperDraftRecord['place'], fileId: string): PaperPlaceOwner {
    const owner = places[place]
    assertThat(owner && fileId.startsWith(place === 'case' ? 'c_' : 'k_'), 'input.not_found')
    return owner
  }

  /** A file, for somebody who has to do with it. Throws `input.not_found` for everybody else. */
  async function openFile(policy: Policy<PaperRelation>, by: StaffActor, place: PaperDraftRecord['place'], fileId: string): Promise<{ owner: PaperPlaceOwner; standing: PaperStanding }> {
    const owner = ownerOf(place, fileId)
    const standing = await owner.standing(log.state, by, fileId, now())
    authorize(policy, by, standing.is === 'none' ? undefined : standing.is)
    return { owner, standing }
  }

  /** The same paper to all who read it: their number, facts and text come from the file alone. */
  async function read(record: PaperDraftRecord): Promise<Omit<OpenedPaper, 'isAuthor' | 'askedAs' | 'keptOut'>> {
    const owner = ownerOf(record.place, record.fileId)
    const form = officialFormOf(forms, record.state.form, record.state.version)
    assertThat(form, 'papers.form_unknown')
    const { number, facts } = await owner.file(record.fileId)
    const text = paperText(form, record.state, facts, number)
    const textSm3 = sm3Of(text)
    const given = { form, facts, contentSm3: sm3Of(paperContent(record.state, textSm3)), now: now() }
    return { record, owner, form, facts, number, text, textSm3, given }
  }

  /** Who is kept out is asked for nothing and signs nothing, also where they were asked or signed before it was known: whom it is about does not decide. */
  const without = (record: PaperDraftRecord, keptOut: readonly string[]): PaperDraftRecord => ({
    ...record,
    asked: record.asked.filter(({ staffId }) => !keptOut.includes(staffId)),
    state: { ...record.state, signatures: record.state.signatures.filter(({ staffId }) => staffId === undefined || !keptOut.includes(staffId)) },
  })
  async function stored(paperId: string): Promise<{ record: PaperDraftRecord; keptOut: readonly string[] } | undefined> {
    const record = await drafts.find(paperId)
    if (!record) return undefined
    const keptOut = await ownerOf(record.place, record.fileId).keptOut(record.fileId)
    return { record: without(record, keptOut), keptOut }
  }

  const isWriter = async (by: StaffActor, { place, fileId, author }: PaperDraftRecord): Promise<boolean> =>
    author === by.staffId && (await ownerOf(place, fileId).standing(log.state, by, fileId, now())).is === 'filler'

  /**
   * A draft, for its author as long as the file is theirs to write in, and for whom they asked to sign it; to all others there is none. Throws
   * `papers.finished` to whoever finished it.
   */
  async function open(policy: Policy<PaperRelation>, by: StaffActor, paperId: string): Promise<OpenedPaper> {
    const found = await stored(paperId)
    const filed = await log.find(filingKeyOf(paperId))
    if (filed && (filed.actor.id === by.staffId || found?.record.author === by.staffId)) {
      // Filed, and cut off before the draft was thrown away.
      await drafts.remove(paperId)
      throw new CodedError('papers.finished')
    }
    const askedAs = filed ? [] : (found?.record.asked.filter(({ staffId }) => staffId === by.staffId).map(({ by: as }) => as) ?? [])
    const isAuthor = found !== undefined && (await isWriter(by, found.record))
    authorize(policy, by, isAuthor ? 'author' : askedAs.length > 0 ? 'signer' : undefined)
    return { ...(await read(found!.record)), keptOut: found!.keptOut, isAuthor, askedAs }
  }

  /** One's own draft, also of a file that is no longer theirs to write in: it can still be thrown away. */
  async function openToDiscard(policy: Policy<PaperRelation>, by: StaffActor, paperId: string): Promise<void> {
    const found = await stored(paperId)
    const isTheirs = found?.record.author === by.staffId && !found.keptOut.includes(by.staffId) && !(await log.find(filingKeyOf(paperId)))
    if (isTheirs) authorize(policy, by, 'author')
    else await open(policy, by, paperId)
  }

  /** Of drafts, those of which this member of staff may know; and whether each is theirs to write in now. */
  async function knownTo(by: StaffActor, records: readonly PaperDraftRecord[]): Promise<{ record: PaperDraftRecord; writable: boolean }[]> {
    const known = await Promise.all(records.map(async (record) => {
      const isKeptOut = (await ownerOf(record.place, record.fileId).keptOut(record.fileId)).includes(by.staffId)
      return isKeptOut ? [] : [{ record, writable: await isWriter(by, record) }]
    }))
    return known.flat()
  }

  /** Keeps what becomes of a draft, over what others signed or were asked meanwhile. Throws `papers.changed_meanwhile` where its text is another by now. */
  async function keep(paper: OpenedPaper, to: (record: PaperDraftRecord) => Partial<PaperDraftRecord>, isText = false): Promise<void> {
    for (let { record } = paper, tries = 0; tries < TRIES; tries++) {
      if (await drafts.save({ ...record, ...to(record) }, { isText })) return
      const newer = await drafts.find(record.paperId)
      if (newer?.revision !== record.revision) break
      record = without(newer, paper.keptOut)
    }
    throw new CodedError('papers.changed_meanwhile')
  }

  /** Decides and keeps what it came to. */
  const change = (paper: OpenedPaper, command: PaperCommand): Promise<void> =>
    keep(paper, ({ state }) => ({ state: decidePaper(command, state, paper.given) }), command.type === 'Fill')

  return { ownerOf, openFile, open, openToDiscard, knownTo, keep, change }
}
export type Papers = ReturnType<typeof createPapers>
