import { form, PNG } from '../court'
import type { Stir } from './bustle'
import { CASES } from './session'

const { first, second } = CASES
let written = 0
const newId = (): string => `m_w${String(++written).padStart(20, '0')}`
const hash = '0'.repeat(64)
const draft = '/papers/drafts/w_00000000'

/** Papers are the court's alone: a party signs on the officer's device, and learns nothing by the refusal. */
export const PAPER_STAFF_ROUTES: readonly (readonly [method: string, target: string, body?: object])[] = [
  ['GET', `/papers/of/case/${first}`], ['POST', `/papers/of/case/${first}`, { commandId: 'm_00000000000000000080', form: 'termination_interview_record' }],
  ['GET', `/papers/of/case/${first}/w_00000000`], ['GET', `/papers/of/case/${first}/w_00000000/a_0000000000000000000`], ['GET', '/papers/drafts'], ['GET', draft],
  ['PUT', draft, { revision: 0, fields: {}, refusedToSign: null }], ['POST', `${draft}/material`, form(PNG, '录音.png', { kind: 'picture' })],
  ['GET', `${draft}/pictures/a_0000000000000000000`], ['POST', `${draft}/requests`, { by: 'interviewer', staffId: null }],
  ['POST', `${draft}/discard`, { commandId: 'm_00000000000000000081' }], ['POST', `${draft}/finish`, { contentSm3: hash }],
  ['POST', `${draft}/signatures`, form(PNG, '签字.png', { by: 'interviewee', way: 'finger', contentSm3: hash })],
  ['POST', `${draft}/signatures/interviewee/removal`, { commandId: 'm_00000000000000000082' }],
]

/** An interview record is written, signed and filed: in the case's own chain, where nobody in the case may feel it. */
export const PAPER_STIRS: Record<string, Stir> = {
  'write, sign and file a paper': async (all, _me, n) => {
    const caseId = [first, second][n % 2]!
    const { data: begun } = await all.ask('officer', 'POST', `/papers/of/case/${caseId}`, { commandId: newId(), form: 'termination_interview_record' })
    const at = `/papers/drafts/${((begun ?? {}) as { paperId?: string }).paperId ?? 'w_00000000'}`
    const { data: fresh } = await all.ask('officer', 'GET', at)
    const { revision = 0, fields = {}, facts } = (fresh ?? {}) as { revision?: number; fields?: object; facts?: { people: { id: string }[] } }
    const said = {
      way: 'in_person', place: '接待室', interviewee: facts?.people[0]?.id ?? '', told: ['enforcement', 'investigation', 'property', 'grounds', 'consequences'],
      told_words: `逐项告知，第${n}次。`, opinion: n % 3 === 0 ? 'disagree' : 'agree', opinion_words: '照原话记。',
    }
    const { data } = await all.ask('officer', 'PUT', at, { revision, fields: { ...fields, ...said }, refusedToSign: null })
    const { contentSm3 = hash } = (data ?? {}) as { contentSm3?: string }
    for (const by of ['interviewee', 'interviewer']) {
      await all.ask('officer', 'POST', `${at}/signatures`, form(PNG, '签字.png', { by, way: 'finger', contentSm3 }))
    }
    await all.ask('officer', 'POST', `${at}/finish`, { contentSm3 })
  },
}
