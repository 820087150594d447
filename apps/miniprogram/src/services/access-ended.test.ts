import { CASE, createWorld, PERSON, THREAD } from './test-support'

/** Somebody who has read a thread and its case, writes a draft, and has one message that could not go out yet. */
async function inTheCase() {
  const world = createWorld()
  world.court.append('system', 'case.closed_notice', { way: '终结', closedOn: '2026-01-01', department: '执行局' })
  const phone = await world.signedIn()
  const account = phone.services.account.getSnapshot()!
  await account.cases.load()
  const thread = account.thread(THREAD)
  await world.advance(3_000)
  account.drafts.save(THREAD, { text: '我想问问分期的事' })
  await world.advance(1_000)
  const kept = (): string[] => [...phone.storage.values.keys()].filter((key) => key.includes(CASE))
  return { world, phone, account, thread, kept }
}

describe('when somebody is nothing to a case any more', () => {
  test('the phone puts away its copy and the draft as soon as the court says so', async () => {
    const { world, phone, account, thread, kept } = await inTheCase()
    world.network.fault = ({ path }) => (path === '/cases' ? 'lost_request' : 'none')
    expect(kept().length).toBeGreaterThan(1)
    world.court.locked.add(PERSON)
    world.network.say({ type: 'access_ended', ...THREAD } as never)
    await world.advance(3_000)
    expect(kept()).toEqual([])
    expect([...phone.storage.values.values()].join()).not.toContain(CASE)
    expect(await account.drafts.load(THREAD)).toBeUndefined()
    expect(account.drafts.wasLetGo(THREAD)).toEqual({ text: '我想问问分期的事' })
    expect(thread.getSnapshot()).toMatchObject({ error: 'input.not_found', can: { send: false } })
  })

  test('a thread that is answered with “not found” goes the same way, also where nobody said so', async () => {
    const { world, phone, thread, kept } = await inTheCase()
    world.court.locked.add(PERSON)
    await thread.refresh()
    await world.advance(3_000)
    expect(kept()).toEqual([])
    phone.kill()
    world.setOnline(false)
    const again = world.phone({ storage: phone.storage })
    await again.services.start()
    const reopened = again.services.account.getSnapshot()!.thread(THREAD)
    await world.advance(3_000)
    expect(reopened.getSnapshot()).toMatchObject({ view: null, entries: [] })
  })

  test('what was not sent yet stays, cannot go out and says why, also after a restart', async () => {
    const { world, phone, thread } = await inTheCase()
    world.setOnline(false)
    await thread.send({ text: '请问款到了吗' })
    await world.advance(1_000)
    world.court.locked.add(PERSON)
    world.setOnline(true)
    await world.advance(10_000)
    const [item] = phone.services.outbox.ofThread(THREAD)
    expect(item).toMatchObject({ text: '请问款到了吗', state: 'refused' })
    expect(['client.access_ended', 'input.not_found']).toContain(item!.code)
    phone.kill()
    const again = world.phone({ storage: phone.storage })
    await again.services.start()
    await world.advance(10_000)
    expect(again.services.outbox.ofThread(THREAD)[0]).toMatchObject({ text: '请问款到了吗', state: 'refused' })
    expect(world.court.texts()).not.toContain('请问款到了吗')
    expect(again.services.outbox.canTakeBack(item!.id)).toBe(true)
  })

  test('a waiting message is told at once when the court says so', async () => {
    const { world, phone, thread } = await inTheCase()
    world.network.fault = ({ path }) => (path.endsWith('/messages') ? 'lost_request' : 'none')
    world.network.frameFault = (direction, { type }) => (direction === 'up' && type === 'send' ? 'drop' : 'none')
    await thread.send({ text: '请问款到了吗' })
    await world.advance(60_000)
    expect(phone.services.outbox.ofThread(THREAD)[0]!.state).not.toBe('refused')
    await world.advance(1_000)
    world.network.say({ type: 'access_ended', ...THREAD } as never)
    for (let i = 0; i < 40 && phone.services.outbox.ofThread(THREAD)[0]!.state !== 'refused'; i++) {
      await world.advance(1_000)
      world.network.say({ type: 'access_ended', ...THREAD } as never)
    }
    expect(phone.services.outbox.ofThread(THREAD)[0]).toMatchObject({ state: 'refused', code: 'client.access_ended' })
  })

  test('a list of cases that has become another is asked for again', async () => {
    const { world, account } = await inTheCase()
    await account.cases.load()
    const asked = () => world.network.asked.filter(({ path }) => path === '/cases').length
    const before = asked()
    world.network.say({ type: 'cases_changed' } as never)
    await world.advance(3_000)
    expect(asked()).toBe(before + 1)
  })
})
