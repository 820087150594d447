import type { Actor } from '@zhixin/shared/log'
import {
  decideTermination, emptyThread, evolveCase, evolveProgress, evolveTermination, evolveThread, noCase, noProgress, nothingSaid, type SheetFacts, sheetOf,
  type SheetRow, type TerminationState, type ThreadEntry, unexplainedOf,
} from '@zhixin/shared/rules'
import fc from 'fast-check'
import { loadCourtConfig } from '../../court-config'
import { CONFIG_DIR } from '../../test-support/court'
import { digest } from './gather'

const { catalogue, calendar, messaging, officialForms, termination: config } = loadCourtConfig(CONFIG_DIR)
const [APPLICANT, AGENT, RESPONDENT, OTHER] = ['p_applicant', 'p_agentaaa', 'p_respondent', 'p_otherrespo']
const DAY = (day: string, hour = 2): string => `${day}T0${hour}:00:00.000Z`
const officer: Actor = { kind: 'staff', id: 's_offi', role: 'officer' }
const system: Actor = { kind: 'system', id: 'told', role: 'notice' }
const SUBMITS = ['terminate_this_execution']
const PAPER = { papers: ['约谈笔录1号'] }
const ALL_TOLD = '执行情况、财产调查措施、财产状况、终本依据和法律后果'
const TALK = { what: 'termination_interview', fields: { told_items: ALL_TOLD, opinion: '同意', way: '当面', interviewer: '某法官' }, about: [APPLICANT], ...PAPER }

/** A case as its chains make it. Entries come with the time of the newest before, unless one is said. */
class Story {
  private readonly chains = new Map<string, ThreadEntry[]>()
  private now = DAY('2026-01-05')
  constructor(more: object[] = []) {
    const principal = (personId: string, side: string) => ({ personId, side, role: 'principal' })
    this.put('case', 'case.registered', {
      caseId: 'c_aaaaaaaa', caseNumber: '（2026）虚01执1号', cause: '借款合同纠纷', filedOn: '2026-01-05', department: '执行一庭', officerIds: ['s_offi'], judgeId: 's_judg',
      participants: [
        principal(APPLICANT, 'applicant'), principal(RESPONDENT, 'respondent'),
        { personId: AGENT, side: 'applicant', role: 'agent', authority: 'general', principalId: APPLICANT }, ...more,
      ],
    }, officer)
  }
  put(chain: string, type: string, body: object, actor: Actor = { kind: 'person', id: chain, role: 'principal' }): number {
    const entries = this.chains.get(chain) ?? []
    this.chains.set(chain, [...entries, { index: entries.length, at: this.now, type, body, actor, attachments: [] }])
    return entries.length
  }
  at(now: string): this {
    this.now = now
    return this
  }
  node(what: string, on: string, more: object = {}): string {
    const recordId = `n_${String((this.chains.get('case') ?? []).length).padStart(8, '0')}`
    this.at(DAY(on)).put('case', 'node.recorded', { recordId, what, on, ...more }, officer)
    return recordId
  }
  message(personId: string, mark: string, text = '我说的话'): number {
    return this.put(personId, 'message.sent', { text, mark, attachments: [] })
  }
  form(personId: string, form: string, by: string, node: string): number {
    return this.put(personId, 'form.submitted', {
      taskId: undefined, form, version: 1, title: form, values: {}, groups: {}, attachments: [], handled: { by, node }, asksReply: by === 'handlers',
    })
  }
  facts(more: Partial<SheetFacts> = {}): SheetFacts {
    const of = (chain: string): ThreadEntry[] => this.chains.get(chain) ?? []
    const chain = of('case')
    const file = chain.reduce(evolveCase, noCase)
    const people = [...new Set(file.relations.map(({ personId }) => personId))]
    return {
      file, progress: chain.reduce(evolveProgress, noProgress), catalogue, holidays: calendar, submits: SUBMITS, corrected: new Set(), now: DAY('2026-06-01'),
      threads: people.map((personId) => ({
        personId, entries: of(personId), pushes: of(`push:${personId}`),
        state: of(personId).reduce((state, entry) => evolveThread(state, entry, messaging.acknowledgements), emptyThread),
      })),
      ...more,
    }
  }
  said(): TerminationState {
    return (this.chains.get('case') ?? []).reduce(evolveTermination, nothingSaid)
  }
  row(number: number, more: Partial<SheetFacts> = {}): SheetRow {
    return sheetOf(this.facts(more), this.said(), config, digest).rows.find(({ check }) => check.number === number)!
  }
}
const codes = ({ finding }: SheetRow): string[] => finding.missing.map(({ code, about }) => (about === undefined ? code : `${code} ${about}`))
const said = ({ state, ...row }: SheetRow): [string, string[]] => [state, codes({ state, ...row })]
const places = ({ finding }: SheetRow): string[] => finding.evidence.map(({ chain, personId, index }) => `${chain} ${personId ?? ''} ${index}`)

