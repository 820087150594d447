import { GAP, openPage } from './page'

export interface TerminationDocument {
  court: string
  caseNumber: string
  cause: string
  /** When the last of it happened: the same state makes the same bytes. */
  at: string
  /** Whether this is what was filed. */
  standing: string
  summary: string
  checks: {
    title: string
    state: string
    grade: string
    proves: string
    missing: string[]
    notes: string[]
    said: string[]
    evidence: { says: string; place: string }[]
  }[]
}

/** 终本证据清单: A4. Runs in a thread of its own, see aside.ts. */
export function drawTermination({ court, caseNumber, cause, at, standing, summary, checks }: TerminationDocument): Promise<Buffer> {
  const page = openPage({ title: `${caseNumber} 终本证据清单`, author: court, at: new Date(at), numbered: true })
  page.text(court, { font: 'strong', size: 16, align: 'center' })
  page.text('终结本次执行程序证据清单', { font: 'strong', size: 20, align: 'center', before: 4 })
  page.text('（法院内部材料，不对当事人公开）', { size: 11, align: 'center', grey: true })
  page.rule()
  page.text(`案号：${caseNumber}${GAP}案由：${cause}`, { size: 12 })
  page.text(standing, { size: 11, before: 4 })
  page.text(summary, { font: 'strong', size: 13, before: 4 })
  for (const { title, state, grade, proves, missing, notes, said, evidence } of checks) {
    page.rule()
    page.keep(70)
    page.text(title, { font: 'strong', size: 12 })
    page.text(`【${state}】${grade}`, { font: 'strong', size: 12, before: 2 })
    for (const words of missing) page.text(`缺：${words}`, { size: 11, before: 2, indent: 12 })
    for (const words of [...notes, ...said]) page.text(words, { size: 11, before: 2, indent: 12 })
    for (const one of evidence) {
      page.text(`· ${one.says}`, { size: 10, before: 3, indent: 12 })
      page.text(one.place, { size: 7.5, indent: 20, grey: true })
    }
    page.text(proves, { size: 9, before: 3, indent: 12, grey: true })
  }
  page.rule()
  page.text('证据列的是案卷里的记录和它的校验值；记录本身在案卷里，不能改动。撤回、封存的记录不作证据。', { size: 9, before: 4, grey: true })
  return page.end()
}
