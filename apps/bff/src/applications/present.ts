import type { ApplicationView, CorrectionView } from '@zhixin/shared/contract'
import { type Application, applicationClock, type Catalogue, type Correction, type HolidayTable, isSealed, type NodeSpec, openCorrection, type ThreadState } from '@zhixin/shared/rules'

export interface ClockParts {
  catalogue: Catalogue
  holidays: HolidayTable
}

/** An application as its sender and whoever answers see it. The catalogue says how long the court may take. */
export function presentApplication(one: Application, { parts }: Pick<ThreadState, 'parts'>, given: ClockParts, now: string): ApplicationView {
  const { index, form, title, at, by, end } = one
  const open = openCorrection(one)
  return {
    index, form, title, at, by, urgent: one.node === 'check_clue_urgent',
    clock: clockOf(one, given, now),
    corrections: one.corrections.map((asked) => correctionView(asked, parts, given, now)),
    waiting: open ? (open.dueAt <= now ? 'over' : 'running') : null,
    end: end ? endOf(end, parts) : null,
  }
}

function clockOf(one: Application, { catalogue, holidays }: ClockParts, now: string): ApplicationView['clock'] {
  const clock = applicationClock(one, catalogue, holidays)
  if (!clock || clock.waitsFor) return null
  const { node, due: { dueAt, calendarKnown } } = clock
  return { dueAt, calendarKnown, late: dueAt <= now, rule: { label: node.label, ...citedBy(node) } }
}

const citedBy = ({ cite }: NodeSpec) => ({ basis: cite[0]!.basis, source: cite[0]!.source })

/** What was asked, and what came; of what was sealed meanwhile, that it was. */
function correctionView(asked: Correction, { sealing }: ThreadState['parts'], { catalogue }: ClockParts, now: string): CorrectionView {
  const { index, at, dueAt, dueDay, supplied } = asked
  const node = catalogue.nodes.get(asked.node)
  const isGone = (of: number): boolean => isSealed(sealing, of)
  const came = supplied && !isGone(supplied.index)
  return {
    index, at, dueAt, dueDay,
    items: isGone(index) ? [] : asked.items.map(({ text, about }, i) => ({ item: i + 1, text, about: about ?? null })),
    late: supplied ? supplied.at >= dueAt : dueAt <= now,
    rule: node ? citedBy(node) : null,
    supplied: supplied ? {
      index: supplied.index, at: supplied.at, parts: came ? [...supplied.parts] : [], attachments: came ? [...supplied.attachments] : [],
    } : null,
  }
}

function endOf({ index, ...end }: NonNullable<Application['end']>, { sealing }: ThreadState['parts']): ApplicationView['end'] {
  return isSealed(sealing, index) ? { how: 'sealed', at: end.at } : end
}
