import { CASE, message, newCommandId, openTestCourt, type TestCourt } from '../../test-support/court'

describe('a report of irregularity in a thread', () => {
  let court: TestCourt
  let thread: string
  beforeAll(async () => {
    court = await openTestCourt()
    thread = `/threads/${CASE}/${court.id('owner')}/messages`
  })
  afterAll(() => court.close())

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- looked into as it comes
  const files = async (persona: 'judge' | 'officer' | 'duty', show = 'open'): Promise<any[]> => {
    await court.settled()
    return (await court.call(persona, 'GET', `/complaint-files?stream=feedback&show=${show}`)).body.data.complaints
  }
  const detail = (complaintId: string) => court.call('judge', 'GET', `/complaint-files/feedback/${complaintId}`)
  const say = (persona: 'owner' | 'judge' | 'officer', text: string, more: object = {}) => court.call(persona, 'POST', thread, message(text, more))

  it('has a file of feedback from the moment the server had the message, which the judge finds and the officer whom it may be about does not', async () => {
    court.clock.advance({ days: 1 })
    court.forgetTokens()
    expect((await say('owner', '执行员三个月没有查过一次财产', { mark: 'irregularity' })).status).toBe(200)
    const [file] = await files('judge')
    expect(file).toMatchObject({ stream: 'feedback', channel: 'thread', state: 'received', caseId: CASE, due: null })
    expect(await files('officer')).toEqual([])
    const { body: { data, can } } = await detail(file.complaintId)
    // The words stay where they can be sealed; its three days are counted there as well.
    expect(JSON.stringify(data)).not.toContain('三个月没有查过')
    expect(data.clocks).toEqual([])
    expect(can.steps.find(({ step }: { step: string }) => step === 'reply').hindered).toEqual(['这件是在会话里反映的，请到会话里回复当事人。'])
    const reply = { commandId: newCommandId(), step: 'reply', fields: { reply: '查过了', finding: 'none' } }
    const answer = await court.call('judge', 'POST', `/complaint-files/feedback/${file.complaintId}/steps`, reply)
    expect([answer.status, answer.body.error.code]).toEqual([409, 'complaints.not_yet'])
  })

  it('is one matter until the judge has answered: not by more words, nor by the officer', async () => {
    await say('owner', '今天又没有人接电话', { mark: 'irregularity' })
    await say('officer', '您好，我看一下')
    const all = await files('judge')
    expect(all).toHaveLength(1)
    expect(all[0].state).toBe('received')
  })

  it('is answered by the judge in the thread, and closes by itself only when nothing more is said', async () => {
    const [{ complaintId }] = await files('judge')
    expect((await say('judge', '已经查明并责令改正')).status).toBe(200)
    expect((await files('judge'))[0]).toMatchObject({ complaintId, state: 'replied' })
    // What they write afterwards, as they are told to where they do not agree, is said of it: no silence while the thread waits.
    court.clock.advance({ days: 6 })
    court.forgetTokens()
    await say('owner', '不认可这个答复，还是没有查')
    court.clock.advance({ days: 9 })
    court.forgetTokens()
    await court.settled()
    await court.rooms.complaints.sweep()
    expect((await files('judge'))[0]).toMatchObject({ complaintId, state: 'replied' })
    expect((await detail(complaintId)).body.data.clocks.map(({ node, ended }: { node: string; ended: unknown }) => [node, ended])).toEqual([['feedback_further_reply', null]])
    await say('officer', '今天已经去查了，结果发给您')
    await say('owner', '谢谢')
    await court.settled()
    court.clock.advance({ days: 7 })
    court.forgetTokens()
    await court.rooms.complaints.sweep()
    expect(await files('judge')).toHaveLength(1)
    court.clock.advance({ days: 2 })
    court.forgetTokens()
    await court.rooms.complaints.sweep()
    expect(await files('judge')).toEqual([])
    expect((await files('judge', 'over'))[0]).toMatchObject({ complaintId, state: 'closed' })
  })

  it('made again is another file, and each is there once however often the log is followed', async () => {
    await say('owner', '又有新的问题', { mark: 'irregularity' })
    const before = await court.rooms.log.courtHead()
    expect(await files('judge')).toHaveLength(1)
    expect(await files('judge', 'over')).toHaveLength(1)
    await court.rebuildReadModels()
    expect(await files('judge')).toHaveLength(1)
    expect((await court.rooms.log.courtHead()) - before).toBeLessThan(4)
  })
})
