import { loadCourtConfig } from '../../court-config'
import type { CourtMessageKind } from '../../ports/court-door'
import type { HandedFile } from '../../ports/court-file'
import { CONFIG_DIR, message, newCommandId, openTestCourt, type TestCourt } from '../../test-support/court'
import { signedFiles } from '../../transfer'

/** A basic court, another of its level, and the intermediate court above both; the networks let each into the others' doors. */
describe('two levels of court', () => {
  const courts: Record<string, TestCourt> = {}
  const sent: { to: string; kind: CourtMessageKind; files: HandedFile[] }[] = []
  const doorTo = (to: string) => ({
    isReady: () => true,
    async put(kind: CourtMessageKind, files: HandedFile[]) {
      sent.push({ to, kind, files })
      await courts[to]!.rooms.transfer.receive(kind, files)
    },
  })
  beforeAll(async () => {
    const config = loadCourtConfig(CONFIG_DIR)
    const lists: Record<string, typeof config.transfer.courts> = { lower: [], sibling: [], upper: [] }
    const opened = (id: string, more: object) => openTestCourt({
      courtDoors: new Map(Object.keys(lists).filter((other) => other !== id).map((other) => [other, doorTo(other)])),
      config: { ...config, court: { ...config.court, id, name: `${id}法院`, ...more }, transfer: { ...config.transfer, courts: lists[id]! } },
    })
    // Which courts there are is known at start; their keys are those that each made for itself.
    for (const id of Object.keys(lists)) {
      const others = Object.keys(lists).filter((other) => other !== id)
      lists[id]!.push(...others.map((other) => ({ id: other, name: `${other}法院`, phone: '000-1', public_key: 'AA==', exchange: { via: 'folders' as const } })))
    }
    courts.lower = await opened('lower', { superior: 'upper' })
    courts.sibling = await opened('sibling', { superior: 'upper' })
    courts.upper = await opened('upper', { level: 'intermediate', inferiors: ['lower'] })
    for (const list of Object.values(lists)) for (const one of list) one.public_key = courts[one.id]!.rooms.signature.publicKey
  })
  afterAll(() => Promise.all(Object.values(courts).map((court) => court.close())))

  const above = async (persona: 'director' | 'leader' | 'officer' = 'director') => courts.upper!.call(persona, 'GET', '/supervision/courts')

  it('a court tells its superior its figures once a day: numbers with what they count, petitions by number, state and age, and nobody’s name or words', async () => {
    const lower = courts.lower!
    const petition = { commandId: newCommandId(), stream: 'petition', by: 'named', matter: '店里的冷柜一直没有评估', contact: { name: '钱有诉', phone: '19912345678' } }
    const { receipt } = (await lower.call('anyone', 'POST', '/complaints', petition)).body.data
    await lower.call('anyone', 'POST', '/complaints', { ...petition, commandId: newCommandId(), stream: 'discipline', matter: '收了礼' })
    await lower.call('owner', 'POST', `/threads/c_casealpha/${lower.id('owner')}/messages`, message('冷柜什么时候拍卖'))
    await lower.settled()
    for (let i = 0; i < 3; i++) await lower.rooms.levels.tick()
    expect(sent).toHaveLength(1)
    const text = sent[0]!.files.map(({ bytes }) => bytes.toString()).join('')
    for (const word of ['冷柜', '钱有诉', '1991234', '收了礼', '虚01', 'c_case', 'p_', 's_', 'k_', '团队', '工作人员', '当事人1']) expect(text).not.toContain(word)
    const { data } = (await above()).body
    expect(data.courts).toMatchObject([{ courtId: 'lower', isLate: false, petitions: [{ receipt, state: '收到（首问）', urged: 0 }] }])
    const own = (await lower.call('director', 'GET', '/supervision/overview')).body.data.numbers
    expect(data.courts[0].numbers.map(({ measure, total }: { measure: string; total: number }) => [measure, total]))
      .toEqual(own.map(({ measure, total }: { measure: string; total: number }) => [measure, total]))
    expect((await lower.call('director', 'GET', '/supervision/courts')).body.data).toMatchObject({ superior: 'upper法院', lastSent: expect.any(String), courts: [] })
  })

  it('tells it again the next day, and whoever is silent for more than a day is shown as late', async () => {
    for (const court of Object.values(courts)) court.later({ days: 1 })
    await courts.lower!.rooms.levels.tick()
    expect(sent).toHaveLength(2)
    expect((await above()).body.data.courts[0]).toMatchObject({ day: '2026-03-11', isLate: false })
    courts.upper!.later({ days: 2 })
    expect((await above()).body.data.courts[0]).toMatchObject({ day: '2026-03-11', isLate: true })
  })

  it('never goes sideways: a court of the same level, one that is not below, and one that says it is another are all refused', async () => {
    const files = sent[0]!.files.map(({ name, bytes }) => ({ name, bytes }))
    // What was signed for the superior is none of the sibling's; nor is what is signed for the sibling itself.
    await expect(courts.sibling!.rooms.transfer.receive('court_figures', files)).rejects.toMatchObject({ code: 'transfer.not_signed' })
    const figures = JSON.parse(files.find(({ name }) => name === 'figures.json')!.bytes.toString()) as object
    const signed = (by: string, more: object) => signedFiles('figures.json', { ...figures, ...more }, courts[by]!.rooms.signature).map(({ name, bytes }) => ({ name, bytes }))
    await expect(courts.sibling!.rooms.transfer.receive('court_figures', signed('lower', { to: 'sibling' }))).rejects.toMatchObject({ code: 'supervision.not_below' })
    await expect(courts.upper!.rooms.transfer.receive('court_figures', signed('sibling', { from: 'sibling' }))).rejects.toMatchObject({ code: 'supervision.not_below' })
    await expect(courts.upper!.rooms.transfer.receive('court_figures', signed('sibling', {}))).rejects.toMatchObject({ code: 'transfer.not_signed' })
    // A field that is not one of the numbers does not get in, whoever has signed it.
    await expect(courts.upper!.rooms.transfer.receive('court_figures', signed('lower', { names: ['钱有诉'] }))).rejects.toMatchObject({ code: 'transfer.not_signed' })
    expect((await courts.sibling!.call('director', 'GET', '/supervision/courts')).body.data.courts).toEqual([])
  })

  it('is for whoever supervises the court, and for no team or officer', async () => {
    for (const persona of ['leader', 'officer'] as const) expect((await above(persona)).status).toBe(403)
  })

  it('waits where the superior cannot be reached, and sends the same figures when it can', async () => {
    const { sibling } = courts
    const before = sent.length
    courts.upper!.rooms.transfer.onFigures(async () => Promise.reject(new Error('down')))
    await expect(sibling!.rooms.levels.tick()).rejects.toThrow('down')
    const seen: unknown[] = []
    courts.upper!.rooms.transfer.onFigures(async (files) => void seen.push(files))
    await sibling!.rooms.levels.tick()
    await sibling!.rooms.levels.tick()
    expect([sent.length - before, seen.length]).toEqual([2, 1])
    const [first, second] = sent.slice(before).map(({ files }) => files.find(({ name }) => name === 'figures.json')!.bytes.toString())
    expect(second).toBe(first)
  })
})
