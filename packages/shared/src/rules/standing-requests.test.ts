import { caseNumberOf } from './case-number'
import { decideStandingRequest, evolveStandingRequest, noStandingRequest, type StandingAsked, type StandingRequestState } from './standing-requests'
import { isUnitCode } from './unit-code'

const AT = '2026-03-03T02:00:00.000Z'
const asked: StandingAsked = { kind: 'stand', caseNumber: '（2026）虚01执1号', partyName: '张样例', standing: 'agent', authority: 'special' }
const entry = (type: string, body: object): Parameters<typeof evolveStandingRequest>[1] => ({
  type, at: AT, chain: 'request:r_00000001', actor: { id: 'p_lawyerrr' }, body, attachments: [{ id: 'a_1' }],
})
const open = evolveStandingRequest(noStandingRequest, entry('standing.asked', asked))
const ask = (more: Partial<Extract<StandingAsked, { kind: 'stand' }>>) => () => decideStandingRequest({ type: 'Ask', asked: { ...asked, ...more } }, noStandingRequest, false, AT)

describe('a request to stand for somebody', () => {
  it('is asked once, with what it shows', () => {
    expect(open).toMatchObject({ status: 'open', askedBy: 'p_lawyerrr', askedAt: AT, attachments: ['a_1'] })
    expect(() => decideStandingRequest({ type: 'Ask', asked }, open, false, AT)).toThrow('standing.already_decided')
  })

  it('names the authority of an agent, a unit’s right code for a 经办人, and a time to come', () => {
    expect(ask({})).not.toThrow()
    expect(ask({ authority: undefined })).toThrow('standing.authority_needed')
    expect(ask({ standing: 'guardian' })).toThrow('standing.authority_needed')
    expect(ask({ standing: 'unit_handler', authority: undefined })).toThrow('standing.unit_code_wrong')
    expect(ask({ standing: 'unit_handler', authority: undefined, unitCode: '91350100M000100Y44' })).toThrow('standing.unit_code_wrong')
    expect(ask({ standing: 'unit_handler', authority: undefined, unitCode: '91350100M000100Y43' })).not.toThrow()
    expect(ask({ until: AT })).toThrow('standing.until_passed')
  })

  it.each<[string, object]>([['standing.refused', { reason: '没有委托书' }], ['standing.withdrawn', {}], ['standing.granted', { caseId: 'c_casealpha' }]])(
    'is decided once: after %s nothing more is said by it', (type, body) => {
      const done = evolveStandingRequest(open, entry(type, body))
      expect(done.status).toBe(type.slice('standing.'.length))
      for (const command of [{ type: 'Refuse', reason: '没有委托书' }, { type: 'Withdraw' }] as const) {
        expect(() => decideStandingRequest(command, done, false, AT)).toThrow('standing.already_decided')
      }
    },
  )

  it('is over as soon as the case’s chain has granted it, also where that has not come here yet', () => {
    expect(() => decideStandingRequest({ type: 'Withdraw' }, open, true, AT)).toThrow('standing.already_decided')
    const late = evolveStandingRequest(evolveStandingRequest(open, entry('standing.withdrawn', {})), entry('standing.granted', { caseId: 'c_casealpha' }))
    expect(late.status).toBe('granted')
  })

  it('leaves what it does not know as it is', () => {
    const same: StandingRequestState = evolveStandingRequest(open, entry('help.asked', {}))
    expect(same).toBe(open)
  })
})

describe('what people type', () => {
  it('a unit’s code has a check character (GB 32100)', () => {
    expect(isUnitCode('91350100M000100Y43')).toBe(true)
    for (const wrong of ['91350100M000100Y34', '91350100M00O100Y43', '91350100M000100Y4', '91350100m000100y43', '']) expect(isUnitCode(wrong)).toBe(false)
  })

  it('a case number is the court’s own, however its brackets were typed', () => {
    for (const typed of ['（2026）虚01执101号', '(2026)虚01执101号', ' 〔２０２６〕虚01执 101号', '[2026]虚01执101号']) expect(caseNumberOf(typed)).toBe('（2026）虚01执101号')
  })
})
