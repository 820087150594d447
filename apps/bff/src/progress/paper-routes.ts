import { FiledPapersSchema, NodePaperParamsSchema, NodePaperUploadSchema, ProgressParamsSchema, UploadedSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { z } from 'zod'
import type { Relation } from '@zhixin/shared/rules'
import { serveAttachment } from '../attachments'
import type { Cases } from '../cases'
import type { Actor, StaffActor } from '../platform/http/actor'
import { authorize, type Policy } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import type { NodePapers } from './papers'
import { readProgress, recordNode } from './policy'
import type { Names } from './present'

const tag = '流程节点 progress'
const base = '/cases/:caseId/progress/papers'

export interface PaperRoutesParts {
  cases: Cases
  names: Names
  papers: NodePapers
  maxUploadBytes: number
}

/** The signed papers that a node rests on: uploaded, read, and found in the file. */
export function createPaperRoutes({ cases, names, papers, maxUploadBytes }: PaperRoutesParts): Route[] {
  async function open(policy: Policy<Relation>, actor: Actor, caseId: string) {
    const { state, relation } = await cases.relation(actor, caseId)
    authorize(policy, actor, relation)
    return { by: actor as StaffActor, relation, file: state }
  }
  return [
    defineRoute({
      method: 'post', path: base, summary: 'Uploads a photo or PDF of a signed record, for a node to name', tag,
      policy: recordNode, limit: 'upload', params: ProgressParamsSchema, body: NodePaperUploadSchema, answer: UploadedSchema, upload: { maxBytes: maxUploadBytes },
      async handle({ actor, params: { caseId }, body: { kind }, file }) {
        const { by } = await open(recordNode, actor, caseId)
        const { name, bytes } = file!
        return { data: await papers.store(by, caseId, { name, bytes, kind }) }
      },
    }),
    defineRoute({
      method: 'get', path: base, summary: 'Papers that stand in the case’s threads already, the newest first', tag,
      policy: recordNode, limit: 'read', params: ProgressParamsSchema, answer: FiledPapersSchema,
      async handle({ actor, params: { caseId } }) {
        const { by, relation, file } = await open(recordNode, actor, caseId)
        await cases.noteOpening(by, relation, caseId, 'case')
        const found = await papers.offered(caseId, file)
        const people = await names.people([...new Set(found.map(({ personId }) => personId))])
        return { data: { papers: found.map((one) => ({ ...one, personName: people.get(one.personId) ?? '' })) } }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/:attachmentId`, summary: 'The bytes of a paper that a node rests on', tag,
      policy: readProgress, limit: 'read', params: NodePaperParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { caseId, attachmentId }, ctx }) {
        const { by, relation } = await open(readProgress, actor, caseId)
        const found = await papers.read(by, caseId, attachmentId)
        assertThat(found, 'input.not_found')
        await cases.noteOpening(by, relation, caseId, 'case')
        serveAttachment(ctx, found)
        return { data: {} }
      },
    }),
  ] as Route[]
}
