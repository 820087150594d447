import { CodedError } from '@zhixin/shared/errors'
import { caseChain } from '@zhixin/shared/ids'
import { filedPapers, officialFormOf, type OfficialForms, type SaidOfNode, wordsOf } from '@zhixin/shared/rules'
import type { HeadView } from '../log'
import { papersFold } from './fold'

/** Fields of nodes hold so much: what a paper says at more length stands in the paper. */
const NODE_FIELD_MAX = 500
const noFacts = { words: {}, people: [] }

/**
 * What makes a finished paper the proof of a node: it stands in the case, nothing corrects it, its form is for this node, and the node says what it
 * says. Answers with the hash of its entry; undefined where there is no such paper. Throws `progress.field_wrong` where the two differ.
 */
export const paperProof = (forms: OfficialForms) => async (state: HeadView['state'], caseId: string, node: SaidOfNode): Promise<string | undefined> => {
  const paper = filedPapers(await state(papersFold, caseChain(caseId))).find(({ paperId }) => paperId === node.paper)
  const form = paper && officialFormOf(forms, paper.form, paper.version)
  if (!paper || form?.records?.what !== node.what) return undefined
  const { on, about, fields } = form.records
  const differs = (field: string): never => {
    throw new CodedError('progress.field_wrong', { field: `body.${field}`, detail: '与入卷的笔录不一致，请照笔录填写。' })
  }
  if (String(paper.fields[on]).slice(0, 10) !== node.on) differs('on')
  for (const [id, of] of Object.entries(fields)) {
    const words = wordsOf(form, of, paper.fields, noFacts).slice(0, NODE_FIELD_MAX)
    if ((node.fields[id] ?? '').trim() !== words) differs(`fields.${id}`)
  }
  if (about !== undefined && node.about !== undefined && (node.about.length !== 1 || node.about[0] !== paper.fields[about])) differs('about')
  return paper.entryHash
}
