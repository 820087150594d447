import { dayOf } from '../shanghai'
import type { ProgressRecord } from '../progress/progress-state'
import { evolvePush, finalOf, noPushes, type PushState } from '../push/state'
import type { SheetCheckOf } from './config'
import type { EvidenceRef, MissingEvidence } from './entries'
import { appliedIn, concerns, labelOf, markedIn, partiesOf, recordRef, recordsOf, type SheetFacts, type ThreadFacts, threadRef, threadsOf } from './facts'
import { decided, type Finding, forPerson } from './finding'

const shown = (facts: SheetFacts, what: readonly string[]): EvidenceRef[] => recordsOf(facts, what).map((record) => recordRef(facts, record))
const toRecord = (facts: SheetFacts, node: string, about?: string): MissingEvidence => ({
  code: `unrecorded/${node}`, says: `${about === undefined ? '' : '{who}：'}还没有“${labelOf(facts, node)}”的记录。`, mend: 'progress', node, ...(about !== undefined && { about }),
})

/** What a side was told of these nodes, and how far that got; not what was taken back. */
function toldOf(facts: SheetFacts, thread: ThreadFacts & { partyIds: string[] }, what: readonly string[]): EvidenceRef[] {
  const { parts, party } = thread.state
  const records = new Set(recordsOf(facts, what).map(({ recordId }) => recordId))
  return parts.progress.flatMap(({ ref, index, label, takenBack }) => {
    if (takenBack || !records.has(ref)) return []
    const reached = party.read >= index ? '对方已读' : party.delivered >= index ? '已到对方手机' : '还没有到对方手机'
    return threadRef(thread, index, `告知{who}“${label}”，${reached}（告知不是送达）。`)
  })
}

/** What was served electronically on a party's people and has arrived. */
export const servedOn = (thread: ThreadFacts, documents: readonly string[], partyId: string, from = ''): EvidenceRef[] =>
  thread.state.parts.service.services.flatMap(({ index, document, label, arrived, partyId: on }) => {
    if (!arrived || on !== partyId || !documents.includes(document) || arrived.on < from) return []
    return threadRef(thread, arrived.index, `电子送达{who}“${label}”，${arrived.on} 到达。`, index, partyId)
  })

/** 发出 of a document, a measure taken: for every party of the side. */
export function issued(check: SheetCheckOf<'issued'>, facts: SheetFacts): Finding {
  const { nodes, side, documents, shows } = check
  const records = recordsOf(facts, nodes)
  const parties = partiesOf(facts, side)
  const missing = parties.filter((party) => !records.some((record) => concerns(facts, record, party))).map(({ partyId }) => toRecord(facts, nodes[0]!, partyId))
  const threads = threadsOf(facts, side)
  const served = threads.flatMap((thread) => parties.flatMap(({ partyId }) => servedOn(thread, documents, partyId)))
  const isServed = parties.every(({ partyId }) => served.some(({ about }) => about === partyId))
  const notes = documents.length > 0 && !isServed ? ['没有电子送达凭证的，送达回证、邮寄单在纸质卷宗里，请核对。'] : []
  const evidence = [...shown(facts, [...nodes, ...shows]), ...threads.flatMap((thread) => toldOf(facts, thread, [...nodes, ...shows])), ...served]
  return decided(evidence, parties.length === 0 ? [{ code: 'no_party', says: '案件里没有这一方的当事人。', mend: 'none' }] : missing, notes)
}

/** A clue, by form or by mark, and its answer. */
interface Clue {
  thread: ThreadFacts
  index: number
  at: string
  answered?: number
  /** Answered by what was said later; no entry says that it is the answer. */
  isOpen: boolean
}
const cluesOf = (facts: SheetFacts, { forms, marks }: Pick<SheetCheckOf<'investigated'>, 'forms' | 'marks'>): Clue[] =>
  threadsOf(facts, 'applicant').flatMap((thread) => [
    ...appliedIn(thread, forms).map(({ index, at, end }) => ({ thread, index, at, isOpen: !end, ...(end && { answered: end.index }) })),
    ...markedIn(thread, marks).map(({ index, at, open }) => ({ thread, index, at, isOpen: open })),
  ])
const cluesShown = (clues: readonly Clue[]): EvidenceRef[] =>
  clues.flatMap(({ thread, index, answered }) => [
    ...threadRef(thread, index, '{who}提供财产线索。'), ...(answered === undefined ? [] : threadRef(thread, answered, '法院答复了{who}的财产线索。', index)),
  ])

/** 穷尽财产调查措施. */
export function investigated(check: SheetCheckOf<'investigated'>, facts: SheetFacts): Finding {
  const { nodes, shows } = check
  const clues = cluesOf(facts, check)
  const missing: MissingEvidence[] = [
    ...nodes.filter((node) => recordsOf(facts, [node]).length === 0).map((node) => toRecord(facts, node)),
    ...clues.filter(({ isOpen }) => isOpen).map(({ thread: { personId }, index, at }): MissingEvidence => ({
      code: `clue_open/${index}`, says: `{who} ${dayOf(at)} 提供的财产线索还没有答复。`, about: personId, mend: 'thread', personId,
    })),
  ]
  return decided([...shown(facts, [...nodes, ...shows]), ...cluesShown(clues)], missing)
}

