import * as fc from 'fast-check'
import type { Actor, EntryAttachment } from '../log'
import { acknowledgements } from './testing'
import { attachmentWithheld, emptyThread, evolveThread, HANDLERS, LEADERS, LITIGANTS, type Relation, type ThreadEntry, type ThreadState, visibleTo, withheldBecause } from '.'

const AT = '2026-01-05T02:00:00.000Z'
const party: Actor = { kind: 'person', id: 'p_aaaaaaaa', role: 'principal' }
const officer: Actor = { kind: 'staff', id: 's_oooo', role: 'officer' }
const leader: Actor = { kind: 'staff', id: 's_llll', role: 'team_leader' }
const RELATIONS: Relation[] = [...LITIGANTS, ...HANDLERS, ...LEADERS, 'keeper', 'none']

const message = (text: string, visibility: ThreadEntry['visibility'] = 'all', attachments: EntryAttachment[] = []): Happening => ({
  actor: party, type: 'message.sent', body: { text, mark: 'ordinary', attachments: [] }, visibility, attachments,
})
type Happening = Omit<ThreadEntry, 'index' | 'at'>
const entry = (actor: Actor, type: string, body: object): Happening => ({ actor, type, body })
const because = { reason: 'wrong_case', words: '发错了案件' }
const seal = (of: number): Happening[] => [entry(party, 'seal.asked', { of, ...because }), entry(leader, 'seal.approved', { of, ...because })]

const clue: Happening = { actor: party, type: 'urgent.raised', body: { what: '在装车', attachments: [] }, visibility: 'sender_and_handler' }
const more: Happening = { ...clue, body: { what: '往东开了', attachments: [], matter: 0 } }
const taken = entry(officer, 'urgent.taken', { of: 0, staffId: 's_oooooooo', name: '王丙', title: '执行人员' })
const told = entry(officer, 'urgent.said', { of: 0, text: '已经出发' })
const handedIn = (supplements?: number): Happening => ({
  actor: party, type: 'form.submitted', visibility: 'sender_and_handler',
  body: { form: 'property_report', version: 1, title: '财产报告', values: {}, attachments: [], ...(supplements !== undefined && { supplements }) },
})

function chainOf(...happenings: Happening[]): { state: ThreadState; entries: ThreadEntry[] } {
  const entries = happenings.map((one, index) => ({ ...one, index, at: AT }))
  return { entries, state: entries.reduce((state, one) => evolveThread(state, one, acknowledgements), emptyThread) }
}
const seenBy = ({ state, entries }: ReturnType<typeof chainOf>, index: number) => (relation: Relation, isSender: boolean) =>
  withheldBecause(entries[index]!, state, relation, isSender) ?? 'shown'

