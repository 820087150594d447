import { isDeepStrictEqual } from 'node:util'
import { assertThat } from '@zhixin/shared/errors'
import { caseChain, complaintChain, type ComplaintKey, type Stream } from '@zhixin/shared/ids'
import type { Actor as LogActor, SequencedEntry } from '@zhixin/shared/log'
import { type CaseState, type ComplaintCommand, type ComplaintState, decideComplaint, readable, type StaffWho, type Who } from '@zhixin/shared/rules'
import { caseFold, memberOf } from '../../cases'
import type { HeadView, Log } from '../../log'
import type { Clock } from '../../platform/clock'
import { actorKeyOf, type StaffActor } from '../../platform/http/actor'
import type { Roots } from '../roots'
import { complaintFolds, type FilesRules, rulesOf } from './fold'
import { leadsTeam, whoIs } from './who'

export interface FilesParts {
  log: Log
  roots: Roots
  rules: FilesRules
  clock: Clock
}

const ID_LENGTH = 25

interface Appending {
  /** Unique for ever; a repeat of the same command has the same. */
  key: string
  actor: LogActor
  command: ComplaintCommand
  who(file: ComplaintState, state: HeadView['state']): Promise<Who>
  /** What the stored entry has to say to be this command's. */
  says: object
}

/** Complaints' files: what stands in them, and the one way in which an entry comes into them. */
export function createFiles({ log, roots, rules, clock }: FilesParts) {
  const folds = complaintFolds(rules)
  const now = (): string => clock.now().toISOString()
  const caseOf = async ({ caseId }: Pick<ComplaintState, 'caseId'>, state: HeadView['state']): Promise<CaseState | undefined> =>
    caseId === null ? undefined : state(caseFold, caseChain(caseId))

  async function whoOf(actor: StaffActor, file: ComplaintState, state: HeadView['state'] = log.state): Promise<StaffWho> {
    const member = memberOf(actor)
    const { staffId: id, department, roles } = actor
    return whoIs({ id, department, roles, leads: leadsTeam(member) }, member.standsInFor, await caseOf(file, state))
  }

  const state = async (key: ComplaintKey): Promise<ComplaintState> => (await log.state(folds[key.stream], complaintChain(key))).file

  /** Decides a command at the head of its file and appends what it becomes. Whoever calls has let the actor in. */
  function append(file: ComplaintKey, { key, actor, command, who, says }: Appending): Promise<SequencedEntry | undefined> {
    const chain = complaintChain(file)
    return log.append({
      chain, key,
      isSame: ({ body }) => Object.entries(says).every(([field, value]) => isDeepStrictEqual(body[field], value)),
      async decide({ state: at, now: instant }) {
        const before = (await at(folds[file.stream], chain)).file
        return decideComplaint(command, before, { actor, who: await who(before, at), rules: rulesOf(rules, file.stream), now: instant })
      },
    })
  }

  return {
    rules,
    folds,
    now,
    state,
    whoOf,
    append,
    rulesOf: (stream: Stream) => rulesOf(rules, stream),
    /**
     * How the complaint is called that a phone or desk submits under its own number: known before, so that what is uploaded goes to its own chain.
     * Throws `log.key_absent` for a report of misconduct where the inspectors' key is not here.
     */
    idOf(stream: Stream, commandKey: string): string {
      const hash = roots.of(complaintChain({ stream, complaintId: '' })).mac('complaint-id', `${stream}/${commandKey}`)
      return `k_${BigInt(`0x${hash.toString('hex')}`).toString(36).padStart(ID_LENGTH, '0').slice(-ID_LENGTH)}`
    },
    /** A file that this member of staff may read. Throws `input.not_found`, the same where there is none. */
    async opened(actor: StaffActor, key: ComplaintKey): Promise<{ file: ComplaintState; who: StaffWho }> {
      const file = await state(key)
      const who = await whoOf(actor, file)
      assertThat(file.status === 'open' && readable(file, rulesOf(rules, key.stream), who, now()), 'input.not_found')
      return { file, who }
    },
    /** A command of a member of staff's. */
    act(actor: StaffActor, file: ComplaintKey, commandId: string, command: ComplaintCommand, says: object): Promise<SequencedEntry | undefined> {
      return append(file, {
        key: `${actorKeyOf(actor)}/${commandId}`, actor: { kind: 'staff', id: actor.staffId, role: actor.roles[0]?.slice(0, 32) ?? 'staff' }, command, says,
        who: (before, at) => whoOf(actor, before, at),
      })
    },
    /** Whether a command of whoever complained stands in this file: a repeat is a repeat there, whatever has come of the file since. */
    hasOfComplainant: async (file: ComplaintKey, commandId: string): Promise<boolean> =>
      (await log.find(keyOfComplainant(file, commandId)))?.chain === complaintChain(file),
    /**
     * A command of whoever complained, who has shown the code. Their number stands in no header and key: of a file that is for the inspectors alone
     * both would tell who wrote it.
     */
    byComplainant(file: ComplaintKey, commandId: string, command: ComplaintCommand, says: object): Promise<SequencedEntry | undefined> {
      return append(file, {
        key: keyOfComplainant(file, commandId), actor: COMPLAINANT, command, says, who: async () => ({ kind: 'complainant' }),
      })
    },
  }
}
const keyOfComplainant = ({ complaintId }: ComplaintKey, commandId: string): string => `complaint/${complaintId}/${commandId}`
export type ComplaintFiles = ReturnType<typeof createFiles>

/** As whom a complaint's own writer stands in its entries: who that is, the body of the first says. */
export const COMPLAINANT: LogActor = { kind: 'person', id: 'complainant', role: 'complainant' }
