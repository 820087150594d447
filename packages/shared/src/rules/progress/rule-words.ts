import type { Catalogue, NodeSpec, Period, ProgressCitation } from './catalogue'

const UNITS: Record<Period['unit'], string> = {
  hour: '小时', calendar_day: '日', working_day: '个工作日', week: '周', month: '个月', year: '年',
}

/** A node's period as one plain sentence, with what it counts from; undefined for a node without one. */
export function periodWords({ limit, start, soft }: NodeSpec, { nodes, events }: Pick<Catalogue, 'nodes' | 'events'>): string | undefined {
  if (!limit || !start) return undefined
  const from = events.get(start.event)?.label ?? nodes.get(start.event)?.label ?? ''
  const length = `${limit.value}${UNITS[limit.unit]}`
  const inPrinciple = soft ? '原则上' : ''
  if (limit.direction === 'before') return `${inPrinciple}在“${from}”的${limit.value === 0 ? '当天之前' : `${length}之前`}`
  if (limit.value === 0) return `${inPrinciple}在“${from}”当天24点之前`
  const rolls = limit.roll_forward ? '；最后一天是节假日的，顺延到节后第一个工作日' : ''
  return `${inPrinciple}从“${from}”算起${length}内${rolls}`
}

/** What stands in a source for whoever keeps the file: a seed's file name with its lines, numbers of the collection of rules. */
const FOR_KEEPERS = [/\d{3}_[0-9a-f]{8,}\.txt/g, /\s*L\d+(-\d+)?([、，]\s*L\d+(-\d+)?)*/g, /[；，、]?\s*(Beyond|[A-Z])-\d+[a-z]?/g]

/** What a rule rests on, for people; what is the court's own plan is never called law. */
export function citeWords(cites: readonly ProgressCitation[]): string {
  const best = cites.find(({ basis }) => basis === 'law') ?? cites.find(({ basis }) => basis === 'court_document') ?? cites[0]
  if (!best) return ''
  if (best.basis === 'proposal') return '本院的工作安排，不是法律规定的期限'
  const source = FOR_KEEPERS.reduce((text, what) => text.replace(what, ''), best.source).replace(/^[，、；\s]+|[，、；\s]+$/g, '')
  if (best.basis === 'memory') return `${source}（条文待核对）`
  return best.basis === 'court_document' ? `法院执行工作文件 ${source}` : source
}

/** A period and what it rests on, in one line; undefined for a node without one. */
export function ruleWords(spec: NodeSpec, catalogue: Pick<Catalogue, 'nodes' | 'events'>): string | undefined {
  const period = periodWords(spec, catalogue)
  return period && `${period}。依据：${citeWords(spec.cite)}`
}
