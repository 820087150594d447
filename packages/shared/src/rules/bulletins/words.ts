import { type BulletinsConfig, type HeadingSpec, type RateSpec, type Sentence } from './config'
import type { CountingRules } from './files'
import { type Counted, type CountedLog, countedBy } from './figures'
import { dayOf } from '../shanghai'
import type { Workflow } from '../workflow'
import type { BulletinPeriod } from './periods'

export interface Share {
  key: string
  value: number
}
export interface FigureResult {
  id: string
  value: number
  counted: Counted[]
}
export interface RateResult {
  id: string
  numerator: number
  denominator: number
  /** One decimal, as `85.7`; null where nothing is in the denominator: then there is no rate. */
  percent: string | null
}
export interface HeadingResult {
  id: string
  text: string[]
  figures: FigureResult[]
  rates: RateResult[]
  chart?: { figure: string; by: 'department' | 'channel' | 'day'; rows: Share[] }
}

export const sharesOf = (counted: readonly Counted[], key: (one: Counted) => string): Share[] => {
  const shares = new Map<string, number>()
  for (const one of counted) shares.set(key(one), (shares.get(key(one)) ?? 0) + 1)
  return [...shares].map(([name, value]) => ({ key: name, value })).sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1))
}

const TENTHS = 1000

/** In tenths of a per cent, rounded half up from whole numbers: no rounding of binary fractions. */
export function percentOf(numerator: number, denominator: number): string | null {
  if (denominator === 0) return null
  const tenths = Math.floor((2 * TENTHS * numerator + denominator) / (2 * denominator))
  return `${Math.floor(tenths / 10)}.${tenths % 10}`
}

export const rateOf = (id: string, { numerator, denominator }: Pick<RateSpec, 'numerator' | 'denominator'>, values: Readonly<Record<string,
  number>>): RateResult => {
  const [above, below] = [values[numerator] ?? 0, denominator.reduce((sum, one) => sum + (values[one] ?? 0), 0)]
  return { id, numerator: above, denominator: below, percent: percentOf(above, below) }
}

/** Every figure of a period. */
export function figuresOf(log: CountedLog, period: BulletinPeriod, rules: CountingRules,
  ids: readonly string[] = Object.keys(rules.config.figures)): Map<string, FigureResult> {
  return new Map(ids.map((id) => {
    const counted = countedBy(rules.config.figures[id]!, log, period, rules)
    return [id, { id, value: counted.length, counted }]
  }))
}

/** The figures that a rhythm's headings and rates need. */
export function figuresNeeded({ rhythms, headings, rates }: BulletinsConfig, rhythm: BulletinPeriod['rhythm']): string[] {
  const shown = rhythms[rhythm].headings.map((id) => headings[id]!)
  const named = shown.flatMap(({ figures, rates: ofHeading, chart, says }) => [
    ...figures, ...(chart ? [chart.figure] : []), ...ofHeading.flatMap((id) => [rates[id]!.numerator, ...rates[id]!.denominator]),
    ...says.flatMap(({ if: when, unless, each }) => [when, unless, each?.figure].filter((one) => one !== undefined)),
  ])
  return [...new Set(named)]
}

export interface BulletinNames {
  department(key: string): string
  channel(key: string): string
}

/** A bulletin: its headings in the order of its rhythm, each with its figures, its rates and what they say. */
export function bulletinOf(log: CountedLog, period: BulletinPeriod, rules: CountingRules, names: BulletinNames): HeadingResult[] {
  const { config } = rules
  const figures = figuresOf(log, period, rules, figuresNeeded(config, period.rhythm))
  const values = Object.fromEntries([...figures].map(([id, { value }]) => [id, value]))
  return config.rhythms[period.rhythm].headings.map((id) => {
    const spec = config.headings[id]!
    const rates = spec.rates.map((rate) => rateOf(rate, config.rates[rate]!, values))
    const text = textOf(spec, figures, rates, config, names)
    return { id, figures: spec.figures.map((one) => figures.get(one)!), rates, text, ...chartOf(spec, figures) }
  })
}

function textOf({ says }: HeadingSpec, figures: Map<string, FigureResult>, rates: RateResult[], config: BulletinsConfig, names: BulletinNames): string[] {
  const has = (id: string | undefined): boolean => id === undefined || (figures.get(id)?.value ?? 0) > 0
  const filled = (text: string, extra: Readonly<Record<string, string>> = {}): string => text.replace(/\{([a-z][a-z0-9_]*)\}/g, (_all, name: string) => {
    const rate = rates.find(({ id }) => id === name)
    if (rate) return rateWords(rate)
    return extra[name] ?? `${figures.get(name)?.value ?? 0}${config.figures[name]?.unit ?? ''}`
  })
  const lines = ({ text, if: when, unless, each }: Sentence): string[] => {
    if (!has(when) || (unless !== undefined && has(unless))) return []
    if (!each) return [filled(text)]
    const spec = config.figures[each.figure]!
    return sharesOf(figures.get(each.figure)?.counted ?? [], (one) => one[each.by])
      .map(({ key, value }) => filled(text, { each: names[each.by](key), count: `${value}${spec.unit}` }))
  }
  return says.flatMap(lines)
}

/** Where nothing is in the denominator. */
export const NO_RATE = '不计算（分母为0）'
/** A rate is never without its two numbers. */
export const rateWords = ({ numerator, denominator, percent }: RateResult): string =>
  percent === null ? NO_RATE : `${percent}%（${numerator}/${denominator}）`

/** `key` of a row is what the list behind it is asked by; what it is called is for who shows it. */
function chartOf({ chart }: HeadingSpec, figures: Map<string, FigureResult>): Pick<HeadingResult, 'chart'> {
  if (!chart) return {}
  const { by } = chart
  const { counted } = figures.get(chart.figure)!
  const rows = by === 'day'
    ? sharesOf(counted, ({ at }) => dayOf(at)).sort((a, b) => (a.key < b.key ? -1 : 1))
    : sharesOf(counted, (one) => one[by])
  return { chart: { ...chart, rows } }
}


/** What one thing that is counted was: a state's, mark's or period's name, or what the entry is called. Says nothing of what anybody said. */
export function sentenceOf({ what, chain }: Pick<Counted, 'what' | 'chain'>, { config, workflows, catalogue }: CountingRules): string {
  const named = config.entry_words[what]
  if (named !== undefined) return named
  const node = catalogue.nodes.get(what)
  if (node) return `期限：${node.label}`
  const workflow = (workflows as Readonly<Record<string, Workflow | undefined>>)[chain.slice(0, chain.indexOf(':'))]
  const mark = workflow?.overlays[what]
  if (mark) return mark.label
  return workflow?.states[what] ? `转入“${workflow.states[what].label}”` : what
}
