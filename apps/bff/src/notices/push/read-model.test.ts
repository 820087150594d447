import { pushChain, threadChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { openTestStore, type TestStore } from '../../test-support/store'
import { testNotices } from '../../test-support/identity'
import { noticeModel } from './model'
import { createProjection } from './read-model'

const KEY = { caseId: 'c_caselist1', personId: 'p_personlist' }
const AT = '2026-03-10T02:00:00.000Z'
const TRY = { of: 0, round: 0, n: 0 }
const entryOf = (seq: number, chain: string, type: string, body: object): SequencedEntry =>
  ({ seq, chain, type, body, index: 0, at: AT, actor: { kind: 'system', id: 'push', role: 'notice' } }) as unknown as SequencedEntry

const told = entryOf(0, threadChain(KEY), 'node.told', { node: 'online_sale', label: '启动网络拍卖', on: '2026-03-09' })
const [attempted, answered, reported] = [
  ['push.attempted', { channel: 'wechat', template: 'progress', by: 'token-token' }], ['push.answered', { outcome: 'accepted', providerId: 'm1' }],
  ['push.reported', { delivered: true, code: '0' }],
].map(([type, body], i) => entryOf(i + 1, pushChain(KEY), type as string, { ...TRY, ...(body as object) })) as [SequencedEntry, SequencedEntry, SequencedEntry]

describe('the list of notices', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore()
  })
  afterAll(() => store.close())

  const modelOf = async (name: string) => {
    const model = noticeModel(store.connection, name)
    await model.createIndexes()
    return model
  }

  it('reads anew what another server has taken in meanwhile, where its own pages do not follow one another', async () => {
    const model = await modelOf('notices')
    const [ours, theirs] = [createProjection(testNotices()), createProjection(testNotices())]
    await ours(model, [told, attempted])
    await theirs(model, [told, attempted, answered])
    await ours(model, [reported])
    expect(await model.findOne().lean()).toMatchObject({ upTo: 3, final: { as: 'delivered' }, names: ['token-token', 'm1'], notice: { tries: [{ answer: { providerId: 'm1' } }] } })
  })
  it('is the same whichever pages come again, and takes nothing of another generation’s for its own', async () => {
    const [model, next] = [await modelOf('notices.1'), await modelOf('notices.2')]
    const project = createProjection(testNotices())
    await project(model, [told, attempted])
    await project(model, [answered, reported])
    const once = await model.findOne().lean()
    for (const page of [[told, attempted], [attempted, answered], [answered], [reported]]) await project(model, page)
    expect(await model.find().lean()).toEqual([once])
    await project(next, [told])
    await project(next, [attempted, answered, reported])
    expect(await next.find().lean()).toEqual([once])
  })
})
