import fc from 'fast-check'
import { createWorld, type Fault, type FrameFault, PERSON, type Phone, THREAD } from './test-support'

type Step =
  | { do: 'send' }
  | { do: 'http'; faults: Fault[] }
  | { do: 'frames'; faults: FrameFault[] }
  | { do: 'cut' | 'offline' | 'online' | 'restart' | 'hide' | 'expire' }
  | { do: 'wait'; ms: number }

const faults = fc.array(fc.constantFrom<Fault>('none', 'lost_request', 'lost_reply'), { maxLength: 4 })
const frameFaults = fc.array(fc.constantFrom<FrameFault>('none', 'drop', 'duplicate'), { maxLength: 8 })
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Step>({ do: 'send' }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('http' as const), faults }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('frames' as const), faults: frameFaults }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'offline' as const, 'online' as const, 'restart' as const, 'hide' as const, 'expire' as const) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 5, 1_000, 13_000, 40_000) }) },
  ),
  { maxLength: 25 },
)

async function play(script: Step[]) {
  const world = createWorld()
  let phone: Phone = await world.signedIn(PERSON)
  let open = phone.services.account.getSnapshot()!.thread(THREAD)
  let http: Fault[] = []
  let frames: FrameFault[] = []
  world.network.fault = () => http.shift() ?? 'none'
  world.network.frameFault = () => frames.shift() ?? 'none'
  const sent: string[] = []

  for (const step of script) {
    if (step.do === 'send') {
      sent.push(`第${sent.length + 1}条`)
      await open.send({ text: sent[sent.length - 1]! })
    } else if (step.do === 'http') http = [...step.faults]
    else if (step.do === 'frames') frames = [...step.faults]
    else if (step.do === 'cut') world.network.cut()
    else if (step.do === 'offline' || step.do === 'online') world.setOnline(step.do === 'online')
    else if (step.do === 'expire') world.court.expireAccess()
    else if (step.do === 'hide') {
      phone.hide()
      phone.show()
    } else if (step.do === 'wait') await world.advance(step.ms)
    else {
      phone.kill()
      phone = world.phone({ storage: phone.storage })
      await phone.services.start()
      open = phone.services.account.getSnapshot()!.thread(THREAD)
    }
  }
  http = []
  frames = []
  world.setOnline(true)
  await world.advance(90_000)
  return { world, phone, open, sent }
}

test('whatever happens on the way, every message is stored once, in order, and shown once', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const { world, phone, open, sent } = await play(script)
      // A renewal lost for longer than the court forgives ends the sign-in: then the rest must still lie on the phone.
      if (phone.services.session.getSnapshot().status !== 'signed_in') {
        await phone.services.session.asDemoPerson(PERSON)
        await world.advance(90_000)
        expect(world.court.texts()).toEqual(sent)
        return
      }
      expect(world.court.texts()).toEqual(sent)
      expect(phone.services.outbox.unsentCount()).toBe(0)
      const shown = open.getSnapshot().rows.flatMap((row) => (row.kind === 'message' || row.kind === 'pending' ? [`${row.kind} ${row.text}`] : []))
      expect(shown).toEqual(sent.map((text) => `message ${text}`))
    }),
    { numRuns: 60 },
  )
})
