import { caseChain } from '@zhixin/shared/ids'
import type { Actor as Writer, SequencedEntry } from '@zhixin/shared/log'
import { type CaseState, decideStanding, type StandingCommand } from '@zhixin/shared/rules'
import type { HeadView, Log } from '../../log'
import { caseFold } from '../fold'

export interface ChangeOfStanding {
  caseId: string
  /** Unique for ever; see `AppendCommand`. */
  key: string
  command: StandingCommand
  /** Who does it, decided with the case as it is at its chain's head. Throws CodedError to refuse. */
  by(file: CaseState, view: HeadView): Promise<Writer> | Writer
}

/**
 * Begins or ends a relation of a person to a case, or puts a new party in the place of an old one: one entry of the case's chain, decided
 * at its head. From that entry on everybody's rights are others. Undefined where there was nothing left to end. Does not check that the
 * people named exist: whoever asks has resolved them.
 */
export async function changeStanding(log: Log, { caseId, key, command, by }: ChangeOfStanding): Promise<SequencedEntry | undefined> {
  const chain = caseChain(caseId)
  return log.append({
    chain,
    key,
    isSame: ({ type, body }) => type === TYPES[command.type] && idOf(body) === idOf(bodyOf(command)),
    async decide(view) {
      const file = await view.state(caseFold, chain)
      const actor = await by(file, view)
      const draft = decideStanding(command, file, view.now)
      return draft && { ...draft, actor }
    },
  })
}

const TYPES = { BeginRelation: 'relation.began', EndRelation: 'relation.ended', ReplaceParty: 'party.replaced' } as const

const bodyOf = (command: StandingCommand): object =>
  command.type === 'BeginRelation' ? command.relation : command.type === 'EndRelation' ? command.ended : command.replaced
/** What a change is of: a relation, or a party. */
const idOf = (body: { relationId?: unknown; partyId?: unknown }): unknown => body.relationId ?? body.partyId
