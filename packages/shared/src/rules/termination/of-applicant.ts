import { isSealed } from '../parts/sealing'
import type { Party } from '../relations'
import type { ProgressRecord } from '../progress/progress-state'
import { dayOf } from '../shanghai'
import type { SheetCheckOf } from './config'
import type { EvidenceRef, MissingEvidence } from './entries'
import {
  appliedIn, concerns, isAfter, labelOf, markedIn, outdatedOf, overdueIn, partiesOf, recordRef, recordsOf, rulingOf, type SheetFacts, threadRef, threadsOf,
} from './facts'
import { decided, type Finding, forPerson } from './finding'
import { servedOn } from './of-record'

const newestOf = <T>(list: readonly T[]): T | undefined => list[list.length - 1]

/** Whether a record has its signed paper: uploaded, by number, or an entry of a thread that was not sealed since. */
function hasPaper({ threads }: SheetFacts, { evidence = [], papers, filedIn, paper }: ProgressRecord): boolean {
  if (evidence.length > 0 || papers.length > 0 || paper !== undefined) return true
  const thread = filedIn && threads.find(({ personId }) => personId === filedIn.personId)
  return thread !== undefined && thread.entries.some(({ index }) => index === filedIn!.index) && !isSealed(thread.state.parts.sealing, filedIn!.index)
}

/** 约谈, and all that had to be told. */
export function interviewed({ node, told_in: toldIn, must_tell: items }: SheetCheckOf<'interviewed'>, facts: SheetFacts): Finding {
  const records = recordsOf(facts, [node])
  const missing = partiesOf(facts, 'applicant').flatMap((party): MissingEvidence[] => {
    const about = party.partyId
    const mend = { about, mend: 'progress', node } as const
    const last = newestOf(records.filter((record) => concerns(facts, record, party)))
    const isOutdated = outdatedOf(facts, [node]).some((record) => concerns(facts, record, party))
    if (!last && isOutdated) return [{ code: 'paper_corrected', says: `{who}：“${labelOf(facts, node)}”的笔录更正过，请照更正后的笔录重新记录。`, ...mend }]
    if (!last) return [{ code: 'no_interview', says: `{who}：还没有“${labelOf(facts, node)}”的记录。`, ...mend }]
    const told = last.fields[toldIn] ?? ''
    const untold = items.filter(({ words }) => !words.some((word) => told.includes(word)))
    return [
      ...(hasPaper(facts, last) ? [] : [{ code: 'no_paper', says: '{who}：约谈记录没有附笔录。', ...mend }]),
      ...untold.map(({ label }): MissingEvidence => ({ code: `untold/${label}`, says: `{who}：约谈记录没有写明告知了“${label}”。`, ...mend })),
    ]
  })
  return decided(records.map((record) => recordRef(facts, record)), missing)
}

interface Word {
  agrees: boolean
  ref: EvidenceRef[]
  /** Of an interview. */
  record?: ProgressRecord
  at: string
}

/**
 * 不同意终本的，是否进行合议庭并办理批准手续. Whoever wrote an opinion in their thread counts as not agreeing until an interview that was surely held later says
 * otherwise: no machine reads what somebody meant (rules G-8, X-08).
 */
export function consented(check: SheetCheckOf<'consented'>, facts: SheetFacts): Finding {
  const { interview, opinion_in: opinionIn, agrees, marks, panel } = check
  const interviews = recordsOf(facts, [interview])
  const threads = threadsOf(facts, 'applicant')
  const parties = partiesOf(facts, 'applicant').map((party) => ({ party, words: wordsOf(party) }))

  function wordsOf(party: Party): Word[] {
    const said = threads.filter(({ partyIds }) => partyIds.includes(party.partyId)).flatMap((thread) =>
      markedIn(thread, marks).map(({ index, at }): Word => ({ agrees: false, at, ref: threadRef(thread, index, '{who}就终本发表意见。', index, party.partyId) })))
    const held = interviews.filter((record) => concerns(facts, record, party)).map((record): Word => ({
      agrees: record.fields[opinionIn] === agrees, at: record.recordedAt, record, ref: [recordRef(facts, record)],
    }))
    return [...said, ...held]
  }
  /** What still counts of somebody's words: an interview sets aside what came surely before it, and the interviews before. */
  function standing(words: readonly Word[]): Word[] {
    const last = newestOf(words.flatMap(({ record }) => record ?? []))
    return words.filter(({ record, at }) => (record ? record === last : !last || !isAfter(last, at)))
  }
  const disagrees = (counts: readonly Word[]): boolean => counts.length === 0 || counts.some((word) => !word.agrees)
  const open = parties.map(({ party, words }) => ({ party, counts: standing(words) })).filter(({ counts }) => disagrees(counts))
  const panels = recordsOf(facts, [panel]).filter((record) => record.approval !== undefined && hasPaper(facts, record))
  const latest = open.flatMap(({ counts }) => counts.filter((word) => !word.agrees).map(({ at, record }) => record?.on ?? dayOf(at))).sort().reverse()[0] ?? ''
  const isDone = panels.some(({ on }) => on >= latest)
  const missing = isDone ? [] : open.map(({ party: { partyId }, counts }): MissingEvidence => ({
    code: counts.length === 0 ? 'silent' : 'disagrees', about: partyId, mend: 'progress', node: panel,
    says: counts.length === 0 ? '{who}还没有书面同意：须有合议庭笔录并办理批准手续。' : '{who}没有同意终本：须有合议庭笔录并办理批准手续。',
  }))
  const evidence = [...parties.flatMap(({ words }) => words.flatMap(({ ref }) => ref)), ...panels.map((record) => recordRef(facts, record))]
  return decided(evidence, missing, open.length === 0 ? [] : ['申请执行人在沟通里写的意见，请打开原话核对。'])
}