describe('who is given what an entry says', () => {
  const table: [string, ReturnType<typeof chainOf>, number, { sender: string; handlers: string; others: string }][] = [
    ['a message', chainOf(message('您好')), 0, { sender: 'shown', handlers: 'shown', others: 'shown' }],
    ['one whose seal is asked for', chainOf(message('您好'), seal(0)[0]!), 0, { sender: 'shown', handlers: 'shown', others: 'shown' }],
    ['one whose seal was refused', chainOf(message('您好'), seal(0)[0]!, entry(leader, 'seal.refused', { of: 0, ...because })), 0, { sender: 'shown', handlers: 'shown', others: 'shown' }],
    ['a sealed one', chainOf(message('您好'), ...seal(0)), 0, { sender: 'sealed', handlers: 'sealed', others: 'sealed' }],
    ['what says that it is sealed', chainOf(message('您好'), ...seal(0)), 2, { sender: 'shown', handlers: 'shown', others: 'shown' }],
    ['one sent for the handler alone', chainOf(message('线索', 'sender_and_handler')), 0, { sender: 'shown', handlers: 'shown', others: 'confidential' }],
    ['one confined afterwards', chainOf(message('线索'), entry(party, 'message.confined', { of: 0 })), 0, { sender: 'shown', handlers: 'shown', others: 'confidential' }],
    ['one that was released', chainOf(message('线索', 'sender_and_handler'), entry(officer, 'message.released', { of: 0, reason: '核实完毕' })), 0, { sender: 'shown', handlers: 'shown', others: 'shown' }],
    ['one that was released and sealed', chainOf(message('线索', 'sender_and_handler'), entry(officer, 'message.released', { of: 0, reason: '核实完毕' }), ...seal(0)), 0, { sender: 'sealed', handlers: 'sealed', others: 'sealed' }],
    ['a word about a sealed one', chainOf(message('您好'), entry(officer, 'some.summary', { of: 0, summary: '他说您好' }), ...seal(0)), 1, { sender: 'sealed', handlers: 'sealed', others: 'sealed' }],
    ['a word about a confidential one', chainOf(message('线索', 'sender_and_handler'), entry(officer, 'some.summary', { of: 0, summary: '有车' })), 1, { sender: 'shown', handlers: 'shown', others: 'confidential' }],
    ['a word about a sealed one, said afterwards', chainOf(message('您好'), ...seal(0), entry(officer, 'some.summary', { of: 0, summary: '已经封存' })), 3, { sender: 'shown', handlers: 'shown', others: 'shown' }],
    ['what was told to the sender of a sealed clue', chainOf(clue, taken, told, ...seal(0)), 2, { sender: 'sealed', handlers: 'sealed', others: 'sealed' }],
    ['what is told to them afterwards', chainOf(clue, taken, ...seal(0), told), 4, { sender: 'shown', handlers: 'shown', others: 'confidential' }],
    ['who has it', chainOf(clue, taken, ...seal(0)), 1, { sender: 'shown', handlers: 'shown', others: 'confidential' }],
    ['what is added to a sealed clue', chainOf(clue, more, ...seal(0)), 1, { sender: 'shown', handlers: 'shown', others: 'confidential' }],
    ['a sealed form', chainOf(handedIn(), ...seal(0)), 0, { sender: 'sealed', handlers: 'sealed', others: 'sealed' }],
    ['what adds to a sealed form', chainOf(handedIn(), handedIn(0), ...seal(0)), 1, { sender: 'sealed', handlers: 'sealed', others: 'sealed' }],
    ['a form whose supplement is sealed', chainOf(handedIn(), handedIn(0), ...seal(1)), 0, { sender: 'shown', handlers: 'shown', others: 'confidential' }],
    ['what adds to a form that was released', chainOf(handedIn(), handedIn(0), entry(officer, 'message.released', { of: 0, reason: '核实完毕' })), 1, { sender: 'shown', handlers: 'shown', others: 'confidential' }],
    ['a mark corrected of a sealed one', chainOf(message('您好'), entry(officer, 'message.remarked', { of: 0, mark: 'settlement' }), ...seal(0)), 1, { sender: 'shown', handlers: 'shown', others: 'shown' }],
  ]
  it.each(table)('%s', (_, chain, index, wanted) => {
    const seen = seenBy(chain, index)
    for (const relation of RELATIONS) {
      expect([relation, seen(relation, true)]).toEqual([relation, wanted.sender])
      expect([relation, seen(relation, false)]).toEqual([relation, HANDLERS.includes(relation) ? wanted.handlers : wanted.others])
    }
  })

  // What a dossier, an export or a bulletin would be made of: somebody for whom no relation lets them in.
  it('never, whoever else it is, what is for the handler alone or sealed', () => {
    const step = fc.oneof(
      fc.record({ does: fc.constantFrom('say', 'whisper', 'answer'), of: fc.nat(8) }),
      fc.record({ does: fc.constantFrom('confine', 'release', 'ask', 'approve', 'refuse', 'summarise'), of: fc.nat(8) }),
    )
    fc.assert(fc.property(fc.array(step, { maxLength: 24 }), fc.constantFrom(...RELATIONS), fc.boolean(), (steps, relation, isSender) => {
      const happenings = steps.map(({ does, of }): Happening => ({
        say: message('明'), whisper: message('暗', 'sender_and_handler'), answer: { ...message('答'), actor: officer },
        confine: entry(party, 'message.confined', { of }), release: entry(officer, 'message.released', { of, reason: '核实完毕' }),
        ask: entry(party, 'seal.asked', { of, ...because }), approve: entry(leader, 'seal.approved', { of, ...because }),
        refuse: entry(leader, 'seal.refused', { of, ...because }), summarise: entry(officer, 'some.summary', { of, summary: '暗' }),
      })[does])
      const { state, entries } = chainOf(...happenings)
      for (const one of entries) {
        // A second, plainer telling: the last word on it counts, and a seal for ever.
        const subject = one.type === 'some.summary' ? (one.body as { of: number }).of : one.index
        const said = (index: number, type: RegExp) => entries.filter((about) => (about.body as { of?: number }).of === index && type.test(about.type))
        const approvals = said(subject, /^seal\.approved$/).filter(({ index }) => subject === one.index || index > one.index)
        const isGone = approvals.length > 0 || said(one.index, /^seal\.approved$/).length > 0
        const isHiddenAt = (index: number): boolean => {
          const isBorn = entries[index]?.visibility === 'sender_and_handler'
          const last = said(index, /^message\.(confined|released)$/).filter((about) => about.index > index || !isBorn).at(-1)?.type
          return last === undefined ? isBorn : last === 'message.confined'
        }
        const isHidden = isHiddenAt(subject) || isHiddenAt(one.index)
        const lawful = !isGone && (!isHidden || isSender || HANDLERS.includes(relation))
        expect(visibleTo(one, state, relation, isSender)).toBe(lawful)
      }
    }))
  })
})

describe('who is given an attachment', () => {
  const picture: EntryAttachment = { id: 'a_00000001', sm3: '0'.repeat(64), size: 5, type: 'image/png' }
  it('nobody once a message that names it is sealed, though another names it too', () => {
    const { state } = chainOf(message('一', 'all', [picture]), message('二', 'all', [picture]), ...seal(0))
    for (const relation of RELATIONS) expect(attachmentWithheld(picture.id, state, relation, true)).toBe('sealed')
  })
  it('others than sender and handler only if a message that all may read names it', () => {
    const whispered = chainOf(message('一', 'sender_and_handler', [picture]))
    const both = chainOf(message('一', 'sender_and_handler', [picture]), message('二', 'all', [picture]))
    expect(attachmentWithheld(picture.id, whispered.state, 'team_leader', false)).toBe('confidential')
    expect(attachmentWithheld(picture.id, whispered.state, 'officer', false)).toBeUndefined()
    expect(attachmentWithheld(picture.id, whispered.state, 'keeper', true)).toBeUndefined()
    expect(attachmentWithheld(picture.id, both.state, 'team_leader', false)).toBeUndefined()
  })
})
