import { caseChain, type ThreadKey, threadChain, urgentChain } from '@zhixin/shared/ids'
import type { Actor as EntryActor } from '@zhixin/shared/log'
import {
  type Calendar, decideThread, dueOfSilence, dueSteps, isLadderThrough, isRinging, isToTake, type LadderStep, type MessagingConfig, openUrgent, type Ring,
  type RingsState, type SmsTemplate, type ThreadState, type UrgentCommand, type UrgentConfig, type UrgentMatter, type UrgentTaken,
} from '@zhixin/shared/rules'
import { caseFold } from '../cases'
import type { Fold, Log } from '../log'
import type { Clock } from '../platform/clock'
import type { Logger } from '../platform/logger'
import { randomPiece } from '../platform/random'
import { ringsFold } from './fold'
import { conditionsOf, ladderOf, peopleOf, stepAfter, type UrgentStaff, whomOf } from './whom'

/** Who rings: the court's system, following the log. */
const actor: EntryActor = { kind: 'system', id: 'urgent-ringing', role: 'notice' }
/** Told to whoever has it: no step of the ladder. */
const ADDITION = 'addition'
/** Told to whoever has it and says nothing. */
const SILENT = 'silent'
const TOKEN_BYTES = 12
const MINUTE_MS = 60_000

export interface RingingParts {
  log: Log
  fold: Fold<ThreadState>
  staff: UrgentStaff
  config: UrgentConfig
  messaging: MessagingConfig
  calendar: Calendar
  clock: Clock
  logger: Logger
}

type ToRing = Pick<Ring, 'round' | 'step' | 'time' | 'staffId' | 'channel'>

/**
 * Rings for the urgent matter of a thread whatever is due by now. Every ring is an entry under a key of its own, written before the text
 * goes out: whoever's entry it is sends the text, so two processes, and one that is started again, send none twice. A text whose process
 * ends between entry and gateway is lost; the next repetition comes.
 */
