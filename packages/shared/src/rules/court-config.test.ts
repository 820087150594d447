import { CourtProfileSchema, MessagingConfigSchema } from './court-config'

const cite = { basis: 'proposal', source: 'test' }
const line = (numbers: string[], answered_by: string) => ({ label: '电话', numbers, hours: '全天', answered_by, cite })
const profile = (phones: object = {}) => ({
  id: 'demo-court', name: '虚构法院', window: { place: '窗口', hours: '工作日', phone: '000-0000-0001' }, hotline: '12368',
  phones: { command_centre: line(['000-1'], 'enforcement_bureau'), duty: line(['000-2'], 'enforcement_bureau'), misconduct: line(['000-3'], 'discipline'), ...phones },
})
const isTaken = (value: object): boolean => CourtProfileSchema.safeParse(value).success

describe('the numbers a court publishes', () => {
  it('are of four kinds', () => {
    expect(isTaken(profile())).toBe(true)
    const { misconduct: _gone, ...three } = profile().phones
    expect(isTaken({ ...profile(), phones: three })).toBe(false)
  })
  it('never send who reports the enforcement bureau to the enforcement bureau', () => {
    expect(isTaken(profile({ misconduct: line(['000-3'], 'enforcement_bureau') }))).toBe(false)
  })
  it.each([
    ['the duty line', { misconduct: line(['000-2'], 'discipline') }],
    ['a line of the command centre, written otherwise', { misconduct: line(['0001'], 'discipline') }],
    ['the hotline', { misconduct: line(['12368'], 'discipline') }],
    ['the window', { duty: line(['000-0000-0001'], 'enforcement_bureau') }],
  ])('are never merged: not with %s', (_, phones) => {
    expect(isTaken(profile(phones))).toBe(false)
  })
})

describe('slow mode', () => {
  it.each(['irregularity', 'property_clue', 'termination_opinion', 'objection', 'resumption'])('no court can slow %s', (mark) => {
    const rules = { max_days: 7, messages_per_day: { least: 3, most: 20 }, slows: ['ordinary', mark], cite }
    expect(MessagingConfigSchema.shape.slow_mode.safeParse(rules).success).toBe(false)
    expect(MessagingConfigSchema.shape.slow_mode.safeParse({ ...rules, slows: ['ordinary'] }).success).toBe(true)
  })
})
