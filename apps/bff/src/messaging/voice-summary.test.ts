import { form, message, newCommandId, openTestCourt, type Persona, type TestCourt } from '../test-support/court'
import { aSound } from '../demo/sound'

const SUMMARY = '问案款什么时候能到账'
const OFF_HOURS = { offHoursReason: '当事人情况紧急' }

describe('a voice message', () => {
  let court: TestCourt
  let caseId: string
  let chain: string
  beforeAll(async () => (court = await openTestCourt()))
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
    chain = `/threads/${caseId}/${court.id('owner')}`
  })

  async function voiceOf(who: Persona, text = '', more: object = {}): Promise<{ index: number; attachmentId: string }> {
    const uploaded = await court.call(who, 'POST', `${chain}/attachments`, form(aSound(2), '语音.mp3', { kind: 'voice', durationMs: '2000' }))
    expect(uploaded.text).toContain('a_')
    const attachmentId = uploaded.body.data.id
    const { body } = await court.call(who, 'POST', `${chain}/messages`, message(text, { attachments: [{ id: attachmentId, name: '语音.mp3', kind: 'voice', durationMs: 2000 }], ...more }))
    return { index: body.data.index, attachmentId }
  }
  const summarise = (who: Persona, { index, attachmentId }: { index: number; attachmentId: string }, summary = SUMMARY, commandId = newCommandId()) =>
    court.call(who, 'POST', `${chain}/messages/${index}/voice-summary`, { commandId, attachmentId, summary })
  const answer = () => court.call('officer', 'POST', `${chain}/messages`, message('在办', OFF_HOURS))
  const item = async (search = '') => {
    await court.settled()
    const { body } = await court.call('officer', 'GET', `/work-list?show=all&search=${encodeURIComponent(search)}`)
    return body.data.items.find((one: { caseId: string }) => one.caseId === caseId)
  }

  it('is put into words before its matter is settled, by whatever way; the refusal names it', async () => {
    const voice = await voiceOf('owner')
    expect((await court.call('officer', 'GET', chain)).body.data.voicesWaiting).toEqual([voice])
    for (const refused of [
      await answer(),
      await court.call('officer', 'POST', `${chain}/matter/dismissal`, { commandId: newCommandId(), reason: '重复询问' }),
      await court.call('officer', 'POST', `${chain}/contacts`, { commandId: newCommandId(), kind: 'phone', summary: '已电话说明', settles: true }),
    ]) {
      expect(refused.status).toBe(409)
      expect(refused.body.error).toMatchObject({ code: 'messaging.voice_summary_required', field: `voices.${voice.index}` })
    }
    expect((await court.call('officer', 'POST', `${chain}/contacts`, { commandId: newCommandId(), kind: 'phone', summary: '无人接听', settles: false })).status).toBe(200)
    expect((await summarise('officer', voice)).status).toBe(200)
    expect((await answer()).status).toBe(200)
    expect((await court.call('officer', 'GET', chain)).body.data).toMatchObject({ voicesWaiting: [], matter: null })
  })

  it('goes on as before for its sender, who reads the words and is told nothing of what waits', async () => {
    const voice = await voiceOf('owner')
    expect((await court.call('owner', 'POST', `${chain}/messages`, message('在吗'))).status).toBe(200)
    expect((await court.call('owner', 'GET', chain)).body.data.voicesWaiting).toEqual([])
    await summarise('judge', voice)
    const { body } = await court.call('owner', 'GET', `${chain}/entries`)
    const said = body.data.entries.find(({ type }: { type: string }) => type === 'voice.summarised')
    expect(said.body).toEqual({ of: voice.index, attachmentId: voice.attachmentId, summary: SUMMARY })
    expect(said.actor.role).toBe('judge')
  })

  it('has its words in lists and in search, after the answer too', async () => {
    const voice = await voiceOf('owner', '请听')
    expect(await item()).toMatchObject({ lastText: '请听［语音］', voicesWaiting: 1 })
    await summarise('officer', voice)
    expect(await item()).toMatchObject({ lastText: `请听［语音：${SUMMARY}］`, voicesWaiting: 0 })
    await answer()
    expect(await item('案款什么时候')).toMatchObject({ lastText: '在办', caseId })
    expect(await item('没有人说过的话')).toBeUndefined()
    await court.rebuildReadModels()
    expect(await item('案款什么时候')).toMatchObject({ caseId })
  })

  it('that is for the handler alone is not told in a list that others read', async () => {
    const voice = await voiceOf('owner', '车在小区里', { confidential: true })
    await summarise('officer', voice, '白色轿车停在地库')
    await court.settled()
    const { body, text } = await court.call('leader', 'GET', `${chain}/entries`)
    const said = body.data.entries.find(({ type }: { type: string }) => type === 'voice.summarised')
    expect([said.body, said.nonce]).toEqual([null, null])
    expect(text + (await court.call('leader', 'GET', `/cases/${caseId}`)).text).not.toContain('地库')
    expect((await court.call('owner', 'GET', `${chain}/entries`)).text).toContain('白色轿车停在地库')
    expect((await item()).lastText).not.toContain('地库')
    await court.call('officer', 'POST', `${chain}/messages/${voice.index}/release`, { commandId: newCommandId(), reason: '要交给执行指挥中心' })
    expect((await item()).lastText).toBe('车在小区里［语音：白色轿车停在地库］')
  })

  it('is put into words by who handles the case alone', async () => {
    const voice = await voiceOf('owner')
    const wanted: Partial<Record<Persona, number>> = {
      anyone: 401, account: 403, owner: 403, agent: 404, opponent: 404, leader: 403, director: 403, stranger: 404, window: 404, auditor: 404,
    }
    for (const [who, status] of Object.entries(wanted)) expect([who, (await summarise(who as Persona, voice)).status]).toEqual([who, status])
    expect((await court.call('officer', 'GET', chain)).body.data.voicesWaiting).toHaveLength(1)
  })

  it('refuses what is no voice, no summary, or an account number; a repeat is the same, another content under its id a conflict', async () => {
    const voice = await voiceOf('owner')
    await court.call('owner', 'POST', `${chain}/messages`, message('只有字'))
    expect((await summarise('officer', { ...voice, index: voice.index + 1 })).body.error.code).toBe('messaging.not_a_voice')
    expect((await summarise('officer', { ...voice, attachmentId: 'a_0000000000000000000' })).body.error.code).toBe('messaging.not_a_voice')
    expect((await summarise('officer', voice, '短')).status).toBe(400)
    expect((await summarise('officer', voice, '长'.repeat(201))).status).toBe(400)
    expect((await summarise('officer', voice, '卡号6222 0212 3456 7890 128')).body.error.code).toBe('messaging.sensitive_number')
    const id = newCommandId()
    const [first, second] = [await summarise('officer', voice, SUMMARY, id), await summarise('officer', voice, SUMMARY, id)]
    expect([first.status, second.body]).toEqual([200, first.body])
    expect((await summarise('officer', voice, '别的话', id)).status).toBe(409)
    expect((await summarise('officer', voice, SUMMARY)).body.data.stored).toBeNull()
  })
})

