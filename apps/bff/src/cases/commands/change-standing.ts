import { assertThat } from '@zhixin/shared/errors'
import { caseChain, threadChain } from '@zhixin/shared/ids'
import type { Actor as Writer, SequencedEntry } from '@zhixin/shared/log'
import { type CaseState, decideStanding, evolveSaid, type Heard, mayHaveRead, type NewParty, type StandingCommand } from '@zhixin/shared/rules'
import type { Fold, HeadView, Log } from '../../log'
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
 * Begins or ends a relation of a person to a case, or brings a new party in, in the place of an old one or beside it: one entry of the
 * case's chain, decided at its head. From that entry on everybody's rights are others. Undefined where there was nothing left to end. Does not check that the
 * people named exist: whoever asks has resolved them.
 */
export async function changeStanding(log: Log, { caseId, key, command, by }: ChangeOfStanding): Promise<SequencedEntry | undefined> {
  const chain = caseChain(caseId)
  return log.append({
    chain,
    key,
    isSame: ({ type, body }) => TYPES[command.type].includes(type) && idOf(body) === idOf(bodyOf(command)),
    async decide(view) {
      const file = await view.state(caseFold, chain)
      // Who stands for whom is the other court's to say now; what ends by itself ends here too.
      assertThat(!file.transferred || command.type === 'EndRelation', 'cases.transferred')
      const actor = await by(file, view)
      const draft = decideStanding(command, file, view.now, await heardBy(command, file, view))
      return draft && { ...draft, actor }
    },
  })
}

/** What a command may have become. */
const TYPES: Record<StandingCommand['type'], readonly string[]> = {
  BeginRelation: ['relation.began'], EndRelation: ['relation.ended'], ReplaceParty: ['party.replaced', 'party.added'], AddParty: ['party.added'],
}

function bodyOf(command: StandingCommand): object {
  switch (command.type) {
    case 'BeginRelation': return command.relation
    case 'EndRelation': return command.ended
    case 'ReplaceParty': return command.replaced
    case 'AddParty': return command.added
  }
}
/** What a change is of: a relation; or who comes in, and in whose place. */
function idOf(body: { relationId?: unknown; by?: unknown; partyId?: unknown; succeeds?: unknown }): string {
  const { partyId: comes, relationId, handler } = (body.by ?? {}) as Partial<NewParty>
  return String(body.relationId ?? [body.succeeds ?? body.partyId, comes, relationId ?? handler?.relationId])
}

const saidFold: Fold<boolean> = { name: 'said', initial: false, evolve: evolveSaid }

/** What was said, at the heads of their threads, to those whom a command brings in: to those alone who are here by the court's mistake. */
async function heardBy(command: StandingCommand, file: CaseState, { state }: HeadView): Promise<Heard> {
  const { personId, by } = bodyOf(command) as { personId?: string; by?: { partyId: string; handler?: { personId: string } } }
  const people = [personId, by?.partyId, by?.handler?.personId]
  const asked = people.filter((id) => id !== undefined && file.relations.some((one) => one.mistaken && one.personId === id)) as string[]
  const told = new Map(await Promise.all(asked.map(async (id) => {
    const threads = mayHaveRead(file, id).map((of) => state(saidFold, threadChain({ caseId: file.caseId, personId: of })))
    return [id, (await Promise.all(threads)).includes(true)] as const
  })))
  return (id) => told.get(id) ?? true
}