describe('the thirteen checks', () => {
  it('are those of the court document, in their order, and five keep a termination back', () => {
    const { rows } = sheetOf(new Story().facts(), nothingSaid, config, digest)
    expect(rows.map(({ check: { number, grade } }) => `${number} ${grade}`)).toEqual([
      '1 part', '2 part', '3 signal', '4 part', '5 part', '6 signal', '7 full', '8 part', '9 none', '10 full', '11 part', '12 part', '13 signal',
    ])
    expect(rows.filter(({ check }) => check.blocks).map(({ check }) => check.number)).toEqual([1, 5, 7, 8, 10])
    expect(rows.filter(({ check: { grade } }) => grade === 'signal' || grade === 'none').map(({ state }) => state)).toEqual(['review', 'review', 'review', 'review'])
  })
  it('are all of them held back in a case in which nothing was done', () => {
    expect(unexplainedOf(sheetOf(new Story().facts(), nothingSaid, config, digest))).toEqual([1, 5, 7, 8, 10])
  })
})

describe('1: notice and order to every respondent', () => {
  const two = () => new Story([{ personId: OTHER, side: 'respondent', role: 'principal' }])
  it('is red without the record, and says of whom', () => expect(said(two().row(1))).toEqual(['red', [RESPONDENT, OTHER].map((id) => `unrecorded/issue_execution_notice_and_property_order ${id}`)]))
  it('is green with it, shows the telling, and points to the paper where nothing was served electronically', () => {
    const story = two()
    const recordId = story.node('issue_execution_notice_and_property_order', '2026-01-10')
    story.put(RESPONDENT, 'node.told', { ref: recordId, node: 'issue_execution_notice_and_property_order', label: '发出执行通知书', on: '2026-01-10', text: '法院', means: '意思', cite: 'x' }, system)
    const row = story.row(1)
    expect([row.state, places(row)]).toEqual(['green', ['case  1', `thread ${RESPONDENT} 0`]])
    expect(row.finding.notes.join()).toContain('送达回证')
  })
  it('is red again once the record is withdrawn, and what was told of it shows nothing', () => {
    const story = two()
    const recordId = story.node('issue_execution_notice_and_property_order', '2026-01-10')
    story.put(RESPONDENT, 'node.told', { ref: recordId, node: 'issue_execution_notice_and_property_order', label: '发出执行通知书', on: '2026-01-10', text: '法院', means: '意思', cite: 'x' }, system)
    story.put('case', 'node.withdrawn', { recordId, reason: '记错了' }, officer)
    expect([story.row(1).state, places(story.row(1))]).toEqual(['red', []])
  })
})

describe('2: investigation, and every clue answered', () => {
  const investigated = () => {
    const story = new Story()
    for (const node of ['initiate_network_query', 'complete_online_query', 'complete_property_investigation']) story.node(node, '2026-01-20')
    return story
  }
  it('is red without the steps', () => expect(new Story().row(2).finding.missing).toHaveLength(3))
  it('is green with them', () => expect(said(investigated().row(2))).toEqual(['green', []]))
  it('is red while a clue has no answer, and green once it has', () => {
    const story = investigated()
    const index = story.form(APPLICANT, 'property_clue', 'handlers', 'check_clue')
    expect(said(story.row(2))).toEqual(['red', [`clue_open/${index} ${APPLICANT}`]])
    story.put(APPLICANT, 'clue.answered', { of: index, result: 'not_found', words: '查过了，没有。' }, officer)
    expect(story.row(2).state).toBe('green')
    expect(places(story.row(2))).toEqual(expect.arrayContaining([`thread ${APPLICANT} ${index}`, `thread ${APPLICANT} ${index + 1}`]))
  })
  it('repeats no word of a clue', () => {
    const story = investigated()
    story.message(APPLICANT, 'property_clue', '他在郊区藏了一辆车')
    expect(JSON.stringify(story.row(2).finding)).not.toContain('郊区')
  })
})

