import { COURT_SYSTEM as IMPORT } from '@zhixin/shared/log'
import { createHash } from 'node:crypto'
import { CodedError } from '@zhixin/shared/errors'
import { caseChain } from '@zhixin/shared/ids'
import type { ImportedParty, PartyItem } from '@zhixin/shared/integration'
import {
  addDays, type CaseState, instantOf, isStanding, isUnitCode, type Participant, type Party, type RelationBegan, RESIDENT_ID, type StandingCommand,
} from '@zhixin/shared/rules'
import { caseFold, changeStanding } from '../../cases'
import type { KnownNumber } from '../numbers'
import { caseOf, claimed, type Outcome, refuse, type Taking, unchanged } from './taking'

export type ImportedStanding = Omit<PartyItem, 'case'>
const COURT_SYSTEM = { kind: 'court_system' } as const

export const takeParty = async (taking: Taking, { case: of, ...item }: PartyItem): Promise<Outcome> =>
  takeStanding(taking, (await caseOf(taking, of)).caseId, item)

/** Somebody as identity keeps them: made, or brought up to date. Numbers go nowhere else. Throws where a number cannot be one. */
export async function personOf({ identity, config, dry, clock }: Taking, { form, asOf, person }: ImportedStanding): Promise<string> {
  const { name, documentKind = RESIDENT_ID, identityNumber, phones } = person
  checkNumber(config.bindingHelp.documents, form, documentKind, identityNumber)
  if (dry) return (await identity.people.idOf({ documentKind, identityNumber })) ?? `p_${createHash('sm3').update(`${documentKind}/${identityNumber}`).digest('hex').slice(0, 16)}`
  const at = asOf ?? clock.now().toISOString()
  return identity.people.import({ name, documentKind, identityNumber, phones: phones.map(({ number, givenBy }) => ({ number, source: givenBy ?? 'court_system', at })) })
}

function checkNumber(documents: readonly { kind: string; pattern: RegExp | string }[], form: string, documentKind: string, number: ImportedParty['identityNumber']): void {
  if (form === 'unit') {
    if (!isUnitCode(number)) refuse('standing.unit_code_wrong', 'person.identityNumber')
    return
  }
  const kind = documents.find((one) => one.kind === documentKind)
  if (!kind) refuse('help.document_unknown', 'person.documentKind')
  else if (!new RegExp(kind.pattern).test(number)) refuse('help.document_unknown', 'person.identityNumber')
}

/**
 * A party of a case, or somebody who acts for one: begun, replaced, ended, or as it was. A relation is never changed: other authority is the end
 * of the one and the beginning of the next.
 */
export async function takeStanding(taking: Taking, caseId: string, item: ImportedStanding): Promise<Outcome> {
  const { numbers, log } = taking
  const known = await numbers.find('standing', caseId, item.externalId)
  const number = known ?? (await numbers.take('standing', caseId, item.externalId))
  const file = await log.state(caseFold, caseChain(caseId))
  if (item.status === 'current') checkRefers(file, item, await partyIdOf(taking, caseId, item))
  return claimed(taking, number, item.asOf, (claiming, now) =>
    item.status === 'current' ? begin(claiming, file, now, item) : end(claiming, file, now, item, known !== undefined))
}

/** The party that a number of that system is in this case; undefined where no number was given. Throws `integration.party_unknown`. */
async function partyIdOf({ numbers }: Taking, caseId: string, { for: of, replaces }: ImportedStanding): Promise<string | undefined> {
  const externalId = of ?? replaces
  if (externalId === undefined) return undefined
  return (await numbers.find('standing', caseId, externalId))?.personId ?? refuse('integration.party_unknown', of === undefined ? 'replaces' : 'for')
}

function checkRefers({ parties }: CaseState, { for: of, replaces }: ImportedStanding, partyId: string | undefined): void {
  if (of !== undefined && !parties.some((party) => party.partyId === partyId && isStanding(party))) refuse('integration.party_unknown', 'for')
  if (replaces !== undefined && !parties.some((party) => party.partyId === partyId && !party.mistaken)) refuse('integration.party_unknown', 'replaces')
}

async function begin(taking: Taking, file: CaseState, number: KnownNumber, item: ImportedStanding): Promise<Outcome> {
  const { numbers } = taking
  const personId = await personOf(taking, item)
  if (number.personId !== undefined && number.personId !== personId) refuse('integration.person_changed', 'person.identityNumber')
  if (number.personId === undefined) await numbers.remember(number, { personId })
  return item.standing === 'self' ? beginParty(taking, file, number, item, personId) : beginRelation(taking, file, number, item, personId)
}

async function beginParty(taking: Taking, file: CaseState, number: KnownNumber, item: ImportedStanding, personId: string): Promise<Outcome> {
  const { side, form, replaces, ruling } = item
  const there: Party | undefined = file.parties.find(({ partyId, mistaken }) => partyId === personId && !mistaken)
  if (there) {
    if (side !== undefined && side !== there.side) refuse('standing.both_sides', 'side')
    return unchanged
  }
  const by = { partyId: personId, form, ...(form === 'natural' && { relationId: number.id }) }
  const evidence = ruling === undefined ? COURT_SYSTEM : { ...COURT_SYSTEM, note: ruling }
  const replaced = replaces === undefined ? undefined : await partyIdOf(taking, file.caseId, item)
  const command: StandingCommand = replaced === undefined
    ? { type: 'AddParty', added: { by, evidence, side: side! } }
    : { type: 'ReplaceParty', replaced: { partyId: replaced, by, evidence } }
  return change(taking, file.caseId, `party/${number.id}`, command)
}

