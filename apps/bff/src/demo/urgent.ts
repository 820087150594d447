import { createHash } from 'node:crypto'
import type { Rooms } from '../rooms'

/** Something that happened at an instant of the demonstration's past. */
export interface Moment {
  /** Working days before the first start, and the time of day in Shanghai. */
  workdaysAgo: number
  at: string
  act(): Promise<unknown>
}

const CASE = 'c_demo0001'

/** An urgent clue of an evening some days ago: it rang, the person on duty took it, and settled it within two hours. */
export function urgentMoments(rooms: Rooms, personIds: Map<string, string>, staffIds: Map<string, string>): Moment[] {
  const key = { caseId: CASE, personId: personIds.get('applicant')! }
  const sender = { kind: 'person' as const, accountId: 'seed', personId: key.personId, sessionId: 'seed' }
  const commandId = (what: string): string => `m_${createHash('sm3').update(`urgent ${what}`).digest('hex').slice(0, 24)}`
  const { act, ring } = rooms.urgent
  const asDuty = async (wanted: Parameters<typeof act>[2]): Promise<unknown> =>
    act((await rooms.identity.staffActor(staffIds.get('duty')!, 'seed'))!, key, wanted, commandId(wanted.type))
  return [
    {
      workdaysAgo: 4, at: '20:10',
      async act() {
        const what = '他叫了一辆厢式货车，正在把店里的冷柜和货架往外搬。'
        await act(sender, key, { type: 'RaiseUrgent', what, where: '虚构路88号 示范便利店', notes: [], attachments: [], mattersPerDay: 1 }, commandId('raised'))
        await ring(key)
      },
    },
    { workdaysAgo: 4, at: '20:13', act: () => asDuty({ type: 'TakeUrgent', name: '褚示范', title: '值班人员' }) },
    { workdaysAgo: 4, at: '20:16', act: () => asDuty({ type: 'SayUrgent', text: '已通知值班法警和执行人员出发，请您留在远处，不要上前阻拦，保持手机畅通。' }) },
    { workdaysAgo: 4, at: '21:52', act: () => asDuty({ type: 'SettleUrgent', summary: '法警到场时货车还在，冷柜2台、货架6组已当场查封并张贴封条，清单次日送达双方。' }) },
  ]
}
