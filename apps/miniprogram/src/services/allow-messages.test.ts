import { askToAllow, type Allowing } from './allow-messages'

const [A, B] = ['template-a', 'template-b']
const ask = (said: Record<string, string> | object, ids: readonly string[] = [A, B]): Promise<Allowing> =>
  askToAllow({ loginCode: async () => '', askToAllow: async () => said as Record<string, string> }, ids)
const failing = (error: unknown): Promise<Allowing> =>
  askToAllow({ loginCode: async () => '', askToAllow: () => Promise.reject(error) }, [A])

describe('allowing messages in WeChat', () => {
  test.each([
    [{ [A]: 'accept', [B]: 'accept' }, [true, true], '好的，法院有消息会发到您的微信。'],
    [{ [A]: 'acceptWithAudio', [B]: 'acceptWithForcePush' }, [true, true], '好的，法院有消息会发到您的微信。'],
    [{ [A]: 'accept', [B]: 'reject' }, [true, false], '其余的，法院有事会发短信'],
    [{ [A]: 'reject', [B]: 'reject' }, [false, false], '您没有允许微信通知'],
    [{ [A]: 'accept', [B]: 'filter' }, [true], '其余的'],
  ])('%o is an answer for the server', async (said, accepted, words) => {
    const { kind, results, words: told } = await ask({ errMsg: 'requestSubscribeMessage:ok', ...said })
    expect([kind, results.map((one) => one.accepted)]).toEqual(['answered', accepted])
    expect(told).toContain(words)
  })

  test.each([
    [{ [A]: 'ban', [B]: 'ban' }, '微信暂时不让发这种通知'],
    [{ [A]: 'filter' }, '这里出了点问题'],
    [{}, '这里出了点问题'],
  ])('%o is none: nobody chose', async (said, words) => {
    const { kind, results, words: told } = await ask(said)
    expect([kind, results]).toEqual(['cannot', []])
    expect(told).toContain(words)
  })

  test.each([
    [10001, 'cannot', '这里出了点问题'], [10002, 'try_again', '网络不好'], [10003, 'try_again', '网络不好'], [10004, 'cannot', '这里出了点问题'],
    [10005, 'try_again', '再点一次'], [20001, 'cannot', '这里出了点问题'], [20002, 'cannot', '这里出了点问题'], [20003, 'cannot', '这里出了点问题'],
    [20004, 'switched_off', '关掉了“执信”的全部通知'], [20005, 'cannot', '微信暂时不让'], [20013, 'cannot', '这里出了点问题'],
  ])('code %i: %s', async (errCode, kind, words) => {
    const told = await failing({ errCode, errMsg: 'requestSubscribeMessage:fail' })
    expect(told).toMatchObject({ kind, results: [], words: expect.stringContaining(words) })
  })

  test('what has no code can be tried again, and nothing is told to the server', async () => {
    for (const error of [{ errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.' }, new Error('x'), undefined]) {
      expect(await failing(error)).toMatchObject({ kind: 'try_again', results: [] })
    }
  })

  test('says everywhere that the court reaches them all the same, and never blames', async () => {
    for (const errCode of [10001, 20001, 20004, 20005]) expect((await failing({ errCode })).words).toMatch(/没关系，法院有事会发短信，或者打电话给您/)
    expect((await askToAllow(undefined, [A])).words).toMatch(/在微信里打开.*短信/)
  })

  test('asks for five at most', async () => {
    let asked: readonly string[] = []
    const wechat = { loginCode: async () => '', askToAllow: async (ids: readonly string[]) => ((asked = ids), Object.fromEntries(ids.map((id) => [id, 'accept']))) }
    const { results } = await askToAllow(wechat, ['1', '2', '3', '4', '5', '6'])
    expect([asked, results.length]).toEqual([['1', '2', '3', '4', '5'], 5])
  })

  test('WeChat is asked in the tap itself, before anything is waited for', () => {
    let isAsked = false
    void askToAllow({ loginCode: async () => '', askToAllow: async () => ((isAsked = true), {}) }, [A])
    expect(isAsked).toBe(true)
  })
})
