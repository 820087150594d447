import type { ComplaintSeen } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { complaintChain, type ComplaintKey } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { canBeOverdue, clocksOfFile, type ComplaintState, ComplaintSteppedSchema, ComplaintSupplementedSchema, isRunning, stepsFor } from '@zhixin/shared/rules'
import type { Log } from '../../log'
import type { ComplaintFiles } from '../files/files'

interface Parts {
  log: Pick<Log, 'list'>
  files: ComplaintFiles
}
interface Told {
  history: ComplaintSeen['history']
  answers: ComplaintSeen['answers']
  added: ComplaintSeen['added']
  opens?: ComplaintKey
}
/** A file and those that came of it, the newest last. */
export interface Followed {
  first: ComplaintState
  current: ComplaintKey
  file: ComplaintState
  /** All of them in their order; the last is the current one. */
  row: ComplaintKey[]
  told: Told[]
}

/**
 * A complaint as whoever complained sees it, in the court's words for each state. Where it was turned into a file of another stream, that one goes on
 * under the same number. Names nobody, and says nothing of a case: that it has been linked to one is not told either.
 */
export function createFollowUp({ log, files }: Parts) {
  function toldBy(key: ComplaintKey, entries: readonly SequencedEntry[]): Told {
    const { workflow } = files.rulesOf(key.stream)
    const told: Told = { history: [], answers: [], added: [] }
    let state = ''
    const say = (at: string, now: string): void => {
      const words = workflow.states[now]?.told
      if (now !== state && words !== undefined && told.history[told.history.length - 1]?.told !== words) told.history.push({ at, told: words })
      state = now
    }
    for (const { type, at, body } of entries) {
      if (type === 'complaint.received') say(at, workflow.initial)
      if (type === 'complaint.supplemented') {
        const { by, text, files: brought } = ComplaintSupplementedSchema.parse(body)
        if (by === 'complainant') told.added.push({ at, text, files: brought.length })
      }
      if (type !== 'complaint.stepped') continue
      const { step, to, fields, opens } = ComplaintSteppedSchema.parse(body)
      say(at, to)
      const answered = workflow.steps.find(({ id }) => id === step)?.answers
      const text = answered === undefined ? undefined : fields[answered]
      if (typeof text === 'string' && text !== '') told.answers.push({ at, text })
      // Nothing opens a report of misconduct: see `createOpened`.
      if (opens && opens.stream !== 'discipline') told.opens = opens
    }
    return told
  }

  async function follow(target: ComplaintKey): Promise<Followed> {
    const first = await files.state(target)
    assertThat(first.status === 'open', 'input.not_found')
    const followed: Followed = { first, current: target, file: first, row: [target], told: [] }
    for (;;) {
      const told = toldBy(followed.current, await log.list(complaintChain(followed.current)))
      followed.told.push(told)
      // What another file opened is there a moment later; until then the first one stands.
      const next = told.opens && (await files.state(told.opens))
      if (!next || next.status !== 'open' || followed.told.length > 10) return followed
      followed.current = told.opens!
      followed.row.push(followed.current)
      followed.file = next
    }
  }

  return {
    follow,
    seen(receipt: string, target: ComplaintKey, { first, current, file, told }: Followed): ComplaintSeen {
      const rules = files.rulesOf(current.stream)
      const state = rules.workflow.states[file.state]!
      // What its last step opened is not there yet: a moment later it is, and open.
      const goesOn = told[told.length - 1]!.opens !== undefined
      const due = clocksOfFile(file, rules)
        .filter((clock) => isRunning(clock) && clock.dueAt !== undefined && canBeOverdue(files.rules.catalogue.nodes.get(clock.node)!))
        .map(({ dueAt }) => dueAt!).sort()[0]
      return {
        receipt, stream: target.stream, receivedAt: first.receivedAt, told: state.told, next: state.next ?? null, dueAt: due ?? null,
        isOver: state.over && !goesOn,
        history: told.flatMap(({ history }) => history), answers: told.flatMap(({ answers }) => answers), added: told.flatMap(({ added }) => added),
        canAdd: !state.over, onlyPictures: file.by === 'anonymous',
        steps: stepsFor(file, rules, { kind: 'complainant' }, files.now())
          .filter(({ hindered, papers }) => hindered.length === 0 && papers.required.length === 0)
          .map(({ step }) => ({ step: step.id, label: step.label, says: Object.values(step.declares).join('') })),
      }
    },
  }
}
export type FollowUp = ReturnType<typeof createFollowUp>
