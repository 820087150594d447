import type { CaseStanding, StandingRequestView, Stands } from '@zhixin/shared/contract'
import { caseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  type Calendar, type CaseRelation, type CaseState, dayOf, type Evidence, instantOf, isCurrent, isOwn, keepsHistoryOf, lastDay, type Limit, PartyReplacedSchema,
  RelationBeganSchema, relationsOf, type StandingAsked, type StandingConfig, type StandingRequestState,
} from '@zhixin/shared/rules'
import { caseFold, participantTitle, sideTitle, titlesOf } from '../cases'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'

const END_OF_DAY = 24 * 60

export interface PresentParts {
  log: Log
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  /** What number the court holds of a unit; undefined where it knows no such. */
  codeOf(partyId: string): Promise<string | undefined>
  config: StandingConfig
  calendar: Calendar
  clock: Clock
}

/** The only way out for requests and standings: names each field that leaves. */
export function createStandingPresenter({ log, names, codeOf, config, calendar, clock }: PresentParts) {
  const now = (): string => clock.now().toISOString()
  const dueOf = (limit: Limit, askedAt: string): string => instantOf(lastDay(limit, dayOf(askedAt), calendar), END_OF_DAY)

  /** What is to end, as its own party knows it. */
  async function endOf(asked: Extract<StandingAsked, { kind: 'end' }>) {
    const file = await log.state(caseFold, caseChain(asked.caseId))
    const relation = file.relations.find(({ relationId }) => relationId === asked.relationId)!
    const known = await names.people([relation.personId, relation.partyId])
    return { file, relation, personName: known.get(relation.personId) ?? '', partyName: known.get(relation.partyId) ?? '' }
  }

  async function request(state: StandingRequestState & { asked: StandingAsked }, court: StandingRequestView['court']): Promise<StandingRequestView> {
    const { requestId, status, asked, askedAt, attachments, decidedAt = null, reason = null, grantedCaseId = null } = state
    const head = {
      requestId, status: status as StandingRequestView['status'], askedAt, targetAt: dueOf(config.decision.target, askedAt), attachments: [...attachments],
      decidedAt, reason, note: asked.note ?? '', court,
    }
    if (asked.kind === 'end') {
      const { file, relation, personName, partyName } = await endOf(asked)
      return {
        ...head, kind: 'end', caseNumber: file.caseNumber, partyName, standing: relation.standing, authority: relation.authority ?? null, unitCode: null,
        until: null, ends: { personName, because: asked.because }, caseId: asked.caseId,
      }
    }
    const { caseNumber, partyName, standing, authority = null, unitCode = null, until = null } = asked
    return { ...head, kind: 'stand', caseNumber, partyName, standing, authority, unitCode, until, ends: null, caseId: grantedCaseId }
  }

  async function courtView({ askedBy, askedAt, asked }: StandingRequestState & { asked: StandingAsked }, file: CaseState | undefined) {
    const parties = file?.parties.filter(({ replacedBy }) => replacedBy === undefined) ?? []
    const known = await names.people([askedBy, ...parties.map(({ partyId }) => partyId)])
    const typed = asked.kind === 'stand' ? asked : undefined
    const alarmAt = dueOf(config.decision.alarm, askedAt)
    return {
      askerName: known.get(askedBy) ?? '',
      askerIs: file ? titlesOf(relationsOf(file, askedBy, now())) : '',
      alarmAt,
      isLate: now() > alarmAt,
      case: file ? {
        caseId: file.caseId, caseNumber: file.caseNumber, cause: file.cause,
        parties: await Promise.all(parties.map(async ({ partyId, side, form }) => {
          const name = known.get(partyId) ?? ''
          const hasCode = typed?.unitCode === undefined || form !== 'unit' ? null : (await codeOf(partyId)) === typed.unitCode
          return { partyId, name, role: sideTitle(side), form, isNamed: comparable(name) === comparable(typed?.partyName ?? ''), hasCode }
        })),
      } : null,
    }
  }

  /** Who stands for whom, for whoever may see `shown`; `reader` of the litigant side, `court` with what shows it. */
  async function standing(
    file: CaseState, shown: CaseRelation[], partyIds: string[], reader: { personId?: string; mayEnd: boolean }, entries: SequencedEntry[] | undefined,
  ): Promise<CaseStanding> {
    const evidence = evidenceOf(entries ?? [])
    const [known, staff] = await Promise.all([
      names.people([...partyIds, ...shown.map(({ personId }) => personId)]),
      names.staff([...evidence.values()].flatMap(({ approvedBy }) => (approvedBy ? [approvedBy] : []))),
    ])
    const mine = reader.personId === undefined ? [] : relationsOf(file, reader.personId, now())
    const stands = (relation: CaseRelation): Stands => {
      const { relationId, personId, partyId, standing: as, authority = null, since, until = null, endedAt = null } = relation
      const current = isCurrent(relation, now())
      const isMe = personId === reader.personId
      const mayTouch = current && personId !== partyId
      const shows = entries && evidence.get(relationId)
      return {
        relationId, personId, name: known.get(personId) ?? '', title: participantTitle(relation), standing: as, authority, since, until, endedAt, isCurrent: current,
        isMe,
        mayAskEnd: mayTouch && (isMe || mine.some((one) => isOwn(one) && one.partyId === partyId)),
        mayEnd: reader.mayEnd && mayTouch,
        keepsThread: reader.personId !== undefined && !current && keepsHistoryOf(file, reader.personId, personId, now()),
        evidence: shows
          ? { kind: shows.kind, note: shows.note ?? '', requestId: shows.requestId ?? null, approvedBy: shows.approvedBy ? (staff.get(shows.approvedBy) ?? null) : null }
          : null,
      }
    }
    return {
      parties: file.parties.filter(({ partyId }) => partyIds.includes(partyId)).map(({ partyId, side, form, replacedBy }) => ({
        partyId, name: known.get(partyId) ?? '', role: sideTitle(side), form, isReplaced: replacedBy !== undefined,
        people: shown.filter((one) => one.partyId === partyId).map(stands),
      })),
    }
  }

  return { request, courtView, standing }
}
export type StandingPresenter = ReturnType<typeof createStandingPresenter>

const comparable = (name: string): string => name.normalize('NFKC').replace(/[\s()（）·]/g, '')

/** What shows each relation, by its id, from the case's own entries; the court's own system where nobody approved it. */
function evidenceOf(entries: SequencedEntry[]): Map<string, Evidence & { approvedBy?: string | undefined }> {
  const found = new Map<string, Evidence & { approvedBy?: string | undefined }>()
  for (const { type, body } of entries) {
    if (type === 'relation.began') {
      const { relationId, evidence, approvedBy } = RelationBeganSchema.parse(body)
      found.set(relationId, { ...evidence, approvedBy })
    }
    if (type === 'party.replaced') {
      const { by, evidence, approvedBy } = PartyReplacedSchema.parse(body)
      if (by.relationId) found.set(by.relationId, { ...evidence, approvedBy })
    }
  }
  return found
}