describe('3 and 6: hints for a person', () => {
  it('never become green by themselves, whatever was controlled', () => {
    const story = new Story()
    story.message(APPLICANT, 'property_clue')
    expect(said(story.row(3))).toEqual(['review', [`clue_uncontrolled/0 ${APPLICANT}`]])
    story.node('offline_control', '2026-03-01', { object: '车1' })
    expect(said(story.row(3))).toEqual(['review', []])
    expect(story.row(6).state).toBe('review')
  })
})

describe('4: whoever is missing was looked for', () => {
  it('is red while a respondent marked missing was not', () => {
    const story = new Story()
    story.node('respondent_missing_marked', '2026-03-01')
    expect(said(story.row(4))).toEqual(['red', ['unrecorded/refer_missing_respondent_to_police']])
    story.node('refer_missing_respondent_to_police', '2026-03-02')
    expect(story.row(4).state).toBe('green')
  })
  it('takes it from the pushes as well, that nobody was reached', () => {
    const story = new Story()
    story.put(`push:${RESPONDENT}`, 'push.unreachable', { of: 0, round: 0, wechat: 1, sms: 1, calls: 2 }, system)
    expect([story.row(4).state, places(story.row(4))]).toEqual(['red', [`push ${RESPONDENT} 0`]])
    story.put(`push:${RESPONDENT}`, 'push.requeued', { of: 0, round: 1 }, officer)
    expect(story.row(4).state).toBe('review')
  })
  it('is green where every respondent was seen here', () => {
    const story = new Story()
    expect(story.row(4).state).toBe('review')
    story.message(RESPONDENT, 'ordinary')
    expect(story.row(4).state).toBe('green')
  })
})

describe('5: consumption of each respondent is restricted', () => {
  it('is red while one of two is left out', () => {
    const story = new Story([{ personId: OTHER, side: 'respondent', role: 'principal' }])
    story.node('restrict_consumption', '2026-02-01', { about: [RESPONDENT] })
    expect(codes(story.row(5))).toEqual([`unrecorded/restrict_consumption ${OTHER}`])
    story.node('restrict_consumption', '2026-02-01', { about: [OTHER] })
    expect(story.row(5).state).toBe('green')
  })
})

describe('7: the interview', () => {
  it('is green with paper and all that has to be told', () => {
    const story = new Story()
    story.node(TALK.what, '2026-04-10', TALK)
    expect(said(story.row(7))).toEqual(['green', []])
  })
  it('finds all that has to be told in the words of the court’s own interview record', () => {
    const told = officialForms.forms.find(({ records }) => records?.what === TALK.what)!
    const ticks = told.sections.flatMap(({ fields }) => fields).find(({ id }) => id === told.records!.fields.told_items)
    const labels = (ticks as { choices: { label: string }[] }).choices.map(({ label }) => label)
    const story = new Story()
    story.node(TALK.what, '2026-04-10', { ...TALK, fields: { ...TALK.fields, told_items: labels.join('、') } })
    expect([labels.length, said(story.row(7))]).toEqual([5, ['green', []]])
  })
  it('is red without the paper, and says what was not told', () => {
    const story = new Story()
    story.node(TALK.what, '2026-04-10', { ...TALK, papers: [], fields: { ...TALK.fields, told_items: '执行情况、财产情况' } })
    expect(codes(story.row(7))).toEqual(['no_paper', 'untold/财产调查措施', 'untold/终本依据', 'untold/法律后果'].map((code) => `${code} ${APPLICANT}`))
  })
  it('counts nothing that was said to an agent with general authority', () => {
    const story = new Story()
    story.node(TALK.what, '2026-04-10', { ...TALK, about: [AGENT] })
    expect(codes(story.row(7))).toEqual([`no_interview ${APPLICANT}`])
  })
  it('loses its paper where the entry that held it was sealed', () => {
    const story = new Story()
    const index = story.message(APPLICANT, 'ordinary')
    story.node(TALK.what, '2026-04-10', { ...TALK, papers: [], filedIn: { personId: APPLICANT, index } })
    expect(story.row(7).state).toBe('green')
    story.put(APPLICANT, 'seal.approved', { of: index, reason: 'wrong_case', words: '发错了案件' }, { ...officer, role: 'team_leader' })
    expect(codes(story.row(7))).toEqual([`no_paper ${APPLICANT}`])
  })
})

