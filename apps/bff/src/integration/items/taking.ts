import { CodedError, type ErrorCode } from '@zhixin/shared/errors'
import { caseChain } from '@zhixin/shared/ids'
import { canonicalBytes } from '@zhixin/shared/log'
import { type BindingHelpConfig, caseNumberOf, type CaseState, type Catalogue, type FormsConfig, type IntegrationConfig, type RolesConfig } from '@zhixin/shared/rules'
import type { ItemAnswer } from '@zhixin/shared/integration'
import { type Cases, caseFold } from '../../cases'
import type { Identity } from '../../identity'
import { type Log, sm3Hex } from '../../log'
import type { Clock } from '../../platform/clock'
import type { ProgressCommands } from '../../progress'
import type { KnownNumber, Numbers } from '../numbers'

/** What taking an item in needs of the house. */
export interface House {
  log: Log
  identity: Pick<Identity, 'people' | 'staff' | 'records' | 'admission'>
  cases: Pick<Cases, 'idOfNumber'>
  /** What can be said of a case's progress, on one log or on another. */
  progressOn(log: Log): ProgressCommands
  clock: Clock
  config: { integration: IntegrationConfig; roles: RolesConfig; bindingHelp: BindingHelpConfig; forms: FormsConfig; catalogue: Catalogue }
}

/** One batch being taken in. `log` and `numbers` of a dry run keep everything to themselves. */
export interface Taking extends House {
  system: string
  numbers: Numbers
  dry: boolean
  progress: ProgressCommands
}

/** A hash of some JSON, whatever the order of its fields. Of nothing personal: identity numbers could be guessed out of it. */
export const digestOf = (value: unknown): string => sm3Hex(canonicalBytes(JSON.parse(JSON.stringify(value)))).slice(0, 24)

export type Result = Exclude<ItemAnswer['result'], 'refused'>
/** What became of an item; a refusal is thrown. */
export interface Outcome {
  result: Result
  /** Why nothing was changed, where that may surprise. */
  code?: ErrorCode
}
export const unchanged: Outcome = { result: 'unchanged' }
export const older: Outcome = { result: 'unchanged', code: 'integration.older' }

export const refuse = (code: ErrorCode, field?: string, detail?: string): never => {
  throw new CodedError(code, { ...(field !== undefined && { field }), ...(detail !== undefined && { detail }) })
}

/**
 * Takes in what a system says of a thing, as of when it came to say so: nothing where something newer was taken in, before or meanwhile. That is
 * asked again in every decision on the log, so that of two processes which take in an older and a newer item at once the newer one counts.
 * `take` is given the thing's number as it is once the time is claimed, and `isNewest` for what is kept beside the log.
 */
export async function claimed(
  taking: Taking, number: KnownNumber, asOf: string | undefined, take: (taking: Taking, number: KnownNumber, isNewest: () => Promise<void>) => Promise<Outcome>,
): Promise<Outcome> {
  const { numbers, progressOn } = taking
  if ((await numbers.claim(number, asOf)) === 'older') return older
  const isNewest = async (): Promise<void> => {
    if (!(await numbers.isNewest(number, asOf))) refuse('integration.older')
  }
  const log = guarded(taking.log, isNewest)
  try {
    return await take({ ...taking, log, progress: progressOn(log) }, (await numbers.again(number)), isNewest)
  } catch (error) {
    // What was refused because the newer one stands there by now is no refusal.
    if (error instanceof CodedError && !(await numbers.isNewest(number, asOf))) return older
    throw error
  }
}

/** A log on which nothing is decided but after another look. */
const guarded = (log: Log, look: () => Promise<void>): Log => ({
  ...log,
  append: (command) => log.append({
    ...command,
    async decide(heads) {
      await look()
      return command.decide(heads)
    },
  }),
})

/** A case by that system's number of it, or by its own number (案号). Throws `integration.case_unknown`. */
export async function caseOf({ log, numbers, cases }: Taking, externalId: string): Promise<CaseState> {
  const caseNumber = caseNumberOf(externalId)
  const byNumber = async (): Promise<string | undefined> => (await numbers.find('number', '', caseNumber))?.id ?? cases.idOfNumber(caseNumber)
  for (const find of [async () => (await numbers.find('case', '', externalId))?.id, byNumber]) {
    const caseId = await find()
    const file = caseId === undefined ? undefined : await log.state(caseFold, caseChain(caseId))
    if (file && file.status !== 'none') return file
  }
  return refuse('integration.case_unknown', 'case')
}

interface Numbered {
  officers: string[]
  judge: string
}

/** Who handles a case, by their numbers: all must be there, and fit. */
export async function handlersOf({ identity }: Taking, { officers, judge }: Numbered): Promise<{ officerIds: string[]; judgeId: string }> {
  const find = async (number: string, as: 'officer' | 'judge', field: string): Promise<string> => {
    const known = await identity.staff.byNumber(number)
    return known?.active && known.handles.includes(as) ? known.id : refuse('staff.unknown', field)
  }
  const officerIds = await Promise.all(officers.map((number) => find(number, 'officer', 'officers')))
  return { officerIds: [...new Set(officerIds)], judgeId: await find(judge, 'judge', 'judge') }
}
