import { type InboxItem } from '@zhixin/shared/contract'
import { caseChain } from '@zhixin/shared/ids'
import { CASE, CLOSED_CASE, message, newCommandId, openTestCourt, type TestCourt } from '../../test-support/court'

let court: TestCourt
beforeAll(async () => {
  court = await openTestCourt()
}, 60_000)
afterAll(() => court.close())

const inbox = async (who: 'owner' | 'agent' | 'opponent' | 'outsider', query = '') => (await court.call(who, 'GET', `/inbox${query}`)).body.data
const types = ({ items }: { items: InboxItem[] }): string[] => items.map(({ entry }) => entry.type)
const say = (who: 'officer' | 'owner', caseId: string, to: 'owner' | 'opponent', text: string) =>
  court.call(who, 'POST', `/threads/${caseId}/${court.id(to)}/messages`, message(text))

describe('the inbox', () => {
  it('has what the court told over all one’s cases, newest first; nothing one wrote oneself, and nothing said to others', async () => {
    const second = await court.newCase()
    await say('owner', CASE, 'owner', '请问进展')
    await say('officer', CASE, 'owner', '正在办理')
    await say('officer', CASE, 'opponent', '请报告财产')
    court.clock.advance({ seconds: 1 })
    await court.call('officer', 'POST', `/threads/${second}/${court.id('owner')}/contacts`, { commandId: newCommandId(), kind: 'phone', summary: '电话说明' })
    const { items, unread, next } = await inbox('owner')
    const places = items.map(({ caseId, entry }: InboxItem) => [caseId, entry.type])
    // Of one instant the cases come in the order of their ids, so that nothing says which court entry was first.
    expect(places).toEqual([[second, 'contact.recorded'], [CLOSED_CASE, 'case.closed_notice'], [CASE, 'message.sent']])
    expect(items[2]).toMatchObject({ caseNumber: '（2026）虚01执1号', cause: '买卖合同纠纷', unread: true, entry: { body: { text: '正在办理' } } })
    expect({ unread, next }).toEqual({ unread: 3, next: null })
    expect((await inbox('outsider')).items).toEqual([])
  })

  it('what was read in the thread is read here, and can be left out', async () => {
    const caseId = await court.newCase()
    await say('officer', caseId, 'owner', '第一句')
    const { items: [first] } = await inbox('owner')
    await court.call('owner', 'POST', `/threads/${caseId}/${court.id('owner')}/read`, { upTo: first.entry.index })
    await say('officer', caseId, 'owner', '第二句')
    const all = (await inbox('owner')).items.filter((item: InboxItem) => item.caseId === caseId)
    expect(all.map((item: InboxItem) => item.unread)).toEqual([true, false])
    const { items, unread } = await inbox('owner', '?unread=1')
    expect(items.filter((item: InboxItem) => item.caseId === caseId)).toHaveLength(1)
    expect(items.every((item: InboxItem) => item.unread)).toBe(true)
    expect(items).toHaveLength(unread)
  })

  it('goes on page by page, without gap or doubling, whatever comes in meanwhile', async () => {
    const caseId = await court.newCase()
    for (let i = 0; i < 25; i++) await say('officer', caseId, 'opponent', `第${i}句`)
    const first = await inbox('opponent')
    await say('officer', caseId, 'opponent', '又一句')
    const second = await inbox('opponent', `?before=${first.next}`)
    const places = [...first.items, ...second.items].map(({ caseId: of, entry }: InboxItem) => `${of} ${entry.index}`)
    expect(first.items).toHaveLength(20)
    expect(new Set(places).size).toBe(places.length)
    expect(places.filter((place) => place.startsWith(caseId))).toHaveLength(25)
    expect((await court.call('opponent', 'GET', '/inbox?before=7')).status).toBe(400)
  })

  it('shows nothing of what was sealed, and nothing of a case once one has no part in it', async () => {
    const caseId = await court.newCase()
    await say('officer', caseId, 'owner', '发错的话')
    const target = `/threads/${caseId}/${court.id('owner')}/messages/0/seal-request`
    await court.call('officer', 'POST', target, { commandId: newCommandId(), reason: 'wrong_case' })
    await court.call('leader', 'POST', `${target}/approval`, { commandId: newCommandId() })
    const mine = (await inbox('owner')).items.filter((item: InboxItem) => item.caseId === caseId)
    expect(JSON.stringify(mine)).not.toContain('发错的话')
    expect(mine.at(-1)).toMatchObject({ entry: { body: null, withheld: 'sealed' } })
    const relationId = court.id('owner').replace(/^p_/, 'l_')
    const body = { relationId, because: 'court_system' }
    await court.rooms.log.append({ chain: caseChain(caseId), key: `test/${caseId}`, decide: async () => ({ type: 'relation.ended', actor: { kind: 'system', id: 'court-system', role: 'import' }, body }) })
    expect((await inbox('owner')).items.some((item: InboxItem) => item.caseId === caseId)).toBe(false)
  })

  it('is the same after everything is built anew from the log', async () => {
    const before = await inbox('owner')
    await court.rebuildReadModels()
    expect(await inbox('owner')).toEqual(before)
    expect(types(before).length).toBeGreaterThan(3)
  })
})
