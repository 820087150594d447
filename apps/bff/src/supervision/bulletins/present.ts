import type { BulletinEntry, BulletinRow, BulletinView, ChartView, FigureView, HeadingView, RateView, ScreeningPeriod } from '@zhixin/shared/contract'
import { parseChain } from '@zhixin/shared/ids'
import {
  type BulletinNames, type BulletinPeriod, type Calendar, changedSince, type Counted, type CountingRules, type HeadingResult, issueDayOf, newestIssued,
    periodEnd,
  type RateResult, remarksToCome, type ReportState, reportsDueAt, sensitiveOn, sentenceOf,
} from '@zhixin/shared/rules'
import type { ReportingDepartment } from './reports'

export interface PresentParts {
  rules: CountingRules & { holidays: Calendar }
  names: BulletinNames
  staffNames(ids: string[]): Promise<Map<string, string>>
  now(): string
}

/** What an entry's file is known by. */
export interface EntryNumbers {
  receipt?: string | undefined
  caseId?: string | undefined
  number?: string | undefined
}

/** In the place of an entry of a file that names somebody: whom would show by its number and department. */
const NOT_SHOWN = '不在查看范围'

/** Bulletins as they are read: every number with its definition, every rate with both its numbers. */
export function createBulletinPresenter({ rules, names, staffNames, now }: PresentParts) {
  const { config, holidays } = rules

  const figure = (id: string, value: number): FigureView => {
    const { label, unit, definition, cite } = config.figures[id]!
    return { id, label, unit, definition, value, cite: { basis: cite.basis, source: cite.source } }
  }
  const rate = ({ id, percent, numerator }: RateResult, values: ReadonlyMap<string, number>): RateView => {
    const spec = config.rates[id]!
    const part = (one: string) => ({ id: one, label: config.figures[one]!.label, value: values.get(one) ?? 0 })
    return {
      id, label: spec.label, definition: spec.definition, percent, binding: spec.binding, cite: { basis: spec.cite.basis, source: spec.cite.source },
      numerator: { ...part(spec.numerator), value: numerator }, denominator: spec.denominator.map(part),
    }
  }
  const BY = { department: '庭室', channel: '来源', day: '日期' } as const
  const chart = ({ figure: id, by, rows }: NonNullable<HeadingResult['chart']>): ChartView => ({
    caption: `${config.figures[id]!.label}，按${BY[by]}`, figure: id, unit: config.figures[id]!.unit, by,
    rows: rows.map(({ key, value }) => ({ key, label: by === 'day' ? key : names[by](key), value })),
  })

  function headings(results: readonly HeadingResult[], { remarks }: Pick<ReportState, 'remarks'>): HeadingView[] {
    const values = new Map(results.flatMap(({ figures }) => figures.map(({ id, value }) => [id, value] as const)))
    return results.map(({ id, text, figures, rates, chart: drawn }) => ({
      id, label: config.headings[id]!.label, text, remark: remarks[id] ?? '', figures: figures.map((one) => figure(one.id, one.value)),
      rates: rates.map((one) => rate(one, values)), chart: drawn && drawn.rows.length > 0 ? chart(drawn) : null,
    }))
  }

  const standingOf = (period: BulletinPeriod, { issued }: ReportState): BulletinRow['standing'] =>
    issued.length > 0 ? 'issued' : now() < periodEnd(period) ? 'running' : 'to_issue'

  return {
    figure,
    headings,
    row(period: BulletinPeriod, state: ReportState): BulletinRow {
      const last = newestIssued(state)
      const { from, to } = period
      return { from, to, issueOn: issueDayOf(period, config, holidays), standing: standingOf(period, state), issuedAt: last?.at ?? null,
        edition: last?.edition ?? 0 }
    },
    async bulletin(period: BulletinPeriod, results: readonly HeadingResult[], state: ReportState): Promise<BulletinView> {
      const last = newestIssued(state)
      const current = Object.fromEntries(results.flatMap(({ figures }) => figures.map(({ id, value }) => [id, value])))
      const by = last && (await staffNames([last.by])).get(last.by)
      const { title, to: toWhom } = config.rhythms[period.rhythm]
      const end = periodEnd(period)
      return {
        ...period, title, issueOn: issueDayOf(period, config, holidays), standing: standingOf(period, state), asOf: end < now() ? end : now(),
        issuedBy: config.issued_by, to_whom: toWhom, note: config.note, headings: last ? last.headings : headings(results, state),
        issued: last
          ? {
              at: last.at, by: by ?? '', edition: last.edition, because: last.because ?? null,
              files: last.files.map(({ kind, attachmentId }) => ({ kind, sm3: last.sm3[attachmentId] ?? '' })),
              changed: changedSince(last, current),
              before: state.issued.slice(0, -1).map(({ edition, at, because }) => ({ edition, at, because: because ?? null })).reverse(),
              remarks: remarksToCome(state),
            }
          : null,
      }
    },
    entry(counted: Counted, numbers: ReadonlyMap<string, EntryNumbers>): BulletinEntry {
      const kind = parseChain(counted.chain)!.kind as BulletinEntry['kind']
      const kindLabel = kind === 'report' ? '排查报告' : config.kinds[kind]
      const at = counted.index < 0 ? null : counted.at
      if (counted.isWithheld) return { at, kind, kindLabel, receipt: null, number: null, caseId: null, department: NOT_SHOWN, sentence: NOT_SHOWN }
      const known = numbers.get(counted.chain)
      return {
        at, kind, kindLabel, receipt: known?.receipt ?? null, number: known?.number ?? null, caseId: known?.caseId ?? null,
          department: names.department(counted.department),
        sentence: [sentenceOf(counted, rules), ...(counted.channel === '' ? [] : [names.channel(counted.channel)])].join('，'),
      }
    },
    async screening(period: BulletinPeriod, departments: readonly ReportingDepartment[], { screened, reminded }: ReportState): Promise<ScreeningPeriod> {
      const dueAt = reportsDueAt(period, config, holidays)
      const known = await staffNames(Object.values(screened).map(({ by }) => by))
      return {
        rhythm: period.rhythm as 'daily' | 'weekly', from: period.from, to: period.to, dueAt, isOverdue: now() > dueAt,
        sensitive: period.rhythm === 'daily' ? (sensitiveOn(period.from, config)?.label ?? null) : null,
        rows: departments.map(({ department, liaisons }) => {
          const report = screened[department]
          return {
            department, liaisons, remindedAt: reminded[department] ?? null,
            reported: report
              ? { at: report.at, petitions: report.petitions, disputes: report.disputes, note: report.note, by: known.get(report.by) ?? '',
                late: report.at > dueAt }
              : null,
          }
        }),
      }
    },
  }
}
export type BulletinPresenter = ReturnType<typeof createBulletinPresenter>
