import { type SealRequest, SealRequestListSchema } from '@zhixin/shared/contract'
import { LEADERS, relationOfStaff, type SealingConfig } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { concerning, memberOf } from '../cases'
import type { Log, ReadModel } from '../log'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import type { ThreadDocument, ThreadModel } from './model'
import { listSeals } from './policy'
import type { ActorNames } from './present'

const MOST = 100

export interface SealRequestsParts {
  list: ReadModel<ThreadModel>
  log: Log
  names: ActorNames
  config: SealingConfig
}

/** What waits for a leader's decision, oldest first. It names the message and shows nothing of it. */
export function createSealRequestsRoute({ list, log, names, config }: SealRequestsParts): Route {
  return defineRoute({
    method: 'get', path: '/seal-requests', summary: 'What is asked to be sealed and waits for this leader', tag: '封存与保密 sealing',
    policy: listSeals, limit: 'read', answer: SealRequestListSchema,
    async handle({ actor }) {
      const staff = actor as StaffActor
      const documents = await log.reading([list], concerning(log, actor), () =>
        list.documents()
          .find({ $and: [within(staff), { 'seals.0': trusted({ $exists: true }) }] })
          .sort({ 'seals.0.at': 1, _id: 1 }).limit(MOST + 1).lean<ThreadDocument[]>())
      // Reaching a case is not all: whoever handles it, or stands in, decides nothing about it.
      const leads = (document: ThreadDocument): boolean => LEADERS.includes(relationOfStaff({ ...document, status: document.caseStatus }, memberOf(staff)))
      const mine = documents.slice(0, MOST).filter(leads)
      const asked = mine.flatMap((document) => document.seals.map((seal) => ({ document, seal })))
      const named = await namesOf(names, asked.map(({ seal }) => seal.by))
      const requests = asked
        .map(({ document, seal }): SealRequest => ({
          caseId: document.caseId, personId: document.personId, caseNumber: document.caseNumber, personName: document.personName,
          index: seal.of, askedAt: seal.at,
          askedBy: named.get(seal.by.id) ?? '', reason: seal.reason, words: seal.words, mayDecide: seal.by.id !== staff.staffId,
        }))
        .sort((a, b) => a.askedAt.localeCompare(b.askedAt))
      return { data: { requests, hasMore: documents.length > MOST, refusals: config.refusals } }
    },
  })
}

function within(actor: StaffActor): object {
  const { reaches, department } = memberOf(actor)
  if (reaches.some(({ cases_of }) => cases_of === 'court')) return {}
  return reaches.length > 0 ? { department } : { _id: trusted({ $in: [] }) }
}

async function namesOf(names: ActorNames, by: { kind: string; id: string }[]): Promise<Map<string, string>> {
  const ids = (kind: string): string[] => [...new Set(by.filter((one) => one.kind === kind).map(({ id }) => id))]
  const [people, staff] = await Promise.all([names.people(ids('person')), names.staff(ids('staff'))])
  return new Map([...people, ...staff])
}
