import type { CodedError } from '../../errors'
import {
  canSign, decidePaper, evolvePapers, emptyPapers, fieldProblems, filedPapers, type OfficialForm, OfficialFormsSchema, paperContent, type PaperFacts,
  paperText, type PaperGiven, type PaperState, prefilled, stageOf, withFacts,
} from '.'

const cite = { basis: 'proposal' as const, source: '测试' }
const raw = (): Record<string, unknown> => ({
  id: 'reply', version: 1, label: '答复笔录', title: '关于{petitioner}的答复笔录', intro: '测试', place: 'petition', filled_by: ['case_handler'], cite,
  sections: [{ heading: '答复', fields: [
    { id: 'petitioner', label: '信访人', type: 'fact', from: 'petitioner' },
    { id: 'time', label: '时间', type: 'moment', required: true, from: 'now' },
    { id: 'channel', label: '形式', type: 'choice', required: true, choices: [{ value: 'in_person', label: '当面' }, { value: 'phone', label: '电话' }] },
    { id: 'kept', label: '录音', type: 'files', required_if: { field: 'channel', is_not: 'in_person' } },
    { id: 'told', label: '告知', type: 'ticks', required: true, all: true, choices: [{ value: 'one', label: '其一' }, { value: 'two', label: '其二' }] },
    { id: 'members', label: '人员', type: 'rows', row: [{ id: 'name', label: '姓名' }, { id: 'post', label: '职务' }] },
    { id: 'content', label: '内容', type: 'long', required: true },
  ] }],
  only: [{ if: { fact: 'petitioner_residence', is: 'local' }, field: 'channel', values: ['in_person'], words: '要当面', cite }],
  signers: [
    { by: 'petitioner', label: '信访人', who: 'party', required_if: { field: 'channel', is: 'in_person' }, may_refuse: true },
    { by: 'talker', label: '谈话人', who: 'author', required_if_refused: 'petitioner' },
  ],
  refusal: { label: '谈话内容记录', words: '写明谈了什么', cite },
})
const FORM: OfficialForm = OfficialFormsSchema.parse({ forms: [raw()] }).forms[0]!
const FACTS: PaperFacts = { words: { petitioner: '某人', petitioner_residence: 'local', now: '2026-11-22 09:00' }, people: [] }
const NOW = '2026-11-22T02:00:00.000Z'
const FIELDS = { time: '2026-11-22 09:00', channel: 'in_person', told: ['one', 'two'], content: '已经答复' }
const KEPT = [{ id: 'a_00000001', name: '录音.mp3', kind: 'file' as const }]
const HASH = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)
const paper = (fields: object = FIELDS, more: Partial<PaperState> = {}): PaperState =>
  ({ paperId: 'w_00000001', chain: 'petition:k_00000001', form: 'reply', version: 1, fields: fields as PaperState['fields'], signatures: [], ...more })
const given = (more: Partial<PaperGiven> = {}): PaperGiven => ({ form: FORM, facts: FACTS, contentSm3: HASH, now: NOW, ...more })
const sign = (by: string, state = paper(), more: Partial<PaperGiven> = {}, shown = HASH): PaperState =>
  decidePaper({ type: 'Sign', signature: { by, way: 'finger', attachmentId: 'a_00000009', sm3: OTHER, device: 'officer' }, shown }, state, given(more))
const finish = (state: PaperState, more: Partial<PaperGiven> = {}): PaperState => decidePaper({ type: 'Finish', shown: HASH }, state, given(more))
const codeOf = (run: () => unknown): string => {
  try {
    run()
    return 'done'
  } catch (error) {
    return (error as CodedError).code
  }
}