export function createRinging({ log, fold, staff, config, messaging, calendar, clock, logger }: RingingParts) {
  const { ladder } = config
  const running = new Map<string, Promise<void>>()
  const instant = (): string => clock.now().toISOString()

  async function known(key: ThreadKey): Promise<{ open: UrgentMatter | undefined; rings: RingsState }> {
    const [thread, rings] = await Promise.all([log.state(fold, threadChain(key)), log.state(ringsFold, urgentChain(key))])
    return { open: openUrgent(thread.parts.urgent), rings }
  }

  async function ringNow(key: ThreadKey): Promise<void> {
    const before = await known(key)
    if (before.open?.taken) await lookAfter(key, before.open, before.open.taken, before.rings)
    const { open, rings } = before.open?.taken ? await known(key) : before
    if (!open || !isToTake(open)) return
    await ringLadder(key, open, rings)
    if (isLadderThrough(ladder, open.roundAt, instant()) && isRinging(open)) await giveUp(key, open.round)
  }

  /** Who has it hears of what is added, and that they said nothing; after that it rings others again. */
  async function lookAfter(key: ThreadKey, open: UrgentMatter, taken: UrgentTaken, rings: RingsState): Promise<void> {
    await tellTaker(key, open, taken.staffId, rings)
    if (taken.again) return
    const { index: since } = taken.silent
    const due = dueOfSilence(config.taken_and_silent, taken, instant())
    if (due.remind) await remind(key, open.round, taken)
    if (!due.ringAgain) return
    const whom = await whomOf(staff, await log.state(caseFold, caseChain(key.caseId)))
    await note(key, `silent/${since}/again`, { type: 'RingAgain', since, from: stepAfter(ladder.steps, rings, open, whom) })
    logger.warn('who took an urgent clue said nothing: it rings again')
  }

  /** The sender reads of it only where the text went out. */
  async function remind(key: ThreadKey, round: number, { staffId, silent: { index: since }, reminded }: UrgentTaken): Promise<void> {
    const isSilent = ({ taken }: UrgentMatter): boolean => taken?.staffId === staffId && taken.silent.index === since && !taken.again
    await ringAll(key, [{ round, step: SILENT, time: since, staffId, channel: 'sms' }], 'urgent_silent', isSilent)
    if (reminded) return
    const { rings } = await log.state(ringsFold, urgentChain(key))
    const told = rings.find((ring) => ring.round === round && ring.step === SILENT && ring.time === since && ring.staffId === staffId)
    if (told?.result === 'sent') await note(key, `silent/${since}/reminded`, { type: 'NoteReminder', since })
  }

  async function ringLadder(key: ThreadKey, open: UrgentMatter, rings: RingsState): Promise<void> {
    const { round, roundAt } = open
    const now = instant()
    const on = ladderOf(ladder, open)
    const whom = await whomOf(staff, await log.state(caseFold, caseChain(key.caseId)))
    const due = dueSteps(on, roundAt, now, conditionsOf(whom, calendar, roundAt, now))
    const wanted = due.flatMap(({ step, time }) =>
      peopleOf(on.steps, step, whom)
        .filter((staffId) => staffId !== open.taken?.staffId && !hasRung(rings, { round, step: step.name, time, staffId }))
        .map((staffId): ToRing => ({ round, step: step.name, time, staffId, channel: channelOf(step) })))
    await ringAll(key, wanted, 'urgent_ring', (still) => still.round === round && isToTake(still))
  }

  /** Who has it hears of what is added; what comes close together is one text. */
  async function tellTaker(key: ThreadKey, { round, raised, taken }: UrgentMatter, staffId: string, rings: RingsState): Promise<void> {
    const last = raised.at(-1)!
    const told = rings.rings.filter((ring) => ring.step === ADDITION && ring.staffId === staffId).at(-1)
    const heardOf = Math.max(taken!.index, told?.time ?? -1)
    const isSoon = told && Date.parse(instant()) - Date.parse(told.at) < config.tell_taker_every_minutes.value * MINUTE_MS
    if (last.index <= heardOf || isSoon) return
    await ringAll(key, [{ round, step: ADDITION, time: last.index, staffId, channel: 'sms' }], 'urgent_addition', (open) => open.round === round && open.taken?.staffId === staffId)
  }

  /** Entries in order, texts together: a gateway that is slow must not keep the next one waiting. */
  async function ringAll(key: ThreadKey, wanted: ToRing[], template: SmsTemplate, isStillSo: (open: UrgentMatter) => boolean): Promise<void> {
    const mine: ToRing[] = []
    for (const ring of wanted) if (await beginRing(key, ring, isStillSo)) mine.push(ring)
    await Promise.all(mine.filter(({ channel }) => channel === 'sms').map(async (ring) => {
      const { channel: _channel, ...of } = ring
      const result = await staff.text(ring.staffId, template)
      await log.append({
        chain: urgentChain(key), key: `${keyOf(key, ring)}/result`, decide: async () => ({ type: 'urgent.rung', actor, body: { ...of, result } }),
      })
    }))
  }

  /** Whether it is this attempt that has to send the text. */
  async function beginRing(key: ThreadKey, ring: ToRing, isStillSo: (open: UrgentMatter) => boolean): Promise<boolean> {
    const by = randomPiece(TOKEN_BYTES).toString('hex')
    const entry = await log.append({
      chain: urgentChain(key),
      key: keyOf(key, ring),
      async decide({ state }) {
        const open = openUrgent((await state(fold, threadChain(key))).parts.urgent)
        // Somebody may have taken it in this very moment.
        return open && isStillSo(open) ? { type: 'urgent.ringing', actor, body: { ...ring, by } } : undefined
      },
    })
    return entry?.body.by === by
  }

  /** In the thread, for the sender to read: once under its name. */
  async function note(key: ThreadKey, name: string, command: UrgentCommand): Promise<void> {
    const chain = threadChain(key)
    await log.append({
      chain,
      key: `urgent/${chain}/${name}`,
      decide: async ({ state, now }) => decideThread(command, await state(fold, chain), { actor, relation: 'none', now, calendar, rules: messaging }),
    })
  }

  const giveUp = async (key: ThreadKey, round: number): Promise<void> => {
    await note(key, `${round}/unreached`, { type: 'GiveUpRinging', round })
    logger.warn('nobody took an urgent clue: the sender is told whom to call')
  }

  return {
    /** One after the other for each thread: what is asked for meanwhile waits. Never rejects. */
    ring(key: ThreadKey): Promise<void> {
      const id = threadChain(key)
      const next = (running.get(id) ?? Promise.resolve())
        .then(() => ringNow(key))
        .catch((error: unknown) => logger.error({ err: error }, 'an urgent clue could not be rung for; it is tried again'))
      running.set(id, next)
      void next.then(() => running.get(id) === next && running.delete(id))
      return next
    },
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}
export type Ringing = ReturnType<typeof createRinging>

const channelOf = ({ channels }: LadderStep): Ring['channel'] => (channels.includes('sms') ? 'sms' : 'call_list')

/** Once a later repetition went, an earlier one is not made up for. */
const hasRung = ({ rings }: RingsState, { round, step, time, staffId }: Omit<ToRing, 'channel'>): boolean =>
  rings.some((ring) => ring.round === round && ring.step === step && ring.staffId === staffId && ring.time >= time)

const keyOf = (key: ThreadKey, { round, step, time, staffId }: ToRing): string => `${urgentChain(key)}/${round}/${step}/${time}/${staffId}`
