import { reportChain } from '@zhixin/shared/ids'
import { type BulletinIssued, type BulletinPeriod, dayOf, type HeadingResult, type ReportState } from '@zhixin/shared/rules'
import type { Attachments } from '../../attachments'
import type { Clock } from '../../platform/clock'
import { actorKeyOf, type StaffActor } from '../../platform/http/actor'
import type { Compute } from './compute'
import type { EntryRows } from './entry-rows'
import type { BulletinPresenter } from './present'
import { bulletinDocx, spanWords } from './produce-docx'
import { type BehindNumber, bulletinXlsx } from './produce-xlsx'
import type { Reports } from './reports'

export interface IssueParts {
  reports: Reports
  compute: Compute
  present: BulletinPresenter
  rows: EntryRows
  attachments: Attachments
  /** Who may read bulletins now. */
  readers(): Promise<string[]>
  clock: Clock
}
export type Kind = 'docx' | 'xlsx'
export const MIME: Readonly<Record<Kind, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Draws a bulletin's papers, and issues it: with that, what it said and the papers themselves are an entry, whatever is recorded later. */
export function createIssuing({ reports, compute, present, rows, attachments, readers, clock }: IssueParts) {
  const today = (): string => dayOf(clock.now().toISOString())

  /** As it is now, also where an edition before was issued. */
  async function drawn(kind: Kind, period: BulletinPeriod, results: readonly HeadingResult[], state: ReportState, draft: boolean): Promise<Buffer> {
    const view = await present.bulletin(period, results, { ...state, issued: [] })
    if (kind === 'docx') return bulletinDocx(view, { draft, on: today() })
    const figures = new Map(results.flatMap((heading) => heading.figures.map((one) => [one.id, one])))
    const behind: BehindNumber[] = await Promise.all([...figures.values()].map(async ({ id, counted }) => (
      { figure: id, label: present.figure(id, counted.length).label, entries: await rows(counted) }
    )))
    return bulletinXlsx(view, behind, { draft })
  }
  const nameOf = (kind: Kind, period: BulletinPeriod, title: string): string => `${title} ${spanWords(period)}.${kind}`

  return {
    async draft(kind: Kind, period: BulletinPeriod) {
      const [results, state] = await Promise.all([compute.bulletin(period, await readers()), reports.state(period)])
      const { title } = await present.bulletin(period, results, state)
      return { bytes: await drawn(kind, period, results, state, true), type: MIME[kind], name: `草稿 ${nameOf(kind, period, title)}` }
    },
    /** Throws CodedError `bulletins.not_over`, `.issued_already` or `.drawn_from_less`. The same command again is the same issue. */
    async issue(actor: StaffActor, commandId: string, period: BulletinPeriod, because: string | undefined): Promise<void> {
      const known = await readers()
      await reports.settle(period)
      // What it is issued from is what stood before anything of it was counted.
      const state = await reports.state(period)
      const results = await compute.bulletin(period, known)
      const { title } = await present.bulletin(period, results, state)
      const owner = actorKeyOf(actor)!
      const chain = reportChain(period.rhythm, period.from)
      const files = await Promise.all((['docx', 'xlsx'] as const).map(async (kind) => {
        const name = nameOf(kind, period, title)
        const { id } = await attachments.store(chain, owner, { name, bytes: await drawn(kind, period, results, state, false), kind: 'file' })
        return { attachmentId: id, kind, name }
      }))
      const bulletin: Omit<BulletinIssued, 'edition'> = {
        ...period,
        headings: present.headings(results, state), readers: known,
        files, ...(because !== undefined && { because }),
      }
      await reports.act(actor, commandId, period, { type: 'Issue', bulletin, drawnFrom: state.next }, await attachments.claim(chain, owner,
        files.map(({ attachmentId }) => attachmentId)))
    },
  }
}
export type Issuing = ReturnType<typeof createIssuing>
