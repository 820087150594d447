import WebSocket from 'ws'
import { form, message, newCommandId, openTestCourt, PNG, type Persona, type TestCourt } from '../test-support/court'

/**
 * Nothing that the other side, an agent or a co-party does may change any index, count, time, size or error that a person receives.
 * The same session of the respondent is played twice: in a case where nobody else stirs, and in one where everybody does. What
 * comes back — status, every header that is not about the moment, every byte of the body, every frame — must be the same.
 */
describe('what one side sees', () => {
  let court: TestCourt
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())

  /** Words that must differ between two runs: random ids, hashes and nonces, and the case's own names. */
  const blank = (text: string, caseId: string): string =>
    text
      .replaceAll(caseId, 'CASE')
      .replace(/（2026）虚01执\d+号/g, 'NUMBER')
      .replace(/"(entryHash|bodyHash|prev|nonce|sm3)":"[0-9a-f]+"/g, '"$1":"HEX"')
      .replace(/a_[0-9a-z]{19}/g, 'ATTACHMENT')

  const MOMENT = new Set(['date', 'x-request-id'])
  const headersOf = (headers: Headers): string[] => [...headers].filter(([name]) => !MOMENT.has(name)).map(([name, value]) => `${name}: ${value}`).sort()

  async function listen(persona: Persona): Promise<{ frames: string[]; say(frame: object): void; close(): void }> {
    const token = await court.tokenOf(persona)
    const socket = new WebSocket(court.socketUrl)
    const frames: string[] = []
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => socket.send(JSON.stringify({ type: 'auth', token })))
      socket.on('error', reject)
      socket.on('message', (data) => {
        const text = String(data)
        frames.push(text)
        if (text.includes('"ready"')) resolve()
      })
    })
    return { frames, say: (frame) => socket.send(JSON.stringify(frame)), close: () => socket.terminate() }
  }

  /** Everything that one session of the respondent's gets to see. `stir` is what the others do between any two of its steps. */
  async function play(caseId: string, stir: () => Promise<void>): Promise<string[]> {
    const seen: string[] = []
    const me = court.id('opponent')
    const base = `/threads/${caseId}/${me}`
    const step = async (method: string, target: string, body?: object) => {
      await stir()
      const answer = await court.call('opponent', method, target, body)
      seen.push(blank(`${method} ${target} ${answer.status}\n${headersOf(answer.headers).join('\n')}\n${answer.text}`, caseId))
      return answer
    }
    const live = await listen('opponent')
    const mine = (text: string, n: number, more: object = {}) => ({ clientMessageId: `m_${caseId.slice(2)}${String(n).padStart(8, '0')}`, text, ...more })
    await step('GET', base)
    await step('POST', `${base}/messages`, mine('我想分期还', 1))
    await step('POST', `${base}/messages`, mine('我想分期还', 1))
    await step('POST', `${base}/messages`, mine('别的话', 1))
    const { id } = (await step('POST', `${base}/attachments`, form(PNG, '收入证明.png', { kind: 'picture' }))).body.data
    await step('POST', `${base}/messages`, mine('', 2, { attachments: [{ id, name: '收入证明.png', kind: 'picture' }] }))
    await court.call('officer', 'POST', `${base}/messages`, mine('收到，请写书面申请。', 3))
    await step('GET', `${base}/entries`)
    await step('GET', `${base}/attachments/${id}`)
    await step('POST', `${base}/read`, { upTo: 2 })
    await step('POST', `${base}/read`, { upTo: 99 })
    live.say({ type: 'after', caseId, personId: me, index: 0 })
    live.say({ type: 'after', caseId, personId: court.id('owner'), index: -1 })
    await step('GET', `/cases/${caseId}`)
    await court.settled()
    const all = await step('GET', '/cases')
    seen.pop()
    seen.push(blank(JSON.stringify(all.body.data.cases.find((item: { caseId: string }) => item.caseId === caseId)), caseId))
    await step('GET', base)
    live.say({ type: 'ping' })
    await until(() => live.frames.some((frame) => frame.includes('"pong"')))
    live.close()
    return [...seen, ...live.frames.filter((frame) => !frame.includes('"ready"')).map((frame) => blank(frame, caseId))]
  }

  it('is byte for byte the same whatever the others do', async () => {
    const [quiet, busy] = [await court.newCase(), await court.newCase()]
    const calm = await play(quiet, async () => undefined)
    const others: { persona: Persona; of: string }[] = [{ persona: 'owner', of: 'owner' }, { persona: 'agent', of: 'agent' }]
    let turn = 0
    const bustle = await play(busy, async () => {
      turn++
      for (const { persona, of } of others) {
        const thread = `/threads/${busy}/${court.id(of)}`
        await court.call(persona, 'POST', `${thread}/messages`, message(`第${turn}次催问`, { mark: turn % 3 === 0 ? 'irregularity' : 'ordinary' }))
        await court.call(persona, 'POST', `${thread}/attachments`, form(PNG, 'x.png', { kind: 'picture' }))
        if (turn % 2 === 0) await court.call('officer', 'POST', `${thread}/messages`, message('正在办理'))
        if (turn % 4 === 0) await court.call('officer', 'POST', `${thread}/contacts`, { commandId: newCommandId(), kind: 'phone', summary: '电话说明' })
        await court.call('officer', 'POST', `${thread}/read`, { upTo: 0 })
      }
      // They knock at the respondent's door as well.
      await court.call('owner', 'POST', `/threads/${busy}/${court.id('opponent')}/messages`, message('你还钱'))
      await court.call('agent', 'GET', `/threads/${busy}/${court.id('opponent')}/entries`)
    })
    expect(calm.length).toBeGreaterThan(18)
    expect(bustle).toEqual(calm)
  })

  it('would notice: a reply of the officer to this very person changes it', async () => {
    const [one, two] = [await court.newCase(), await court.newCase()]
    const calm = await play(one, async () => undefined)
    let once = false
    const other = await play(two, async () => {
      if (once) return
      once = true
      await court.call('officer', 'POST', `/threads/${two}/${court.id('opponent')}/messages`, message('您好'))
    })
    expect(other).not.toEqual(calm)
  })
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((done) => setTimeout(done, 10))
}
