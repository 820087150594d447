import { CodedError } from '@zhixin/shared/errors'
import { CASE, createWorld, PERSON, type Phone, THREAD } from './test-support'

const HOUR = 3_600_000
const slowed = (seconds: number) => new CodedError('messaging.slowed', { retryAfterSeconds: seconds })
const statesOf = ({ services }: Phone) => services.outbox.getSnapshot().map(({ state }) => state)

/** A court that takes so many ordinary messages, until it is said that a new day has begun. */
async function slowedDown(left: number) {
  const world = createWorld()
  const phone = await world.signedIn()
  const day = { left }
  world.court.refuse = (_, mark) => (mark === 'ordinary' && day.left-- <= 0 ? slowed(HOUR / 1000) : undefined)
  return { world, phone, day }
}

describe('in slow mode', () => {
  test('what is too much stays on the phone; what is formal goes past it', async () => {
    const { world, phone } = await slowedDown(1)
    for (const text of ['一', '二']) await phone.services.outbox.send(THREAD, { text })
    await phone.services.outbox.send(THREAD, { text: '异议', mark: 'objection' })
    await world.advance(5_000)
    expect(world.court.texts()).toEqual(['一', '异议'])
    expect(phone.services.outbox.getSnapshot().find(({ text }) => text === '二')).toMatchObject({ state: 'refused', code: 'messaging.slowed' })
    await world.advance(3 * HOUR)
    expect(world.court.texts()).toEqual(['一', '异议'])
  })

  test('one that is put off goes out by itself when it may, after a restart too', async () => {
    const { world, phone, day } = await slowedDown(0)
    const { id } = await phone.services.outbox.send(THREAD, { text: '明天再说' })
    await world.advance(1_000)
    await phone.services.outbox.putOff(id)
    phone.kill()
    // Nor does it need the socket to wake it.
    world.network.frameFault = () => 'drop'
    const again = world.phone({ storage: phone.storage })
    await again.services.start()
    await world.advance(HOUR / 2)
    expect(world.court.texts()).toEqual([])
    day.left = 5
    await world.advance(HOUR)
    expect(world.court.texts()).toEqual(['明天再说'])
    expect(again.services.outbox.unsentCount()).toBe(0)
  })

  test('put off from the composer it is kept without being tried, and tried again later when it is still too much', async () => {
    const { world, phone, day } = await slowedDown(0)
    const { outbox } = phone.services
    await outbox.send(THREAD, { text: '明天', sendAt: world.clock.timers.now() + HOUR })
    await world.advance(HOUR / 2)
    expect(outbox.getSnapshot()).toMatchObject([{ state: 'refused', attempts: 0 }])
    await world.advance(HOUR)
    expect(outbox.getSnapshot()).toMatchObject([{ state: 'refused', attempts: 1 }])
    day.left = 1
    await world.advance(HOUR)
    expect(world.court.texts()).toEqual(['明天'])
  })

  test('one that was put off and is then refused for good stays, and is not tried over and over', async () => {
    const { world, phone } = await slowedDown(0)
    const { outbox } = phone.services
    await outbox.send(THREAD, { text: '明天', sendAt: world.clock.timers.now() + HOUR })
    world.court.refuse = () => new CodedError('access.forbidden')
    await world.advance(3 * HOUR)
    expect(outbox.getSnapshot()).toMatchObject([{ state: 'refused', code: 'access.forbidden', attempts: 1 }])
    world.court.refuse = () => slowed(0)
    await outbox.retry(outbox.getSnapshot()[0]!.id)
    await world.advance(3 * HOUR)
    expect(outbox.getSnapshot()).toMatchObject([{ state: 'refused', code: 'messaging.slowed', attempts: 2 }])
  })

  test('what was not put off waits for its writer, who can take it back', async () => {
    const { world, phone } = await slowedDown(0)
    const { outbox } = phone.services
    const { id } = await outbox.send(THREAD, { text: '算了' })
    await world.advance(2 * HOUR)
    expect(statesOf(phone)).toEqual(['refused'])
    expect(await outbox.takeBack(id)).toMatchObject({ text: '算了' })
  })

  test('the thread says when it will go out', async () => {
    const { world, phone } = await slowedDown(0)
    const store = phone.services.account.getSnapshot()!.thread({ caseId: CASE, personId: PERSON })
    await world.advance(1_000)
    const { id } = await store.send({ text: '明天再说' })
    await world.advance(1_000)
    const problem = () => store.getSnapshot().rows.flatMap((row) => (row.kind === 'pending' ? [row.problem] : []))
    expect(problem()).toEqual([expect.stringContaining('留在手机里')])
    await phone.services.outbox.putOff(id)
    expect(problem()).toEqual([expect.stringMatching(/以后打开执信会自动发出/)])
    store.close()
  })
})

describe('an honest fast writer on a bad network', () => {
  test('is told that it goes on by itself; all sixty are filed once, in order', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    let taken = 0
    // As limits.yaml has it: so many a minute, and every tenth answer is lost.
    world.court.refuse = () => (++taken % 25 === 0 ? new CodedError('rate.limited', { retryAfterSeconds: 30 }) : undefined)
    let frames = 0
    world.network.frameFault = (direction, { type }) => (direction === 'down' && type === 'stored' && ++frames % 10 === 0 ? 'drop' : 'none')
    const texts = Array.from({ length: 60 }, (_, n) => `第${n + 1}条`)
    for (const text of texts) await phone.services.outbox.send(THREAD, { text })
    const store = phone.services.account.getSnapshot()!.thread({ caseId: CASE, personId: PERSON })
    const said = new Set<string>()
    store.subscribe(() => store.getSnapshot().rows.forEach((row) => row.kind === 'pending' && row.problem && said.add(row.problem)))
    await world.advance(HOUR / 4)
    expect(world.court.texts()).toEqual(texts)
    expect(phone.services.outbox.unsentCount()).toBe(0)
    expect([...said]).toContain('发得快了一点，已存在手机里，过一会儿会接着自动发出，不用重发。')
    store.close()
  })
})