describe('a case with very many applicants', () => {
  it('is read on after a reason was given for all that is missing of them', () => {
    const more = Array.from({ length: 20 }, (_, i) => ({ personId: `p_many${String(i).padStart(4, '0')}`, side: 'applicant', role: 'principal' }))
    const story = new Story(more)
    const all = [APPLICANT, ...more.map(({ personId }) => personId)]
    story.node(TALK.what, '2026-04-10', { ...TALK, about: all, fields: { ...TALK.fields, told_items: '都说了' } })
    const given = { file: story.facts().file, relation: 'judge', sheet: sheetOf(story.facts(), story.said(), config, digest), said: story.said(), digest, hashOf: () => '' } as const
    const { type, body } = decideTermination({ type: 'GiveReason', check: 7, text: '笔录里逐项写明了' }, given)
    story.put('case', type, body, officer)
    expect([story.row(7).finding.missing.length, story.row(7).reason?.holds]).toEqual([105, true])
  })
})

describe('8: whoever does not agree', () => {
  const approval = { role: 'court_president', name: '某院长', on: '2026-04-20', paper: '批1号' }
  const agreed = () => {
    const story = new Story()
    story.node(TALK.what, '2026-04-10', TALK)
    return story
  }
  it('is green where everybody agreed in an interview', () => expect(agreed().row(8).state).toBe('green'))
  it('is red where nobody was asked', () => expect(codes(new Story().row(8))).toEqual([`silent ${APPLICANT}`]))
  it('counts nothing that was recorded upon a record which was corrected since, for 7 and 8, until it is recorded upon the new one', () => {
    const story = new Story()
    story.node(TALK.what, '2026-04-10', { ...TALK, papers: [], paper: 'w_00000001' })
    expect([story.row(7).state, story.row(8).state]).toEqual(['green', 'green'])
    const corrected = new Set(['w_00000001'])
    expect([story.row(7, { corrected }), story.row(8, { corrected })].map(said)).toEqual([['red', [`paper_corrected ${APPLICANT}`]], ['red', [`silent ${APPLICANT}`]]])
    expect(places(story.row(7, { corrected }))).toEqual([])
    story.node(TALK.what, '2026-04-10', { ...TALK, papers: [], paper: 'w_00000002', fields: { ...TALK.fields, opinion: '不同意' } })
    expect([story.row(7, { corrected }), story.row(8, { corrected })].map(said)).toEqual([['green', []], ['red', [`disagrees ${APPLICANT}`]]])
  })
  it('is locked by an opinion in the thread that came after the interview, until the panel’s record and its approval are there', () => {
    const story = agreed().at(DAY('2026-04-12'))
    story.message(APPLICANT, 'termination_opinion', '我坚决不同意')
    expect(codes(story.row(8))).toEqual([`disagrees ${APPLICANT}`])
    expect(JSON.stringify(story.row(8).finding)).not.toContain('坚决')
    story.node('termination_panel_review', '2026-04-20', { papers: ['合议笔录1号'] })
    expect(story.row(8).state).toBe('red')
    story.node('termination_panel_review', '2026-04-21', { papers: ['合议笔录1号'], approval })
    expect(story.row(8).state).toBe('green')
  })
  it('is not unlocked by an interview of before, nor by one of the same day whose hour nobody knows', () => {
    const story = agreed().at(DAY('2026-04-12'))
    story.message(APPLICANT, 'termination_opinion')
    story.node(TALK.what, '2026-04-12', TALK)
    expect(story.row(8).state).toBe('red')
    story.node(TALK.what, '2026-04-12', { ...TALK, time: '09:59' })
    expect(story.row(8).state).toBe('red')
    story.node(TALK.what, '2026-04-13', TALK)
    expect(story.row(8).state).toBe('green')
  })
  it('is not unlocked by correcting the mark of what was said', () => {
    const story = agreed().at(DAY('2026-04-12'))
    const of = story.message(APPLICANT, 'termination_opinion')
    story.put(APPLICANT, 'message.remarked', { of, mark: 'ordinary' }, officer)
    expect(story.row(8).state).toBe('red')
  })
  it('is not locked by the other side’s opinion', () => {
    const story = agreed().at(DAY('2026-04-12'))
    story.message(RESPONDENT, 'termination_opinion')
    expect([story.row(8).state, places(story.row(8))]).toEqual(['green', ['case  1']])
  })
  it('asks for a panel after the newest word, not before', () => {
    const story = agreed()
    story.node('termination_panel_review', '2026-04-11', { papers: ['合议笔录1号'], approval })
    story.at(DAY('2026-04-12')).message(APPLICANT, 'termination_opinion')
    expect(story.row(8).state).toBe('red')
  })
})

