import { CodedError } from '@zhixin/shared/errors'
import { caseChain } from '@zhixin/shared/ids'
import type { CaseItem } from '@zhixin/shared/integration'
import { caseNumberOf, type CaseState } from '@zhixin/shared/rules'
import { caseFold, closeCase, correctCase, registerCase, setPayment } from '../../cases'
import type { KnownNumber } from '../numbers'
import { takeNode } from './nodes'
import { type ImportedStanding, participantsOf, takeStanding } from './standings'
import { claimed, digestOf, handlersOf, type Outcome, refuse, type Taking, unchanged } from './taking'

const APPLICATION_RECEIVED = 'application_received'

/** A case: registered where it is new, else brought up to date, with the people, the payment and the closing that came with it. */
export async function takeCase(taking: Taking, item: CaseItem): Promise<Outcome> {
  const { log, numbers } = taking
  const number = await numbers.take('case', '', item.externalId)
  const caseId = number.id
  const before = await log.state(caseFold, caseChain(caseId))
  const isNew = before.status === 'none'
  const outcomes: Outcome[] = isNew ? [await register(taking, number, item)] : [await correct(taking, number, item, before)]
  for (const [i, party] of item.parties.entries()) {
    outcomes.push(await takeStanding(taking, caseId, inherited(item, party)).catch((error: unknown) => refuseAt(error, `parties.${i}`)))
  }
  outcomes.push(await pay(taking, caseId, item), await received(taking, caseId, item), await close(taking, caseId, item))
  if (isNew) return { result: 'created' }
  return outcomes.some(({ result }) => result !== 'unchanged') ? { result: 'updated' } : outcomes[0]!
}

const inherited = ({ asOf }: CaseItem, party: CaseItem['parties'][number]): ImportedStanding => ({ ...party, asOf: party.asOf ?? asOf })

function refuseAt(error: unknown, place: string): never {
  if (!(error instanceof CodedError)) throw error
  const field = error.field?.replace(/^body\./, '')
  throw new CodedError(error.code, { field: field === undefined ? place : `${place}.${field}`, ...(error.detail !== undefined && { detail: error.detail }) })
}

async function register(taking: Taking, number: KnownNumber, item: CaseItem): Promise<Outcome> {
  const { numbers } = taking
  const handlers = await handlersOf(taking, item)
  if (!item.parties.some(({ standing, status }) => standing === 'self' && status === 'current')) refuse('integration.parties_missing', 'parties')
  const participants = await participantsOf(taking, number.id, item.parties.map((party) => inherited(item, party)))
  const caseNumber = await ownNumber(taking, number.id, item.caseNumber)
  const registered = await claimed(taking, number, item.asOf, async ({ log }) => {
    const isThis = await registerCase(log, {
      caseId: number.id, caseNumber, cause: item.cause, filedOn: item.filedOn, department: item.department, participants, ...handlers,
      ...(!item.takenOver && { announced: true as const }),
      ...(item.matter !== undefined && { matterId: (await numbers.take('matter', '', item.matter)).id }),
    })
    return isThis ? { result: 'created' } : unchanged
  })
  // Somebody was faster, with something older.
  return registered.result === 'created' || registered.code ? registered : correct(taking, number, item, await taking.log.state(caseFold, caseChain(number.id)))
}

const correct = (taking: Taking, of: KnownNumber, item: CaseItem, before: CaseState): Promise<Outcome> =>
  claimed(taking, of, item.asOf, async ({ log, numbers, system }, { id }) => {
    const { cause, filedOn, department } = item
    const caseNumber = before.caseNumber === caseNumberOf(item.caseNumber) ? before.caseNumber : await ownNumber(taking, id, item.caseNumber)
    const matterId = item.matter === undefined ? undefined : (await numbers.take('matter', '', item.matter)).id
    const wanted = { caseNumber, cause, filedOn, department, ...(matterId !== undefined && { matterId }) }
    // What was said before may be said again after something else was: each change has a key of its own, by what it changes.
    const from = [before.caseNumber, before.cause, before.filedOn, before.department, before.matterId].join('\n')
    const key = `import/${system}/${id}/corrected/${digestOf([from, wanted, await log.state(correctionsFold, caseChain(id))])}`
    return (await correctCase(log, id, key, wanted)) ? { result: 'updated' } : unchanged
  })

/** How often a case was corrected. */
const correctionsFold = { name: 'corrections', initial: 0, evolve: (count: number, { type }: { type: string }) => (type === 'case.corrected' ? count + 1 : count) }

/** A case number is one case's alone, whichever of that system's numbers it came under first. */
async function ownNumber({ numbers, cases }: Taking, caseId: string, text: string): Promise<string> {
  const caseNumber = caseNumberOf(text)
  const elsewhere = await cases.idOfNumber(caseNumber)
  if (elsewhere !== undefined && elsewhere !== caseId) refuse('integration.case_number_taken', 'caseNumber')
  if ((await numbers.take('number', '', caseNumber, caseId)).id !== caseId) refuse('integration.case_number_taken', 'caseNumber')
  return caseNumber
}

async function pay(taking: Taking, caseId: string, { payment, asOf }: CaseItem): Promise<Outcome> {
  if (!payment) return unchanged
  const { externalId, ...wanted } = payment
  // Of several the newest counts: so there is one number for all of a case's.
  return claimed(taking, await taking.numbers.take('payment', caseId, ''), asOf, async ({ log, system }) => {
    const { payment: there } = await log.state(caseFold, caseChain(caseId))
    const importId = `${system}/${externalId}/${digestOf([there ?? null, wanted, asOf ?? null])}`
    return (await setPayment(log, caseId, importId, wanted)) ? { result: 'updated' } : unchanged
  })
}

async function received(taking: Taking, caseId: string, { applicationReceivedOn: on, asOf, externalId }: CaseItem): Promise<Outcome> {
  if (on === undefined) return unchanged
  const node = { type: 'node' as const, externalId: APPLICATION_RECEIVED, case: externalId, node: APPLICATION_RECEIVED, on, fields: {}, papers: [], asOf }
  const { result } = await takeNode(taking, caseId, node)
  return { result: result === 'created' ? 'updated' : result }
}

async function close({ log }: Taking, caseId: string, { closed }: CaseItem): Promise<Outcome> {
  if (!closed || (await log.state(caseFold, caseChain(caseId))).status !== 'open') return unchanged
  await closeCase(log, caseId, { way: closed.way, closedOn: closed.on })
  return { result: 'updated' }
}