/** 有可供执行财产而未予处置: a hint and no more. */
export function leftOver(check: SheetCheckOf<'left_over'>, facts: SheetFacts): Finding {
  const { found, control, shows } = check
  const controls = recordsOf(facts, control)
  const clues = cluesOf(facts, check)
  const things = recordsOf(facts, found)
  const isControlled = (thing: ProgressRecord): boolean =>
    controls.some(({ on, object }) => on >= thing.on && (thing.object === undefined || object === thing.object))
  const missing: MissingEvidence[] = [
    ...clues.filter(({ at }) => !controls.some(({ on }) => on >= dayOf(at))).map(({ thread: { personId }, index, at }): MissingEvidence => ({
      code: `clue_uncontrolled/${index}`, says: `{who} ${dayOf(at)} 提供财产线索以后，没有控制财产的记录。`, about: personId, mend: 'thread', personId,
    })),
    ...things.filter((thing) => !isControlled(thing)).map((thing): MissingEvidence => ({
      code: `found_uncontrolled/${thing.recordId}`, says: `${thing.on} 查到的财产，没有控制的记录。`, mend: 'progress', node: control[0]!,
    })),
  ]
  return forPerson([...shown(facts, [...found, ...control, ...shows]), ...cluesShown(clues)], missing)
}

/** 下落不明的，是否依法予以查找. */
export function searchedFor({ missing: marks, nodes, shows }: SheetCheckOf<'searched_for'>, facts: SheetFacts): Finding {
  const threads = threadsOf(facts, 'respondent')
  const pushes = threads.map((thread) => ({ thread, state: thread.pushes.reduce(evolvePush, noPushes) }))
  const lost = pushes.flatMap(({ thread, state }) => unreached(thread, state))
  const called = pushes.flatMap(({ thread }) => callsTo(thread))
  const evidence = [...shown(facts, [...marks, ...nodes, ...shows]), ...lost, ...called]
  if (recordsOf(facts, marks).length > 0 || lost.length > 0) return decided(evidence, recordsOf(facts, nodes).length > 0 ? [] : [toRecord(facts, nodes[0]!)])
  const contacts = threads.map((thread) => ({ thread, refs: lastWord(thread) }))
  const isReached = (partyId: string): boolean => contacts.some(({ thread, refs }) => refs.length > 0 && thread.partyIds.includes(partyId))
  const unseen = partiesOf(facts, 'respondent').filter(({ partyId }) => !isReached(partyId))
  const all = [...evidence, ...contacts.flatMap(({ refs }) => refs)]
  if (unseen.length === 0) return decided(all, [], ['被执行人在本系统里联系得上，没有下落不明的记载。'])
  return forPerson(all, unseen.map(({ partyId }): MissingEvidence => ({ code: 'never_seen', says: '{who}没有在本系统里出现过，是否下落不明请人工核对。', about: partyId, mend: 'none' })))
}

/** 无法联系, as the pushes' own chain says: of the round that is on. */
const unreached = ({ personId, pushes }: ThreadFacts, state: PushState): EvidenceRef[] =>
  pushes.flatMap(({ type, index, at, body }) => {
    if (type !== 'push.unreachable') return []
    const { of, round } = body as { of: number; round: number }
    const notice = state.notices[of]
    const isSo = notice?.round === round && finalOf(notice)?.as === 'unreachable'
    return isSo ? [{ chain: 'push' as const, personId, index, at, says: '{who}：各种方式都联系不上。', about: personId }] : []
  })
const OUTCOMES: Readonly<Record<string, string>> = { reached: '接通', no_answer: '没有接', wrong_number: '号码不对', no_number: '没有号码' }
const callsTo = ({ personId, pushes }: ThreadFacts): EvidenceRef[] =>
  pushes.flatMap(({ type, index, at, body }) => {
    const outcome = type === 'push.called' ? OUTCOMES[(body as { outcome: string }).outcome] : undefined
    return outcome === undefined ? [] : [{ chain: 'push' as const, personId, index, at, says: `打电话给{who}：${outcome}。`, about: personId }]
  })
/** The newest sign of a person in their own thread. */
function lastWord(thread: ThreadFacts): EvidenceRef[] {
  const own = thread.entries.filter(({ actor }) => actor.kind === 'person').map(({ index }) => threadRef(thread, index, '{who}最近一次在本系统里查看或者发言。'))
  const [last = []] = own.filter((refs) => refs.length > 0).reverse()
  return last
}

/** 妨害、逃避执行: urgent clues are the applicants' word for it. */
export function obstruction({ shows }: SheetCheckOf<'obstruction'>, facts: SheetFacts): Finding {
  const raised = threadsOf(facts, 'applicant').flatMap((thread) =>
    thread.entries.filter(({ type }) => type === 'urgent.raised').flatMap(({ index }) => threadRef(thread, index, '{who}提交紧急线索（财产正在转移）。')))
  const measures = shown(facts, shows)
  const notes = raised.length > 0 && measures.length === 0 ? ['有紧急线索，没有罚款、拘传、拘留的记录。'] : []
  return forPerson([...raised, ...measures], [], notes)
}

export const byHand = ({ shows }: SheetCheckOf<'by_hand'>, facts: SheetFacts): Finding => forPerson(shown(facts, shows), [])