describe('9: the ruling’s words', () => {
  it('are read by a person', () => expect(new Story().row(9).state).toBe('review'))
})

describe('10: the ruling was served', () => {
  it('is red before there is one, with a sentence that says so', () => expect(codes(new Story().row(10))).toEqual(['no_ruling']))
  it('is part with a record alone, and full with a certificate', () => {
    const story = new Story()
    story.node('terminate_this_execution', '2026-05-01')
    expect(codes(story.row(10))).toEqual([`not_served ${APPLICANT}`])
    story.node('serve_termination_ruling', '2026-05-03')
    expect([story.row(10).state, story.row(10).grade]).toEqual(['green', 'part'])
    const index = story.put(APPLICANT, 'service.sent', {
      document: 'termination_ruling', label: '终本裁定', kind: 'ruling', partyId: APPLICANT, relationId: 'l_applicant', side: 'applicant', consent: 0, address: '账号',
      attachments: [{ id: 'a_aaaaaaaa', name: '裁定.pdf', kind: 'file' }], records: 'serve_termination_ruling', follows: 'x', effect: 'x', cite: 'x',
    }, officer)
    story.put(APPLICANT, 'service.arrived', { of: index, when: 'in_account', arrivedAt: DAY('2026-05-03'), on: '2026-05-03', runs: [] }, system)
    expect([story.row(10).state, story.row(10).grade]).toEqual(['green', 'full'])
    story.put(APPLICANT, 'seal.approved', { of: index, reason: 'wrong_case', words: '发错了案件' }, officer)
    expect(story.row(10).grade).toBe('part')
  })
  it('is not met by what was served of an earlier ruling', () => {
    const story = new Story()
    story.node('serve_termination_ruling', '2026-04-03')
    story.node('terminate_this_execution', '2026-05-01')
    expect(story.row(10).state).toBe('red')
  })
})

describe('11 and 12: objections and resumption', () => {
  it.each([[11, 'objection'], [12, 'resumption']] as const)('%d is for a person while nothing came, red while it waits, green with its end', (number, form) => {
    const story = new Story()
    expect(story.row(number).state).toBe('review')
    const index = story.form(APPLICANT, form, 'window', 'docket_application')
    expect(codes(story.row(number))).toEqual([`open/${index} ${APPLICANT}`])
    story.put(APPLICANT, 'application.docketed', { of: index, caseNumber: '（2026）虚01执异1号', docketedOn: '2026-05-20' }, officer)
    expect(story.row(number).state).toBe('green')
  })
  it('are not the respondent’s', () => {
    const story = new Story()
    story.form(RESPONDENT, 'objection', 'window', 'docket_application')
    expect(story.row(11).finding.evidence).toEqual([])
  })
})

describe('13: what else speaks against it', () => {
  it('is for a person, and counts unanswered messages, overdue periods and reports of irregularity', () => {
    const story = new Story()
    story.message(APPLICANT, 'irregularity')
    const row = story.row(13)
    expect([row.state, row.finding.notes]).toEqual(['review', ['有 1 次反映执行不规范。']])
    expect(codes(row)[0]).toBe(`unanswered ${APPLICANT}`)
    expect(codes(row)).toEqual(expect.arrayContaining([expect.stringMatching(/^overdue\/judge_receive_case/)]))
  })
})