describe('a paper that is filled, signed and finished', () => {
  it('given all fields and the petitioner’s signature, then it can be finished; without the signature not', () => {
    expect([stageOf(paper({}), given()), stageOf(paper(), given()), stageOf(sign('petitioner'), given())]).toEqual(['drafted', 'filled', 'signed'])
    expect(codeOf(() => finish(paper()))).toBe('papers.unfinished')
    expect(finish(sign('petitioner')).signatures).toMatchObject([{ by: 'petitioner', contentSm3: HASH, at: NOW }])
  })
  it('given a signature, and then an answer over the telephone or a refusal, then who cannot sign is asked for no signature any more', () => {
    const signed = sign('talker', sign('petitioner'))
    const byPhone = { ...FIELDS, channel: 'phone', kept: KEPT }
    const isElsewhere = { facts: { ...FACTS, words: { ...FACTS.words, petitioner_residence: 'elsewhere' } } }
    const phoned = decidePaper({ type: 'Fill', fields: byPhone }, signed, given(isElsewhere))
    expect(phoned.signatures.map(({ by }) => by)).toEqual(['talker'])
    expect(stageOf(phoned, given({ ...isElsewhere, contentSm3: HASH }))).toBe('signed')
    const refused = decidePaper({ type: 'Fill', fields: FIELDS, refusedToSign: { by: 'petitioner', talkRecord: '不签了。' } }, signed, given())
    expect(refused.signatures.map(({ by }) => by)).toEqual(['talker'])
    const nothingSaid = decidePaper({ type: 'Fill', fields: FIELDS, refusedToSign: { by: 'petitioner', talkRecord: ' ' } }, signed, given())
    expect(fieldProblems(nothingSaid, given())).toMatchObject([{ at: 'refusedToSign', why: 'missing' }])
  })
  it('given a refusal, then a record of the talk and the talker’s signature stand for the petitioner’s', () => {
    const refused = decidePaper({ type: 'Fill', fields: FIELDS, refusedToSign: { by: 'petitioner', talkRecord: '看过全文，不愿签字。' } }, paper(), given())
    expect(codeOf(() => finish(refused))).toBe('papers.unfinished')
    expect(codeOf(() => sign('petitioner', refused))).toBe('papers.not_a_signer')
    expect(codeOf(() => finish(sign('talker', refused)))).toBe('done')
    const byTalker = decidePaper({ type: 'Fill', fields: FIELDS, refusedToSign: { by: 'talker', talkRecord: '不签' } }, paper(), given())
    expect(fieldProblems(byTalker, given())).toMatchObject([{ at: 'refusedToSign', why: 'not_allowed' }])
  })
  it('given a petitioner of this place, then an answer by telephone is none; given another, it needs what was kept and no signature', () => {
    const byPhone = paper({ ...FIELDS, channel: 'phone', kept: KEPT })
    expect(fieldProblems(byPhone, given())).toMatchObject([{ at: 'channel', why: 'not_allowed', words: '要当面' }])
    const away = given({ facts: { ...FACTS, words: { ...FACTS.words, petitioner_residence: 'elsewhere' } } })
    expect(stageOf(byPhone, away)).toBe('signed')
    expect(canSign(FORM.signers[0]!, byPhone, FACTS)).toBe(false)
    expect(fieldProblems(paper({ ...FIELDS, channel: 'phone' }), away)).toMatchObject([{ at: 'kept', why: 'missing' }])
  })
  it('a signature holds for one text: not for what was not shown, nor for what was changed after it', () => {
    expect(codeOf(() => sign('petitioner', paper(), {}, OTHER))).toBe('papers.text_changed')
    const later = given({ contentSm3: OTHER })
    expect(codeOf(() => decidePaper({ type: 'Finish', shown: OTHER }, sign('petitioner'), later))).toBe('papers.unfinished')
    expect(codeOf(() => decidePaper({ type: 'Finish', shown: OTHER }, sign('petitioner'), given()))).toBe('papers.text_changed')
    const content = (more: Partial<PaperState>): string => JSON.stringify(paperContent(paper(FIELDS, more), HASH))
    expect(new Set([content({}), content({ chain: 'petition:k_00000002' }), content({ paperId: 'w_00000002' }), content({ replaces: 'w_00000003' })]).size).toBe(4)
    expect(decidePaper({ type: 'TakeBackSignature', by: 'petitioner' }, sign('petitioner'), given()).signatures).toEqual([])
  })
  it('what is half filled is not signed, nor are ticks that are missing, rows without a name, numbers of cards, days to come', () => {
    expect(codeOf(() => sign('petitioner', paper({ ...FIELDS, content: '' })))).toBe('papers.unfinished')
    const why = (fields: object): string[] => fieldProblems(paper({ ...FIELDS, ...fields }), given()).map(({ at, why: reason }) => `${at} ${reason}`)
    expect(why({ told: ['one'] })).toEqual(['told missing'])
    expect(why({ told: ['one', 'one'] })).toEqual(['told wrong'])
    expect(why({ members: [{ name: '某人', post: ' ' }] })).toEqual(['members.0.post missing'])
    expect(why({ content: '卡号 6222020000000000004' })).toEqual(['content sensitive'])
    expect(why({ time: '2026-11-22 10:01' })).toEqual(['time wrong'])
    expect(why({ time: '2026-02-30 10:01' })).toEqual(['time wrong'])
    expect(why({ petitioner: '别人' })).toEqual(['petitioner unknown'])
    expect(why({ content: ['one'] })).toEqual(['content wrong'])
  })
  it('reads as a text with the facts of its file, which are not written into its fields', () => {
    expect(prefilled(FORM, FACTS)).toEqual({ time: '2026-11-22 09:00' })
    const text = paperText(FORM, paper(), FACTS, '信访1号')
    expect(text).toMatchObject({ title: '关于某人的答复笔录', number: '信访1号' })
    expect(text.sections[0]!.rows.map(({ label, lines }) => `${label}：${lines.join('|')}`)).toEqual([
      '信访人：某人', '时间：2026年11月22日9时00分', '形式：当面', '告知：1. 其一|2. 其二', '内容：已经答复',
    ])
    expect(withFacts('{cause}', FACTS)).toBe('××××')
  })
  it('in its chain, a newer paper that names it stands in its place', () => {
    const body = (paperId: string, more: object = {}) => ({
      paperId, form: 'reply_record', version: 1, fields: {}, textSm3: HASH, contentSm3: HASH, signatures: [], files: { pdf: 'a_00000001', docx: 'a_00000002' }, ...more,
    })
    const entry = (index: number, of: object, type = 'paper.filed') => ({ index, at: NOW, entryHash: HASH, type, actor: { id: 's_0001' }, body: of })
    const first = evolvePapers(evolvePapers(emptyPapers, entry(0, {}, 'node.recorded')), entry(1, body('w_00000001')))
    expect(filedPapers(first, 'reply_record').map(({ paperId, filedBy }) => [paperId, filedBy])).toEqual([['w_00000001', 's_0001']])
    const both = evolvePapers(first, entry(2, body('w_00000002', { replaces: 'w_00000001' })))
    expect(filedPapers(both, 'reply_record').map(({ paperId }) => paperId)).toEqual(['w_00000002'])
    expect(filedPapers(both, 'review_report')).toEqual([])
  })
})

describe('the file of the forms', () => {
  const faultsWith = (more: object): string[] =>
    OfficialFormsSchema.safeParse({ forms: [{ ...raw(), ...more }] }).error?.issues.map(({ message }) => message) ?? []
  it('is refused when it names what is not there, or nobody signs for a refusal', () => {
    const signers = raw().signers as object[]
    expect(faultsWith({ signers: [signers[0]] })).toEqual(['nobody signs for the talk then'])
    expect(faultsWith({ refusal: undefined })).toEqual(['nothing says what stands for a refused signature (refusal)'])
    const pigeon = { if: { field: 'channel', is: 'pigeon' }, field: 'channel', values: ['in_person'], words: '要当面', cite }
    expect(faultsWith({ only: [pigeon] })).toEqual(['no field channel with the choice pigeon'])
    expect(faultsWith({ records: { what: 'x', on: 'content', fields: { way: 'nothing' } } })).toEqual(['content is no day', 'no field nothing'])
    expect(OfficialFormsSchema.safeParse({ forms: [raw(), raw()] }).error?.issues[0]?.message).toBe('reply version 1 stands twice')
  })
})
