import type { UrgentMatterView, UrgentStatus, UrgentView } from '@zhixin/shared/contract'
import { threadChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  type Calendar, type CourtProfile, isRinging, nextStep, relationsOf, type RingsState, type UrgentConfig, type UrgentMatter, UrgentRaisedSchema,
  UrgentSaidSchema, UrgentSettledSchema, withheldBecause,
} from '@zhixin/shared/rules'
import { titlesOf } from '../cases'
import type { Log } from '../log'
import type { Seen } from './sight'
import { conditionsOf, ladderOf, type UrgentStaff, type Whom, whomOf } from './whom'

export interface PresenterParts {
  log: Pick<Log, 'list'>
  staff: UrgentStaff
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  config: UrgentConfig
  calendar: Calendar
  court: CourtProfile
}

export const statusOf = ({ settled, taken, unreached }: UrgentMatter): UrgentStatus =>
  settled ? 'settled' : taken && !(taken.again && unreached) ? 'taken' : unreached ? 'unreached' : 'ringing'

/** The only way out for urgent matters: names each field that leaves. What was sealed is shown to nobody. */
export function createUrgentPresenter({ log, staff, names, config, calendar, court }: PresenterParts) {
  const { ladder } = config
  const { duty } = court.phones
  const numbers = [
    ...config.numbers.map(({ label, number }) => ({ label, number })),
    ...duty.numbers.map((number) => ({ label: `法院${duty.label}`, number })),
    { label: '法院诉讼服务热线', number: court.hotline },
  ]

  async function entriesOf(seen: Seen, { since }: UrgentMatter): Promise<Map<number, SequencedEntry>> {
    const found = await log.list(threadChain(seen.key), { after: since - 1 })
    const open = found.filter((entry) => entry.type.startsWith('urgent.') && withheldBecause(entry, seen.thread, 'officer', false) === undefined)
    return new Map(open.map((entry) => [entry.index, entry]))
  }

  function ringWords({ rings: known }: RingsState, matter: UrgentMatter, whom: Whom, now: string): Pick<UrgentMatterView, 'rung' | 'next'> {
    const rung = ladder.steps.flatMap(({ name, title }) => {
      const own = known.filter((ring) => ring.round === matter.round && ring.step === name)
      // What a downtime swallowed is not counted: nobody was rung then.
      const times = new Set(own.map(({ time }) => time)).size
      return own.length > 0 ? [{ title, times, at: own[0]!.at, lastAt: own.at(-1)!.at }] : []
    })
    const { roundAt } = matter
    const rings = isRinging(matter) && !matter.settled
    const next = rings ? nextStep(ladderOf(ladder, matter), roundAt, now, conditionsOf(whom, calendar, roundAt, now)) : undefined
    return { rung, next: next ? { title: next.step.title, at: next.at } : null }
  }

  function peopleOf({ rings }: RingsState, matter: UrgentMatter, whom: Whom): NonNullable<UrgentMatterView['people']> {
    const own = rings.filter(({ round }) => round === matter.round)
    return [...new Set(own.map(({ staffId }) => staffId))].map((staffId) => {
      const theirs = own.filter((ring) => ring.staffId === staffId)
      const { name = '', title = '' } = whom.card(staffId) ?? {}
      const last = theirs.at(-1)!
      return { name, title, times: theirs.length, lastAt: last.at, result: last.result ?? null }
    })
  }

  async function matterOf(seen: Seen, matter: UrgentMatter, isStaff: boolean): Promise<UrgentMatterView> {
    const [entries, whom] = await Promise.all([entriesOf(seen, matter), whomOf(staff, seen.file)])
    const staffNames = await names.staff([...entries.values()].filter(({ actor }) => actor.kind === 'staff').map(({ actor }) => actor.id))
    const nameOf = (index: number): string => staffNames.get(entries.get(index)?.actor.id ?? '') ?? ''
    const { taken, settled } = matter
    return {
      since: matter.since,
      startedAt: matter.sinceAt,
      status: statusOf(matter),
      items: matter.raised.map(({ index, at }) => {
        const { data } = UrgentRaisedSchema.safeParse(entries.get(index)?.body)
        return { index, at, what: data?.what ?? null, where: data?.where ?? null, attachments: data?.attachments ?? [] }
      }),
      ...ringWords(seen.rings, matter, whom, seen.now),
      taken: taken
        ? { name: taken.name, title: taken.title, at: taken.at, remindedAt: taken.reminded?.at ?? null, againAt: taken.again?.at ?? null }
        : null,
      said: matter.said.map(({ index, at }) => ({ name: nameOf(index), at, text: UrgentSaidSchema.safeParse(entries.get(index)?.body).data?.text ?? null })),
      settled: settled
        ? { name: nameOf(settled.index), at: settled.at, summary: UrgentSettledSchema.safeParse(entries.get(settled.index)?.body).data?.summary ?? null }
        : null,
      people: isStaff ? peopleOf(seen.rings, matter, whom) : null,
    }
  }

  return {
    async view(seen: Seen, isStaff: boolean): Promise<UrgentView> {
      const { key, file, thread, now } = seen
      const { last } = thread.parts.urgent
      const people = await names.people([key.personId])
      return {
        ...key,
        caseNumber: file.caseNumber,
        cause: file.cause,
        personName: people.get(key.personId) ?? '',
        personRole: titlesOf(relationsOf(file, key.personId, now)),
        matter: last ? await matterOf(seen, last, isStaff) : null,
        numbers,
      }
    },
  }
}
export type UrgentPresenter = ReturnType<typeof createUrgentPresenter>
