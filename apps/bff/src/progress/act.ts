import { caseChain, type ThreadKey } from '@zhixin/shared/ids'
import type { Actor as Writer, SequencedEntry } from '@zhixin/shared/log'
import {
  type Calendar, type CaseState, type Catalogue, clocksOf, type CourtProfile, decideProgress, isRunning, type NodeProof, type ProgressCommand,
  type ProgressDraft, type ProgressGiven, type ProgressState, type Relation, type SaidOfNode,
} from '@zhixin/shared/rules'
import { caseFold, relationOf } from '../cases'
import { type HeadView, type Log, sm3Hex } from '../log'
import type { Clock } from '../platform/clock'
import type { StaffActor } from '../platform/http/actor'
import { authorize, type Policy } from '../platform/http/policy'
import { progressFold } from './fold'
import { changePeriods, holdCase, recordNode, releaseNode } from './policy'

/** The court's own system; its `id` is the system's and no key's, so that a node that comes again under the next key is the same node. */
export interface ImportActor {
  kind: 'system'
  id: string
  role: 'import'
}
/** Who says what was done. */
export type ProgressActor = StaffActor | ImportActor

export interface ActParts {
  log: Log
  catalogue: Catalogue
  calendar: Calendar
  level: CourtProfile['level']
  clock: Clock
  /** The hash of an entry of a thread that holds papers; undefined where there is none to be named. Nobody names any where it is not given. */
  filed?: (state: HeadView['state'], thread: ThreadKey, index: number) => Promise<string | undefined>
  /** The hash of the entry of a finished paper that a node can rest on; undefined where there is none. Throws CodedError where the two say different things. */
  finished?: (state: HeadView['state'], caseId: string, node: SaidOfNode) => Promise<string | undefined>
  /**
   * The checks of a case's evidence sheet that are red and have no reason. Where it is not given no member of staff submits a termination, and nobody
   * is warned of what the court's own system brings.
   */
  unexplained?: (state: HeadView['state'], caseId: string, now: string) => Promise<readonly number[]>
}

export interface Recorded {
  /** Place in the case's chain. */
  index: number
  /** False where the same command was stored before. */
  isNew: boolean
}

const POLICIES: Record<ProgressCommand['type'], Policy<Relation>> = {
  RecordNode: recordNode, WithdrawNode: recordNode, ReleaseNode: releaseNode, SetHold: holdCase, SuspendPeriods: changePeriods, ResumePeriods: changePeriods,
  ExtendPeriod: changePeriods,
}

/** One command has one key for ever: a member of staff's whatever the case, an import's within its case. */
export const keyOf = (by: ProgressActor, caseId: string, key: string): string =>
  by.kind === 'staff' ? `staff:${by.staffId}/${key}` : `${by.id}/progress/${caseId}/${key}`

/** The number that a record or suspension has before it is stored, the same for a repeat. */
export const recordIdOf = (by: ProgressActor, caseId: string, key: string): string =>
  `n_${sm3Hex(new TextEncoder().encode(`${caseId}/${keyOf(by, caseId, key)}`)).slice(0, 32)}`

export interface Heads {
  file: CaseState
  progress: ProgressState
  proof?: NodeProof
  unexplained?: readonly number[]
}

/** Rights and rules on the head of the case's chain. Throws CodedError. */
function decide(parts: ActParts, by: ProgressActor, command: ProgressCommand, heads: Heads, now: string): ProgressDraft & { actor: Writer } {
  const { file, progress, proof, unexplained } = heads
  const { catalogue, calendar, level } = parts
  const relation = by.kind === 'staff' ? relationOf(by, file, now) : undefined
  if (by.kind === 'staff') authorize(POLICIES[command.type], by, relation)
  const clock = (clockId: string) => clocksOf(progress, catalogue, calendar).find((one) => one.clockId === clockId && isRunning(one))
  const given: ProgressGiven = {
    file, progress, catalogue, calendar, level, acts: relation ?? 'import', now, clock, ...(proof && { proof }), ...(unexplained && { unexplained }),
  }
  return { ...decideProgress(command, given), actor: by.kind === 'staff' ? { kind: 'staff', id: by.staffId, role: relation! } : by }
}

