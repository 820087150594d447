import { type HotlineDesk, HotlineDeskSchema } from '@zhixin/shared/contract'
import { parseChain } from '@zhixin/shared/ids'
import { type BindingHelpConfig, CALL_KINDS, type CourtProfile, covers, dayOf, type HotlineConfig, instantOf, LINES } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { type Identity, maskName } from '../identity'
import type { Log, ReadModel } from '../log'
import type { Clock } from '../platform/clock'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { asClerk, type Calls } from './calls'
import type { Kept } from './kept'
import type { CallDocument, CallModel } from './model'
import { takeMisconduct, workHotline } from './policy'
import type { CallPresenter } from './present'

interface Parts {
  log: Log
  list: ReadModel<CallModel>
  calls: Calls
  kept: Kept
  presenter: CallPresenter
  identity: Pick<Identity, 'staff' | 'offices' | 'records'>
  config: HotlineConfig
  bindingHelp: BindingHelpConfig
  court: CourtProfile
  clock: Clock
}
const OPEN_MOST = 20
const ANSWERED_BY = { enforcement_bureau: '执行局', litigation_service: '诉讼服务中心', discipline: '纪检监察部门' } as const
const CHECKS: Partial<Record<string, string>> = {
  called_known_number: '打的是上面这个本人确认过的号码', case_facts: '接听的人说对了自己的姓名和案件情况', document_original: '看了证件原件', face_matches: '人证一致',
}

/** All that a clerk has before them: lines and who is on duty, what is asked for each kind of matter, and what of theirs is still open. */
export function createDeskRoute(parts: Parts): Route {
  const { log, list, calls, kept, presenter, identity, config, bindingHelp, court, clock } = parts

  function lines(actor: StaffActor): HotlineDesk['lines'] {
    return LINES.map((line) => {
      const { label, kinds, tells } = config.lines[line]
      const published = line === 'hotline' ? undefined : court.phones[line]
      return {
        line, label, kinds, tells,
        numbers: published?.numbers ?? [court.hotline], hours: published?.hours ?? null,
        answeredBy: ANSWERED_BY[published?.answered_by ?? 'litigation_service'],
        mine: line !== 'misconduct' || actor.may.has(takeMisconduct.action),
      }
    })
  }

  async function onDuty(now: string): Promise<HotlineDesk['onDuty']> {
    const moment = await identity.offices.all()
    const staff = await identity.staff.find(moment.onDuty())
    return Promise.all(staff.map(async ({ id, name, officePhone }) => {
      const shift = (await identity.records.file(id)).shifts.find((one) => covers(one, now))
      return { name, officePhone, until: shift?.until ?? null }
    }))
  }

  /** As the asker said their name: that they are listed says nothing of whether there is anybody to ring. */
  async function callBacks(): Promise<HotlineDesk['callBacks']> {
    const rows = await Promise.all((await kept.waiting(clock.now())).map(async ({ callId, until, tried, takenBy }) => {
      const [asked, taken] = await Promise.all([calls.state(callId), takenBy === null ? undefined : calls.state(takenBy)])
      const isTaken = taken !== undefined && taken.status !== 'none' && !calls.isOver(taken)
      if (asked.status === 'none' || !calls.isOver(asked) || isTaken) return []
      return [{ callId, until, tried, askedAt: asked.openedAt, nameMasked: maskName((await kept.wanted(callId))?.name ?? '') }]
    }))
    return rows.flat().sort((a, b) => a.askedAt.localeCompare(b.askedAt))
  }

  async function ofClerk(actor: StaffActor, now: string) {
    const midnight = new Date(instantOf(dayOf(now), 0)).toISOString()
    const isOwn = async (chain: string) => parseChain(chain)?.kind === 'call'
    const [open, today] = await log.reading([list], isOwn, () => Promise.all([
      list.documents().find({ clerk: actor.staffId, status: 'open' }).sort({ begun: -1 }).limit(OPEN_MOST).lean<CallDocument[]>(),
      list.documents().find({ clerk: actor.staffId, openedAt: trusted({ $gte: midnight }) }).select('state').lean<CallDocument[]>(),
    ]))
    const views = await Promise.all(open.map(async ({ _id }) => presenter.view(_id, await calls.state(_id))))
    return {
      open: views.filter(({ status }) => status === 'open'),
      today: { taken: today.length, registered: today.reduce((sum, { state }) => sum + state.registered.length, 0) },
    }
  }

  return defineRoute({
    method: 'get', path: '/hotline/desk', summary: 'The clerk’s desk', tag: '热线坐席 hotline', policy: workHotline, limit: 'read', answer: HotlineDeskSchema,
    async handle({ actor }) {
      const clerk = asClerk(actor)
      const now = clock.now().toISOString()
      const [duty, waiting, own] = await Promise.all([onDuty(now), callBacks(), ofClerk(clerk, now)])
      const { ask, wrong, call_back: callBack, only_call_back: onlyCallBack, misconduct } = config.words
      return {
        data: {
          lines: lines(clerk), onDuty: duty, callBacks: waiting, ...own,
          kinds: CALL_KINDS.map((kind) => {
            const { label, about, fields } = config.kinds[kind]
            return { kind, label, about, fields: fields.map(({ hint, choices, ...field }) => ({ ...field, hint: hint ?? null, choices: choices ?? [] })) }
          }),
          documents: bindingHelp.documents.map(({ kind, label, hint }) => ({ kind, label, hint })),
          checks: bindingHelp.required_checks.call_back.map((check) => ({ check, label: CHECKS[check] ?? check })),
          words: { ask, wrong, callBack, onlyCallBack, misconduct },
        },
      }
    },
  })
}