async function beginRelation(taking: Taking, file: CaseState, number: KnownNumber, item: ImportedStanding, personId: string): Promise<Outcome> {
  const { standing, authority } = item
  const partyId = (await partyIdOf(taking, file.caseId, item))!
  const until = item.until === undefined ? undefined : instantOf(addDays(item.until, 1), 0)
  const revision = number.revision ?? 0
  const relationId = await relationIdOf(taking, file.caseId, number, item.externalId, revision)
  const there = file.relations.find((one) => one.relationId === relationId)
  const wanted: RelationBegan = { relationId, personId, partyId, standing, evidence: COURT_SYSTEM, ...(authority && { authority }), ...(until && { until }) }
  if (!there) {
    if (revision > 0) await endRevision(taking, file, number, item, revision - 1)
    const begun = await change(taking, file.caseId, `began/${relationId}`, { type: 'BeginRelation', relation: wanted })
    return revision > 0 && begun.result === 'created' ? { result: 'updated' } : begun
  }
  // What has ended does not begin again under its number.
  if (there.endedAt !== undefined) return unchanged
  if (there.standing !== standing || there.partyId !== partyId) return refuse('integration.other_standing', 'standing')
  if (there.authority === authority && there.until === until) return unchanged
  // Said before anything is appended: whoever is killed in between finds that one has to end and one to begin.
  await taking.numbers.remember(number, { revision: revision + 1 })
  return beginRelation(taking, file, { ...number, revision: revision + 1 }, item, personId)
}

async function endRevision(taking: Taking, file: CaseState, number: KnownNumber, item: ImportedStanding, revision: number): Promise<void> {
  const relationId = await relationIdOf(taking, file.caseId, number, item.externalId, revision)
  if (file.relations.find((one) => one.relationId === relationId)?.endedAt !== undefined) return
  await change(taking, file.caseId, `ended/${relationId}`, { type: 'EndRelation', ended: { relationId, because: 'court_system' } })
}

const relationIdOf = async ({ numbers }: Taking, caseId: string, number: KnownNumber, externalId: string, revision: number): Promise<string> =>
  revision === 0 ? number.id : (await numbers.take('standing', caseId, `${externalId}\n${revision}`)).id

async function end(taking: Taking, file: CaseState, number: KnownNumber, item: ImportedStanding, wasKnown: boolean): Promise<Outcome> {
  // It was over before we heard that it had begun: its number is kept, so that the beginning, which is older, changes nothing.
  if (!wasKnown) return unchanged
  const because = item.status === 'mistaken' ? 'mistaken' as const : 'court_system' as const
  const revisions = [...Array((number.revision ?? 0) + 1).keys()]
  const ids = await Promise.all(revisions.map((revision) => relationIdOf(taking, file.caseId, number, item.externalId, revision)))
  const there = file.relations.filter(({ relationId }) => ids.includes(relationId))
  if (there.length === 0 && item.form === 'unit' && item.standing === 'self') return refuse('standing.party_stays', 'status')
  let outcome = unchanged
  // Who began another one and got no further has left the one before.
  for (const { relationId } of there.filter(({ endedAt }) => endedAt === undefined)) {
    const { result } = await change(taking, file.caseId, `ended/${relationId}`, { type: 'EndRelation', ended: { relationId, because } })
    if (result === 'created') outcome = { result: 'updated' }
  }
  return outcome
}

async function change(taking: Taking, caseId: string, key: string, command: StandingCommand): Promise<Outcome> {
  try {
    const entry = await changeStanding(taking.log, {
      caseId,
      key: `import/${taking.system}/${caseId}/${key}`,
      command,
      by: async () => IMPORT,
    })
    return entry ? { result: 'created' } : unchanged
  } catch (error) {
    // Somebody here has said the same before.
    if (error instanceof CodedError && error.code === 'standing.already') return unchanged
    throw error
  }
}

/**
 * Who stands in the registration itself: parties, and the agents of those; each person once. All others begin after it. Throws where somebody
 * would stand on both sides, which the registration does not ask.
 */
export async function participantsOf(taking: Taking, caseId: string, items: readonly ImportedStanding[]): Promise<Participant[]> {
  const participants = new Map<string, Participant>()
  const partyOf = new Map<string, string>()
  const current = items.filter(({ status, replaces }) => status === 'current' && replaces === undefined)
  for (const item of [...current.filter(({ standing }) => standing === 'self'), ...current.filter(({ standing, until }) => standing === 'agent' && until === undefined)]) {
    const principalId = item.for === undefined ? undefined : partyOf.get(item.for)
    const side = item.side ?? (principalId === undefined ? undefined : participants.get(principalId)?.side)
    if (side === undefined) continue
    const personId = await personOf(taking, item)
    const there = participants.get(personId)
    if (there && there.side !== side) refuse('standing.both_sides', 'side')
    if (item.standing === 'self') partyOf.set(item.externalId, personId)
    const number = await taking.numbers.take('standing', caseId, item.externalId, personId.replace(/^p_/, 'l_'), { personId })
    if (number.personId !== undefined && number.personId !== personId) refuse('integration.person_changed', 'person.identityNumber')
    if (number.personId === undefined) await taking.numbers.remember(number, { personId })
    if (there) continue
    participants.set(personId, {
      personId, side, role: item.standing === 'self' ? 'principal' : 'agent', ...(item.form === 'unit' && { form: 'unit' as const }),
      ...(item.authority && { authority: item.authority }), ...(principalId !== undefined && { principalId }),
    })
  }
  return [...participants.values()]
}