/** 终本裁定是否依法送达: the certificate of electronic service is the whole evidence, a record points to the paper. */
export function served({ side, nodes, documents, without_receipt: part }: SheetCheckOf<'served'>, facts: SheetFacts): Finding {
  const ruling = rulingOf(facts)
  const threads = threadsOf(facts, side)
  const parties = partiesOf(facts, side)
  if (!ruling) {
    const ready = threads.flatMap((thread) => thread.state.parts.service.consents.filter(({ ended }) => !ended).flatMap(({ index }) => threadRef(thread, index, '{who}同意电子送达。')))
    const missing: MissingEvidence = { code: 'no_ruling', says: '裁定还没有作出，谈不上送达。提交终本前，请写明准备怎样送达。', mend: 'none' }
    return { ...decided(ready, [missing]), grade: part }
  }
  const records = recordsOf(facts, nodes).filter(({ on }) => on >= ruling.on)
  const receipts = threads.flatMap((thread) => parties.flatMap(({ partyId }) => servedOn(thread, documents, partyId, ruling.on)))
  const hasReceipt = ({ partyId }: Party): boolean => receipts.some(({ about }) => about === partyId)
  const unserved = parties.filter((party) => !hasReceipt(party) && !records.some((record) => concerns(facts, record, party)))
  const missing = unserved.map(({ partyId }): MissingEvidence => ({
    code: 'not_served', says: '{who}：还没有送达终本裁定的记录。', about: partyId, mend: 'service', node: nodes[0]!,
  }))
  const isFull = parties.every(hasReceipt)
  const notes = isFull || missing.length > 0 ? [] : ['没有电子送达凭证，以卷宗里的送达回证为准。']
  const evidence = [...[ruling, ...records].map((record) => recordRef(facts, record)), ...receipts]
  return { ...decided(evidence, missing, notes), ...(!isFull && { grade: part }) }
}

/** 异议、恢复执行申请是否立案: by the ends that the filing window gave. */
export function docketed({ forms, marks, shows }: SheetCheckOf<'docketed'>, facts: SheetFacts): Finding {
  const threads = threadsOf(facts, 'applicant')
  const applied = threads.flatMap((thread) => appliedIn(thread, forms).map((one) => ({ thread, one })))
  const said = threads.flatMap((thread) => markedIn(thread, marks).map((message) => ({ thread, message })))
  const evidence = [
    ...recordsOf(facts, shows).map((record) => recordRef(facts, record)),
    ...applied.flatMap(({ thread, one: { index, title, end } }) => [
      ...threadRef(thread, index, `{who}提交${title}。`), ...(end ? threadRef(thread, end.index, `立案窗口处理了{who}的${title}。`, index) : []),
    ]),
    ...said.flatMap(({ thread, message }) => threadRef(thread, message.index, '{who}在沟通里提到过，没有填申请书。')),
  ]
  const open = applied.filter(({ one }) => !one.end).map(({ thread: { personId }, one: { index, at, title } }): MissingEvidence => ({
    code: `open/${index}`, says: `{who} ${dayOf(at)} 提交的${title}还没有立案或者答复。`, about: personId, mend: 'applications', personId,
  }))
  if (open.length > 0) return decided(evidence, open)
  if (said.length > 0) return forPerson(evidence, [], ['有人只在沟通里提过、没有填申请书，请核对是否告知了怎样申请。'])
  return applied.length > 0 ? decided(evidence, []) : forPerson(evidence, [], ['本系统没有收到。在窗口或者邮寄提出的，请人工核对。'])
}

/**
 * What speaks against it beside all that, of what stands in the case and its threads. Of files of complaints nothing, not even how many: whoever they
 * are about reads this sheet.
 */
export function others(facts: SheetFacts): Finding {
  const { threads } = facts
  const open = threads.flatMap((thread) => {
    const { matter } = thread.state
    const refs = matter ? threadRef(thread, matter.since, '{who}的消息还没有答复。') : []
    return refs.map((ref) => ({ ref, personId: thread.personId, since: matter!.sinceAt }))
  })
  const reports = threads.flatMap((thread) => markedIn(thread, ['irregularity']).flatMap(({ index }) => threadRef(thread, index, '{who}反映执行不规范。')))
  const missing: MissingEvidence[] = [
    ...open.map(({ personId, since }): MissingEvidence => ({ code: 'unanswered', says: `{who} ${dayOf(since)} 以来的消息还没有答复。`, about: personId, mend: 'thread', personId })),
    ...overdueIn(facts).map(({ clockId, node, dueDay }): MissingEvidence => ({
      code: `overdue/${clockId}`.slice(0, 80), says: `“${labelOf(facts, node)}”已超期（应于 ${dueDay ?? ''} 前办完）。`, mend: 'progress', node,
    })),
  ]
  const notes = reports.length > 0 ? [`有 ${reports.length} 次反映执行不规范。`] : []
  return forPerson([...open.map(({ ref }) => ref), ...reports], missing, notes)
}