async function headsOf(
  { filed, finished, catalogue, unexplained: unexplainedIn }: ActParts, state: HeadView['state'], caseId: string, command: ProgressCommand, now: string,
): Promise<Heads> {
  const chain = caseChain(caseId)
  const heads = { file: await state(caseFold, chain), progress: await state(progressFold, chain) }
  if (command.type !== 'RecordNode') return heads
  const { filedIn, what } = command.node
  const filedHash = filedIn && (await filed?.(state, { caseId, personId: filedIn.personId }, filedIn.index))
  const paperHash = command.node.paper === undefined ? undefined : await finished?.(state, caseId, command.node)
  const isSubmission = catalogue.nodes.get(what)?.checks.includes('evidence_sheet') === true
  const unexplained = isSubmission ? await unexplainedIn?.(state, caseId, now) : undefined
  const named = { ...(filedHash !== undefined && { filedHash }), ...(paperHash !== undefined && { paperHash }) }
  return { ...heads, ...(unexplained && { unexplained }), proof: { uploaded: command.attachments ?? [], ...named } }
}

/** The one way something of its progress gets into a case's chain, decided at its head and again whenever that has moved. */
export async function act(parts: ActParts, by: ProgressActor, caseId: string, key: string, command: ProgressCommand): Promise<Recorded> {
  const logKey = keyOf(by, caseId, key)
  // A repeat is answered as the first was, even where it would be refused by now; what it says is compared with what is stored.
  const before = await parts.log.find(logKey)
  const stored = await parts.log.append({
    chain: caseChain(caseId),
    key: logKey,
    isSame: (entry) => isSame(entry, command),
    async decide({ state, now }) {
      const { type, actor, body } = decide(parts, by, command, await headsOf(parts, state, caseId, command, now), now)
      const attachments = command.type === 'RecordNode' ? command.attachments : undefined
      return { type, actor, body, ...(attachments && attachments.length > 0 && { attachments: [...attachments] }) }
    },
  })
  return { index: stored!.index, isNew: before === undefined }
}

/** What a command would come to now, without storing anything: its warnings, and the entry as it would be. Throws CodedError. */
export async function tryOut(parts: ActParts, by: ProgressActor, caseId: string, command: ProgressCommand): Promise<ProgressDraft & Heads & { now: string }> {
  const now = parts.clock.now().toISOString()
  const heads = await headsOf(parts, parts.log.state, caseId, command, now)
  const { type, body, warnings } = decide(parts, by, command, heads, now)
  return { type, body, warnings, ...heads, now }
}

const TYPE: Record<ProgressCommand['type'], string> = {
  RecordNode: 'node.recorded', WithdrawNode: 'node.withdrawn', ReleaseNode: 'node.released', SetHold: 'hold.set', SuspendPeriods: 'period.suspended',
  ResumePeriods: 'period.resumed', ExtendPeriod: 'period.extended',
}

/** Whether an entry is what a command became: all that the command says stands in it. What the rules added does not count. */
function isSame({ type, body }: Pick<SequencedEntry, 'type' | 'body'>, command: ProgressCommand): boolean {
  const { type: _type, ...said } = command
  const flat: Record<string, unknown> = command.type === 'RecordNode' ? { ...command.node, recordId: command.recordId } : said
  return type === TYPE[command.type] && Object.entries(flat).every(([name, value]) => value === undefined || sameJson(body[name], value))
}

function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const names = (of: object): string[] => Object.entries(of).flatMap(([name, value]) => (value === undefined ? [] : [name])).sort()
  const [left, right] = [names(a), names(b)]
  return String(left) === String(right) && left.every((name) => sameJson((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]))
}
