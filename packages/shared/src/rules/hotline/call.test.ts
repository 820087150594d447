import { type CallCommand, type CallState, decideCall, evolveCall, type HotlineRules, isCallOver, noCall, tellableIn } from '.'

const CITE = { basis: 'proposal', source: 'test' } as const
const rules: HotlineRules = {
  lines: {
    hotline: { label: '热线', kinds: ['petition', 'discipline'], tells: true, cite: CITE },
    command_centre: { label: '指挥中心', kinds: ['petition'], tells: true, cite: CITE },
    duty: { label: '值班', kinds: ['petition'], tells: true, cite: CITE },
    misconduct: { label: '举报', kinds: ['discipline'], tells: false, cite: CITE },
  },
  open_at_most: { minutes: 60, cite: CITE },
  knowledge: { tries: 2, answers_after_ms: 0, shows: ['progress'], keeps_back: ['query'], cite: CITE },
  call_back: { most: 1, open_for: { value: 1, unit: 'working_day', roll_forward: true, cite: CITE }, shows: ['progress', 'inbox'], cite: CITE },
}
const CLERK = { kind: 'staff', id: 's_clerk', role: 'desk' } as const
const OTHER = { ...CLERK, id: 's_other' }
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 3, 2, minute)).toISOString()
const PERSON = 'p_00000001'

/** Commands one after another, each in the minute it is given. Throws what the first refused one throws. */
function play(steps: [minute: number, CallCommand, (typeof CLERK | typeof OTHER)?][], from: CallState = noCall): CallState {
  return steps.reduce((state, [minute, command, actor = CLERK]) => {
    const drafted = decideCall(command, state, { actor, rules, now: at(minute) })
    return drafted ? evolveCall(state, { ...drafted, at: at(minute) }) : state
  }, from)
}
const open = (line: 'hotline' | 'misconduct' = 'hotline'): CallCommand => ({ type: 'OpenCall', opened: { line, direction: 'in', numberShown: true } })
const CASE = 'c_00000001'
const verify = (by: 'knowledge' | 'call_back' = 'knowledge'): CallCommand =>
  ({ type: 'Verify', verified: { by, personId: PERSON, checks: ['name'], ...(by === 'knowledge' && { caseId: CASE }) } })
const tellOf = (caseId: string, ...what: ('progress' | 'inbox')[]): CallCommand => ({ type: 'Tell', told: { caseId, what, nodes: [], entries: [] } })
const tell = (...what: ('progress' | 'inbox')[]): CallCommand => tellOf(CASE, ...what)
const wrong: CallCommand = { type: 'FailVerification', by: 'knowledge' }
const end: CallCommand = { type: 'EndCall', ended: { how: 'answered', note: '' } }

describe('a call at the hotline', () => {
  it('tells nothing to whoever was not verified, and something to whoever was', () => {
    expect(() => play([[0, open()], [1, tell('progress')]])).toThrow('hotline.not_verified')
    expect(play([[0, open()], [1, verify()], [2, tell('progress')]])).toMatchObject({ verified: { by: 'knowledge', personId: PERSON }, told: 1 })
  })

  it('tells what only a call back opens in a call back alone', () => {
    const called = play([[0, open()], [1, verify()]])
    expect(() => play([[2, tell('progress', 'inbox')]], called)).toThrow('hotline.needs_call_back')
    const out = play([[0, { type: 'OpenCall', opened: { line: 'hotline', direction: 'out', of: 'h_00000001', numberShown: false } }], [1, verify('call_back')]])
    expect(tellableIn(out, rules)).toEqual(['progress', 'inbox'])
    // Nobody is verified by a call back in the call that they made themselves.
    expect(() => play([[0, open()], [1, verify('call_back')]])).toThrow('hotline.not_verified')
  })

  it('tells after a knowledge check of the case whose number was known, and of no other; after a call back of all', () => {
    const known = play([[0, open()], [1, verify()]])
    expect(() => play([[2, tellOf('c_00000002', 'progress')]], known)).toThrow('input.not_found')
    const out = play([[0, { type: 'OpenCall', opened: { line: 'hotline', direction: 'out', of: 'h_00000001', numberShown: false } }], [1, verify('call_back')]])
    expect(play([[2, tell('progress')], [3, tellOf('c_00000002', 'progress')]], out).told).toBe(2)
    // Verified before a call's chain said by which case: none is told.
    const before: CallCommand = { type: 'Verify', verified: { by: 'knowledge', personId: PERSON, checks: ['name'] } }
    expect(() => play([[0, open()], [1, before], [2, tell('progress')]])).toThrow('input.not_found')
  })

  it('looks at no more answers than the court allows, right ones neither', () => {
    const tried = play([[0, open()], [1, wrong], [1, wrong]])
    expect(() => play([[2, wrong]], tried)).toThrow('hotline.no_more_tries')
    expect(() => play([[2, verify()]], tried)).toThrow('hotline.no_more_tries')
  })

  it('is over when it was ended, and by itself after its time, whether or not that was written down', () => {
    const verified = play([[0, open()], [1, verify()]])
    expect(() => play([[2, end], [3, tell('progress')]], verified)).toThrow('hotline.call_over')
    expect(() => play([[60, tell('progress')]], verified)).toThrow('hotline.call_over')
    expect(isCallOver(verified, rules, at(59))).toBe(false)
    expect(play([[59, { type: 'LetLapse' }]], verified).status).toBe('open')
    expect(play([[61, { type: 'LetLapse' }]], verified)).toMatchObject({ status: 'ended', how: 'by_itself' })
    expect(play([[2, end], [61, { type: 'LetLapse' }]], verified)).toMatchObject({ how: 'answered', endedAt: at(2) })
  })

  it('is its clerk’s, and to everybody else there is none', () => {
    for (const command of [wrong, verify(), tell('progress'), end]) {
      expect(() => play([[0, open()], [1, command, OTHER]])).toThrow('input.not_found')
    }
    expect(() => play([[0, end]])).toThrow('input.not_found')
  })

  it('on the line for reports of misconduct takes in reports, verifies nobody and tells nothing', () => {
    const line = play([[0, open('misconduct')]])
    for (const command of [wrong, verify(), tell('progress'), { type: 'AskCallBack' } as const]) expect(() => play([[1, command]], line)).toThrow('hotline.nothing_told_here')
    expect(() => play([[1, { type: 'Register', kind: 'petition', registered: { kind: 'petition', stream: 'petition', complaintId: 'k_00000001' } }]], line)).toThrow('hotline.not_on_this_line')
    expect(decideCall({ type: 'Register', kind: 'discipline' }, line, { actor: CLERK, rules, now: at(1) })).toBeUndefined()
  })

  it('may be asked to ring back once, and notes hold no numbers of people', () => {
    expect(() => play([[0, open()], [1, { type: 'AskCallBack' }], [2, { type: 'AskCallBack' }]])).toThrow('hotline.no_more_tries')
    const noted: CallCommand = { type: 'EndCall', ended: { how: 'answered', note: '身份证11010519491231002X' } }
    expect(() => play([[0, open()], [1, noted]])).toThrow('messaging.sensitive_number')
  })
})
