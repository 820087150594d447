import * as fc from 'fast-check'
import { type Wish } from './test-support/small-court'
import { type Send, World } from './test-support/world'

/** `MODEL_RUNS=20000` for a long run, which says what it met. */
const RUNS = Number(process.env.MODEL_RUNS ?? 300)
/** A long run takes as long as it takes. */
const NO_LIMIT_MS = 24 * 3_600_000

const thread = fc.constantFrom(0 as const, 1 as const)
const officer = fc.constantFrom('anna' as const, 'bert' as const)
const wish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('ask' as const), thread, text: fc.constantFrom('一', '二') }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('answer' as const), thread, as: officer }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('settle' as const), thread, as: officer }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('note' as const), thread, upTo: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('tell_by_day' as const), thread }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('hand_over' as const), to: officer }) },
)
const slot = fc.nat(2)
// Few keys for many commands: some are sent twice, to one process or to two, and some clash.
const command = fc.record({ key: fc.nat(14).map((n) => `k${n}`), wish })
const sends: fc.Arbitrary<Send[]> = fc.noBias(fc.array(command, { minLength: 2, maxLength: 12, size: 'max' })).chain((commands) =>
  fc.noBias(fc.array(fc.record({ of: fc.nat(commands.length - 1), slot, atOnce: fc.boolean() }), { minLength: 2, maxLength: 20, size: 'max' }))
    .map((all) => all.map(({ of, ...rest }) => ({ ...commands[of]!, ...rest }))))
const story = fc.record({
  sends,
  choices: fc.noBias(fc.array(fc.nat(1_000_000), { maxLength: 160, size: 'max' })),
  remembered: fc.constantFrom(1, 2, 1_000),
})

/** What a run must have met, or it has tested little. */
const MUST_BE_SEEN = [
  'stored', 'nothing', 'messaging.not_handler', 'log.key_conflict', 'log.unavailable', 'a read', 'a ghost stored', 'a reply lost after an insert',
  'a taken number or key in mid-batch', 'a batch run in part', 'a crash under a waiting client',
]

describe('three processes write one log, and everything that can go wrong does', () => {
  it(`holds every invariant after every step (${RUNS} stories)`, async () => {
    const seen = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(story, async ({ sends: all, choices, remembered }) => {
        const world = new World(all, remembered)
        for (const choice of choices) await world.step(choice)
        await world.rest()
        for (const [what, times] of world.seen) seen.set(what, (seen.get(what) ?? 0) + times)
      }),
      { numRuns: RUNS },
    )
    expect([...seen.keys()]).toEqual(expect.arrayContaining(MUST_BE_SEEN))
    if (process.env.MODEL_RUNS) console.info(Object.fromEntries([...seen].sort()))
  }, NO_LIMIT_MS)
})