describe('what people of the court say', () => {
  it('a reason holds for what was missing then, and no more once something else is missing', () => {
    const story = new Story()
    story.node(TALK.what, '2026-04-10', { ...TALK, papers: [] })
    story.put('case', 'termination.reason_given', { check: 7, text: '笔录在纸质卷宗', missing: [`no_paper:${APPLICANT}`] }, officer)
    expect(story.row(7).reason?.holds).toBe(true)
    expect(unexplainedOf(sheetOf(story.facts(), story.said(), config, digest))).not.toContain(7)
    story.node(TALK.what, '2026-04-11', { ...TALK, papers: [], fields: { ...TALK.fields, told_items: '执行情况' } })
    expect(story.row(7).reason?.holds).toBe(false)
    expect(unexplainedOf(sheetOf(story.facts(), story.said(), config, digest))).toContain(7)
  })
  it('a look holds for what was seen, and asks again once there is more', () => {
    const story = new Story()
    const { finding } = story.row(3)
    const seen = digest(JSON.stringify([finding.state, [], [], []]))
    story.put('case', 'termination.reviewed', { check: 3, fine: true, note: '看过了', seen }, { ...officer, role: 'judge' })
    expect(story.row(3).state).toBe('green')
    story.message(APPLICANT, 'property_clue')
    expect([story.row(3).state, story.row(3).review?.holds]).toEqual(['review', false])
  })
})

describe('whatever happened in a case', () => {
  const NODES = ['issue_execution_notice_and_property_order', 'restrict_consumption', 'offline_control', 'respondent_missing_marked', 'termination_interview', 'termination_panel_review',
    'terminate_this_execution', 'serve_termination_ruling', 'fine_summons_detention', 'docket_objection', 'resume_execution', 'complete_property_investigation']
  const step = fc.oneof(
    fc.record({ do: fc.constant('node' as const), what: fc.constantFrom(...NODES), paper: fc.boolean(), withdraw: fc.boolean() }),
    fc.record({
      do: fc.constant('message' as const), who: fc.constantFrom(APPLICANT, AGENT, RESPONDENT), seal: fc.boolean(),
      mark: fc.constantFrom('ordinary', 'property_clue', 'termination_opinion', 'objection', 'resumption', 'irregularity'),
    }),
    fc.record({ do: fc.constant('form' as const), who: fc.constantFrom(APPLICANT, AGENT), form: fc.constantFrom('property_clue', 'objection', 'resumption'), end: fc.boolean(), seal: fc.boolean() }),
  )
  it('nothing that was withdrawn or sealed is evidence of anything, and no machine calls a hint green', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const story = new Story()
      const gone = new Set<string>()
      for (const one of steps) {
        if (one.do === 'node') {
          const recordId = story.node(one.what, '2026-05-01', one.paper ? PAPER : {})
          if (!one.withdraw) continue
          gone.add(`case  ${Number(recordId.slice(2))}`)
          story.put('case', 'node.withdrawn', { recordId, reason: '记错了' }, officer)
          continue
        }
        const index = one.do === 'message' ? story.message(one.who, one.mark) : story.form(one.who, one.form, one.form === 'property_clue' ? 'handlers' : 'window', 'check_clue')
        if (one.do === 'form' && one.end) {
          const type = one.form === 'property_clue' ? 'clue.answered' : 'application.refused'
          const end = story.put(one.who, type, one.form === 'property_clue' ? { of: index, result: 'checked', words: '查过了' } : { of: index, reason: '材料不齐，不予立案' }, officer)
          if (one.seal) gone.add(`thread ${one.who} ${end}`)
        }
        if (!one.seal) continue
        gone.add(`thread ${one.who} ${index}`)
        story.put(one.who, 'seal.approved', { of: index, reason: 'wrong_case', words: '发错了案件' }, officer)
      }
      for (const row of sheetOf(story.facts(), story.said(), config, digest).rows) {
        expect(places(row).filter((place) => gone.has(place))).toEqual([])
        if (row.check.grade === 'signal' || row.check.grade === 'none') expect(row.state).toBe('review')
      }
    }), { numRuns: 150 })
  })
})
