import * as fc from 'fast-check'
import WebSocket from 'ws'
import { openTestCourt, type Persona, type TestCourt } from './test-support/court'
import { generousLimits } from './test-support/http'
import { createRateLimits } from './platform/rate-limit'
import { faultsIn, lookAs, type Sight } from './test-support/who-sees-what/look'
import { PEOPLE, STAFF } from './test-support/who-sees-what/oracle'
import { createStory, KINDS, type Step, type Story } from './test-support/who-sees-what/story'

const RUNS = Number(process.env.WHO_RUNS ?? 1)
const EVERYBODY = [...PEOPLE, ...Object.keys(STAFF)]
/** How many look after a step besides those it touches, in their turn; in the long run everybody does. */
const IN_TURN = process.env.WHO_RUNS === undefined ? 6 : EVERYBODY.length
const lookers = (n: number, touches: string[]): string[] => {
  const turn = Array.from({ length: IN_TURN }, (_, i) => EVERYBODY[(n * IN_TURN + i) % EVERYBODY.length]!)
  return EVERYBODY.filter((who) => touches.includes(who) || turn.includes(who))
}
const ONE_RUN_MS = 400_000

const step: fc.Arbitrary<Step> = fc.tuple(fc.nat(KINDS - 1), fc.nat(50), fc.nat(50), fc.nat(50))

interface Heard {
  who: string
  caseId: string
  personId: string
  index: number
}

/** Everybody listens on a socket of their own; what they hear of threads is written down. */
async function listen(court: TestCourt, heard: Heard[]): Promise<() => void> {
  const sockets = await Promise.all(
    EVERYBODY.map(async (who) => {
      const token = await court.tokenOf(who as Persona)
      const socket = new WebSocket(court.socketUrl)
      socket.on('message', (data) => {
        const frame = JSON.parse(String(data))
        if (frame.type === 'entry') heard.push({ who, caseId: frame.caseId, personId: frame.personId, index: frame.entry.index })
      })
      await new Promise<void>((resolve, reject) => {
        socket.on('open', () => socket.send(JSON.stringify({ type: 'auth', token })))
        socket.on('error', reject)
        socket.once('message', () => resolve())
      })
      return socket
    }),
  )
  return () => sockets.forEach((socket) => socket.terminate())
}

function overheard(story: Story, heard: Heard[]): string[] {
  return heard.flatMap(({ who, caseId, personId, index }) => {
    const line = story.matters.find(({ id }) => id === caseId)?.threads[story.nameOf(personId)]?.[index]
    return line?.audience.includes(who) ? [] : [`${who} heard entry ${index} of ${story.nameOf(personId)}'s thread in ${caseId}`]
  })
}

async function lookAround(court: TestCourt, story: Story, who: string[]): Promise<Map<string, Sight>> {
  await court.settled()
  return new Map(await Promise.all(who.map(async (one) => [one, await lookAs(court, one, story.matters)] as const)))
}

/** People whom no step has touched since they last looked are answered, on every path they knew, exactly as then. */
function noticed(before: Map<string, Sight>, after: Map<string, Sight>, touched: Set<string>): string[] {
  return PEOPLE.filter((person) => after.has(person) && !touched.has(person)).flatMap((person) =>
    [...before.get(person)!].flatMap(([path, { status, text }]) => {
      const now = after.get(person)!.get(path)!
      return now.status === status && now.text === text ? [] : [`${person} is answered otherwise on ${path}: ${text} → ${now.text}`]
    }),
  )
}

/** Plays steps with everybody listening, and looks around after each. */
async function playAndLook(steps: readonly Step[]): Promise<void> {
  const court = await openTestCourt({ limits: createRateLimits(generousLimits()) })
  const heard: Heard[] = []
  const told: string[] = []
  try {
    const story = createStory(court)
    const sight = await lookAround(court, story, PEOPLE)
    const touched = new Set<string>()
    let stop = await listen(court, heard)
    for (const [n, one] of steps.entries()) {
      const { what, touches, faults } = await story.play(one)
      told.push(what)
      touches.forEach((who) => touched.add(who))
      // Tokens end with the time that goes by.
      if (what.endsWith('go by')) {
        stop()
        stop = await listen(court, heard)
      }
      const isLast = n === steps.length - 1
      const looking = isLast ? EVERYBODY : lookers(n, touches)
      const next = await lookAround(court, story, looking)
      const wrong = [
        ...faults,
        ...looking.flatMap((who) => faultsIn(court, who, story.matters, next.get(who)!, story.now())),
        ...noticed(sight, next, touched),
        ...overheard(story, heard),
      ]
      expect([told, wrong]).toEqual([told, []])
      for (const [who, seen] of next) {
        sight.set(who, seen)
        touched.delete(who)
      }
    }
    stop()
    expect(heard.length > 0 || !told.some((what) => what.includes('writes'))).toBe(true)
  } finally {
    await court.close()
  }
}

/**
 * One of each: a word for the handler alone, an officer's leave, what an agent says by general and by special authority, a time that runs
 * out, an end, a guardian, a message sealed, a return, a hand-over, a closing, a new case; two heirs of its applicant, each of whom writes,
 * and one of whom goes.
 */
const ONE_OF_EACH: Step[] = [
  [0, 0, 1, 0], [10, 1, 0, 0], [12, 0, 1, 0], [3, 2, 1, 0], [0, 1, 0, 0], [4, 5, 0, 3], [0, 3, 0, 0], [6, 1, 0, 0], [3, 0, 0, 0], [9, 0, 2, 0],
  [4, 6, 2, 0], [2, 2, 0, 0], [11, 0, 0, 0], [12, 0, 0, 0], [7, 1, 1, 0], [7, 0, 0, 0], [8, 1, 2, 0],
  [0, 0, 1, 3], [13, 7, 0, 3], [13, 8, 0, 3], [0, 2, 1, 3], [0, 3, 1, 3], [6, 1, 0, 3],
]

/** Somebody who stood for themselves no more is told nothing of whoever takes their place afterwards, in the same instant. */
const GONE_BEFORE: Step[] = [[6, 0, 0, 1], [13, 7, 0, 1], [0, 7, 7, 1]]

/** A call written down, an urgent clue and a report; each is sealed, the clue first, and the report handed in anew. */
const OTHER_WORDS: Step[] = [[14, 0, 0, 0], [14, 0, 1, 0], [14, 2, 2, 0], [11, 0, 1, 0], [11, 0, 0, 0], [11, 2, 0, 0], [14, 2, 2, 0]]

describe('nobody can read, count, hear or infer what they may not', () => {
  it('in a week with one of everything in it', () => playAndLook(ONE_OF_EACH), ONE_RUN_MS)

  it('where a party is replaced who had gone before', () => playAndLook(GONE_BEFORE), ONE_RUN_MS)

  it('where other words than messages are written, and sealed', () => playAndLook(OTHER_WORDS), ONE_RUN_MS)

  it('while people come and go at random, and time goes by', async () => {
    const steps = fc.array(step, { minLength: 8, maxLength: 12 })
    await fc.assert(fc.asyncProperty(steps, playAndLook), { numRuns: RUNS, endOnFailure: true })
  }, RUNS * ONE_RUN_MS)
})
