import * as fc from 'fast-check'
import WebSocket from 'ws'
import { openTestCourt, type Persona, type TestCourt } from './test-support/court'
import { generousLimits } from './test-support/http'
import { createRateLimits } from './platform/rate-limit'
import { faultsIn, lookAs, type Sight } from './test-support/who-sees-what/look'
import { PEOPLE, STAFF } from './test-support/who-sees-what/oracle'
import { createStory, type Step, type Story } from './test-support/who-sees-what/story'

const RUNS = Number(process.env.WHO_RUNS ?? 2)
const SEED = process.env.WHO_SEED === undefined ? {} : { seed: Number(process.env.WHO_SEED) }
const EVERYBODY = [...PEOPLE, ...Object.keys(STAFF)]

const step: fc.Arbitrary<Step> = fc.tuple(fc.nat(9), fc.nat(50), fc.nat(50), fc.nat(50))

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

async function lookAround(court: TestCourt, story: Story): Promise<Map<string, Sight>> {
  await court.settled()
  return new Map(await Promise.all(EVERYBODY.map(async (who) => [who, await lookAs(court, who, story.matters)] as const)))
}

/** People whom a step does not touch are answered, on every path they knew, exactly as before it. */
function noticed(before: Map<string, Sight>, after: Map<string, Sight>, touches: string[]): string[] {
  return PEOPLE.filter((person) => !touches.includes(person)).flatMap((person) =>
    [...before.get(person)!].flatMap(([path, { status, text }]) => {
      const now = after.get(person)!.get(path)!
      return now.status === status && now.text === text ? [] : [`${person} is answered otherwise on ${path}: ${text} → ${now.text}`]
    }),
  )
}

describe('people come and go in a case, and time goes by', () => {
  it('nobody can read, count, hear or infer what they may not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 14 }), async (steps) => {
        const court = await openTestCourt({ limits: createRateLimits(generousLimits()) })
        const heard: Heard[] = []
        const told: string[] = []
        try {
          const story = createStory(court)
          let sight = await lookAround(court, story)
          let stop = await listen(court, heard)
          for (const one of steps) {
            const { what, touches, faults } = await story.play(one)
            told.push(what)
            if (what.endsWith('go by')) {
              stop()
              stop = await listen(court, heard)
            }
            const next = await lookAround(court, story)
            const wrong = [
              ...faults,
              ...EVERYBODY.flatMap((who) => faultsIn(court, who, story.matters, next.get(who)!, story.now())),
              ...noticed(sight, next, touches),
              ...overheard(story, heard),
            ]
            expect([told, wrong]).toEqual([told, []])
            sight = next
          }
          stop()
          expect(heard.length > 0 || !told.some((what) => what.includes('writes'))).toBe(true)
        } finally {
          await court.close()
        }
      }),
      { numRuns: RUNS, endOnFailure: true, ...SEED },
    )
  })
})
