import type { CaseStanding, StandingRequestView, Stands } from '@zhixin/shared/contract'
import { caseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  beginsWith, type Calendar, type CaseRelation, type CaseState, dayOf, type Evidence, EvidenceSchema, instantOf, isCurrent, isOwn, isStanding, keepsHistoryOf,
  lastDay, type Limit, type Party, RelationBeganSchema, relationsOf, type StandingAsked, type StandingConfig, type StandingRequestState,
} from '@zhixin/shared/rules'
import { caseFold, participantTitle, sideTitle, titlesOf } from '../cases'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'

const END_OF_DAY = 24 * 60

/** Who looks at standings: a person of the litigant side, or staff, and what of it they may end. */
interface Reader {
  personId?: string
  mayEnd: 'none' | 'people' | 'parties too'
}

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
        unitName: null, until: null, ends: { personName, because: asked.because }, caseId: asked.caseId,
      }
    }
    const { caseNumber, partyName, standing, authority = null, unitCode = null, unitName = null, until = null } = asked
    return { ...head, kind: 'stand', caseNumber, partyName, standing, authority, unitCode, unitName, until, ends: null, caseId: grantedCaseId }
  }

  async function courtView({ askedBy, askedAt, asked }: StandingRequestState & { asked: StandingAsked }, file: CaseState | undefined) {
    const typed = asked.kind === 'stand' ? asked : undefined
    // A party whose place was taken is there for whoever takes it as well, and for nobody else.
    const isFor = (party: Party): boolean => isStanding(party) || (typed?.standing === 'successor' && !party.mistaken)
    const all = file?.parties ?? []
    const parties = all.filter(isFor)
    const known = await names.people([askedBy, ...all.map(({ partyId }) => partyId)])
    const nameOf = ({ partyId }: Party): string => known.get(partyId) ?? ''
    const alarmAt = dueOf(config.decision.alarm, askedAt)
    return {
      askerName: known.get(askedBy) ?? '',
      askerIs: file ? titlesOf(relationsOf(file, askedBy, now())) : '',
      alarmAt,
      isLate: now() > alarmAt,
      case: file ? {
        caseId: file.caseId, caseNumber: file.caseNumber, cause: file.cause,
        parties: await Promise.all(parties.map(async (party) => {
          const { partyId, side, form } = party
          const name = nameOf(party)
          const ofParty = typed?.standing === 'successor' ? undefined : typed?.unitCode
          const hasCode = ofParty === undefined || form !== 'unit' ? null : (await codeOf(partyId)) === ofParty
          const successors = all.filter(({ succeeds, mistaken }) => succeeds === partyId && !mistaken).map(nameOf)
          return {
            partyId, name, role: sideTitle(side), form, isNamed: comparable(name) === comparable(typed?.partyName ?? ''), hasCode,
            isReplaced: !isStanding(party), successors,
          }
        })),
      } : null,
    }
  }

  /** Who stands for whom, for whoever may see `shown`; with what shows it where `entries` of the case's chain are given. */
  async function standing(
    file: CaseState, shown: CaseRelation[], partyIds: string[], reader: Reader, entries: SequencedEntry[] | undefined,
  ): Promise<CaseStanding> {
    const evidence = evidenceOf(entries ?? [])
    const parties = inOrder(file.parties).filter(({ partyId }) => partyIds.includes(partyId))
    const [known, staff] = await Promise.all([
      names.people([...partyIds, ...parties.flatMap(({ succeeds }) => succeeds ?? []), ...shown.map(({ personId }) => personId)]),
      names.staff([...evidence.values()].flatMap(({ approvedBy }) => (approvedBy ? [approvedBy] : []))),
    ])
    const mine = reader.personId === undefined ? [] : relationsOf(file, reader.personId, now())
    const stands = (relation: CaseRelation): Stands => {
      const { relationId, personId, partyId, standing: as, authority = null, since, until = null, endedAt } = relation
      const current = isCurrent(relation, now())
      const isMe = personId === reader.personId
      const isParty = personId === partyId
      const mayTouch = current && !isParty
      // Who was registered as a party stays one; who came in by a ruling may have come in by mistake.
      const cameLater = parties.some((party) => party.partyId === partyId && party.since !== undefined)
      const shows = entries && evidence.get(relationId)
      return {
        relationId, personId, name: known.get(personId) ?? '', title: participantTitle(relation), standing: as, authority, since: dayOf(since), until,
        endedOn: endedAt === undefined ? null : dayOf(endedAt), isCurrent: current,
        isMistaken: relation.mistaken === true, isMe,
        mayAskEnd: mayTouch && (isMe || mine.some((one) => isOwn(one) && one.partyId === partyId)),
        mayEnd: reader.mayEnd !== 'none' && (mayTouch || (current && cameLater && reader.mayEnd === 'parties too')),
        keepsThread: reader.personId !== undefined && !current && keepsHistoryOf(file, reader.personId, personId, now()),
        evidence: shows
          ? { kind: shows.kind, note: shows.note ?? '', requestId: shows.requestId ?? null, approvedBy: shows.approvedBy ? (staff.get(shows.approvedBy) ?? null) : null }
          : null,
      }
    }
    return {
      parties: parties.map(({ partyId, side, form, replacedBy, mistaken, succeeds }) => ({
        partyId, name: known.get(partyId) ?? '', role: sideTitle(side), form, isReplaced: replacedBy !== undefined, isMistaken: mistaken === true,
        succeeds: succeeds === undefined ? null : (known.get(succeeds) ?? ''),
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
    const begun = beginsWith({ type, body })
    if (begun !== undefined) found.set(begun, { ...EvidenceSchema.parse(body.evidence), approvedBy: body.approvedBy as string | undefined })
  }
  return found
}

/** Each party with those who took its place behind it. */
function inOrder(parties: Party[]): Party[] {
  const withSuccessors = (party: Party): Party[] => [party, ...parties.filter(({ succeeds }) => succeeds === party.partyId).flatMap(withSuccessors)]
  return parties.filter(({ succeeds }) => succeeds === undefined).flatMap(withSuccessors)
}
