import { createHash } from 'node:crypto'
import { type FormsConfig, formOf, type FormValues } from '@zhixin/shared/rules'
import { submitForm } from '../messaging'
import type { Rooms } from '../rooms'
import type { Moment } from './urgent'

interface HandedIn {
  caseId: string
  /** Litigant id. */
  by: string
  form: string
  values: FormValues
}

const CLUE: HandedIn = {
  caseId: 'c_demo1001', by: 'applicant3', form: 'property_clue',
  values: {
    kind: 'claim', what: '他把临街的门面租给了一家早餐店，每月收租金，这个月还没有收。', where: '虚构路66号临街门面', owner: '周样例', urgent: 'no',
  },
}
/** Under way: it waits at the filing window, and its days run. */
const OBJECTION: HandedIn = {
  caseId: 'c_demo0005', by: 'respondent', form: 'objection',
  values: {
    asks: '请求改正：腾退通知上的房号写错了。', facts: '通知写的是302室，我租的是402室，302室住的是别人。', proof: '租赁合同一份、门牌照片一张，原件明天送到窗口',
    address: '虚构市虚构路示范小区3栋402室，19900000003',
  },
}
/** Sent back once with all that it lacks. */
const INCOMPLETE: HandedIn = {
  caseId: 'c_demo1000', by: 'respondent2', form: 'objection',
  values: { asks: '请求解除对我工资卡的冻结。', facts: '这张卡是发工资的，冻结后家里没有生活费。', proof: '工资条', address: '虚构市示范路9号，19900000006' },
}
const MISSING = ['身份证正反面的照片', '冻结裁定书每一页的照片', '近三个月的工资流水，要能看出是哪家单位发的']

/** What people handed in that the court must answer: a clue that is being checked, an objection at the window, and one that lacks papers. All invented. */
export function applicationMoments(rooms: Rooms, forms: FormsConfig, personIds: Map<string, string>, staffIds: Map<string, string>): Moment[] {
  const commandId = (what: string): string => `m_${createHash('sm3').update(`application ${what}`).digest('hex').slice(0, 24)}`
  const keyOf = ({ caseId, by }: HandedIn) => ({ caseId, personId: personIds.get(by)! })
  const hand = (one: HandedIn) =>
    rooms.messaging.act({
      actor: { kind: 'person', accountId: 'seed', personId: personIds.get(one.by)!, sessionId: 'seed' },
      thread: keyOf(one), policy: submitForm, commandId: commandId(`${one.form} ${one.caseId}`), isSame: () => true,
      command: { type: 'SubmitForm', form: formOf(forms, one.form)!, values: one.values, notes: [], attachments: [] },
    })
  return [
    { workdaysAgo: 3, at: '10:05', act: () => hand(CLUE) },
    { workdaysAgo: 2, at: '15:30', act: () => hand(INCOMPLETE) },
    {
      workdaysAgo: 1, at: '10:40',
      async act() {
        const key = keyOf(INCOMPLETE)
        const [one] = (await rooms.messaging.stateOf(key)).parts.applications
        const window = (await rooms.identity.staffActor(staffIds.get('window')!, 'seed'))!
        await rooms.applications.askCorrection(window, key, one!.index, commandId('missing'), MISSING.map((text) => ({ text })))
      },
    },
    { workdaysAgo: 1, at: '11:20', act: () => hand(OBJECTION) },
  ]
}
