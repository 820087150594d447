import { newCommandId, openTestCourt, type TestCourt } from '../../test-support/court'

const PHONE = '19912340000'
const NOT_ACCEPTED = { reason: '属于执行信访', moved_to: '执行指挥中心', told_words: '请到执行信访窗口' }

describe('an answer to a complaint', () => {
  let court: TestCourt
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())

  async function answered(said: object): Promise<string> {
    const body = { commandId: newCommandId(), stream: 'feedback', matter: '两个月没有回音', by: 'named', contact: { name: '钱有诉', phone: PHONE }, ...said }
    const { receipt } = (await court.call('anyone', 'POST', '/complaints', body)).body.data
    await court.settled()
    const list = (await court.call('duty', 'GET', '/complaint-files?stream=feedback')).body.data.complaints
    const { complaintId } = list.find((one: { receipt: string }) => one.receipt === receipt)
    const step = (persona: 'duty' | 'judge', more: object) =>
      court.call(persona, 'POST', `/complaint-files/feedback/${complaintId}/steps`, { commandId: newCommandId(), ...more })
    expect((await step('duty', { step: 'name_judge', fields: { answering_judge: court.id('judge') } })).status).toBe(200)
    expect((await step('judge', { step: 'reply', fields: { reply: '已经查明', finding: 'none' } })).status).toBe(200)
    await court.settled()
    await court.rooms.identity.idle()
    return receipt
  }

  it('is said by text to the number that was left for it, once, though two servers follow the log; and the text tells nothing', async () => {
    const other = await court.anotherServer()
    const receipt = await answered({})
    await other.rooms.identity.idle()
    const text = court.lastText(PHONE)
    expect(text).toContain(receipt)
    expect(text).not.toMatch(/反映|投诉|信访|举报|法官|查明|执行/)
    expect(court.textsSent()).toBe(1)
    await other.close()
  })

  it('to a report of misconduct is texted only to the number that its writer asked to be texted at', async () => {
    const answered = async (said: object): Promise<void> => {
      const { receipt } = (await court.call('anyone', 'POST', '/complaints', {
        commandId: newCommandId(), stream: 'discipline', matter: '有人收了钱物', by: 'named', contact: { name: '钱有诉', phone: PHONE }, ...said,
      })).body.data
      await court.settled()
      const { reports } = (await court.call('inspector', 'GET', '/discipline/reports')).body.data
      const { complaintId } = reports.find((one: { receipt: string }) => one.receipt === receipt)
      for (const step of [{ step: 'register' }, { step: 'refuse', declared: ['told'], fields: NOT_ACCEPTED }]) {
        expect((await court.call('inspector', 'POST', `/discipline/reports/${complaintId}/steps`, { commandId: newCommandId(), ...step })).status).toBe(200)
      }
      await court.settled()
      await court.rooms.identity.idle()
    }
    const before = court.textsSent()
    await answered({})
    expect(court.textsSent()).toBe(before)
    // The receipt alone, to where it was asked for.
    await answered({ textTo: '19912340001' })
    expect(court.textsSent() - before).toBe(1)
    await answered({ textTo: PHONE })
    expect(court.textsSent() - before).toBe(3)
    expect(court.lastText(PHONE)).not.toMatch(/反映|投诉|信访|举报|查明|执行/)
  })

  it('is not texted to whoever left no number', async () => {
    const before = court.textsSent()
    await answered({ contact: { name: '钱有诉' } })
    expect(court.textsSent()).toBe(before)
  })
})
