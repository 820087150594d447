import { addDays, type Day, dayOf, formOf, type FormsConfig, instantOf } from '@zhixin/shared/rules'
import { setPayment } from '../cases'
import { importTask, submitForm } from '../messaging'
import type { Rooms } from '../rooms'
import type { HandClock } from './seed'

const DAYS_AGO = 14
const ASKED_AT = 10 * 60
/** When the first of it happens; the rest some minutes later. */
export const respondentAskedAt = (today: Day): string => instantOf(addDays(today, -DAYS_AGO), ASKED_AT)

/**
 * What the respondent of two cases has before them: two tasks and where to pay in the first; a report handed in, and what it settled, in
 * the second. All invented. Days are counted back from the first start.
 */
export async function seedRespondent(rooms: Rooms, clock: HandClock, config: FormsConfig, now: string, respondentId: string): Promise<void> {
  const today = dayOf(now)
  const at = (daysAgo: number, minute: number): void => clock.set(instantOf(addDays(today, -daysAgo), minute))
  const [first, second] = ['c_demo0001', 'c_demo0002'].map((caseId) => ({ caseId, personId: respondentId })) as [Thread, Thread]

  at(DAYS_AGO, ASKED_AT)
  await setPayment(rooms.log, first.caseId, 'demo-1', {
    payee: '虚构市示范区人民法院', bank: '示范银行虚构支行', account: '00000000000000101', remark: '（2026）虚01执101号 赵样例', source: '（2026）虚01执101号执行通知书',
  })
  const report = { kind: 'report_property', label: '报告财产', what: '请按报告财产令如实填写财产报告，填好后在这里提交。', form: 'property_report' }
  await importTask(rooms.log, first, { ...report, taskId: 't_demo00000001', basis: '（2026）虚01执101号报告财产令', dueOn: addDays(today, 5) })
  await importTask(rooms.log, first, {
    taskId: 't_demo00000002', kind: 'pay', label: '付款', what: '请按执行通知书付清本金、利息和执行费。账号见下面“怎么付款”。',
    basis: '（2026）虚01执101号执行通知书', dueOn: addDays(today, -2),
  })

  await importTask(rooms.log, second, { ...report, taskId: 't_demo00000003', basis: '（2026）虚01执102号报告财产令', dueOn: addDays(today, -7) })
  at(DAYS_AGO, ASKED_AT + 5)
  await rooms.messaging.act({
    actor: { kind: 'person', accountId: 'seed', personId: respondentId, sessionId: 'seed' },
    thread: second, policy: submitForm, commandId: 'm_demoreport00000001', isSame: () => true,
    command: {
      type: 'SubmitForm', form: formOf(config, 'property_report')!, notes: [], attachments: [],
      values: {
        as_of: addDays(today, -14), reporter: '赵样例', income: '3200',
        real_estate: [{ place: '虚构路示范小区3栋402室', share: '与配偶各一半', burden: '有贷款，抵押给示范银行', worth: '450000' }],
        vehicles: [{ what: '白色小轿车', plate: '虚A00000', place: '小区地下车库', worth: '60000' }],
        deposits: [{ bank: '示范银行', account: '6200000000000000000', balance: '1832.50' }],
        wages: [{ payer: '示范食品有限公司', monthly: '3200' }], claims: [], shares: [], others: [],
      },
    },
  })
}

interface Thread {
  caseId: string
  personId: string
}
