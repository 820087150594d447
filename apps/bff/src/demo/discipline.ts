import { createHash } from 'node:crypto'
import type { Rooms } from '../rooms'
import type { Moment } from './urgent'

const RECEIVED_WITHIN_MS = 10_000
const numberOf = (of: string): string => `m_${createHash('sm3').update(`discipline/${of}`).digest('hex').slice(0, 24)}`

/** A report of misconduct without a name, that the inspectors have taken up. Invented; only 许示范 finds it. */
export function disciplineMoments({ rooms, staffIds }: { rooms: Rooms; staffIds: Map<string, string> }): Moment[] {
  const { complaints, identity, log } = rooms
  const key = { stream: 'discipline', complaintId: complaints.files.idOf('discipline', `anyone/${numberOf('report')}`) } as const
  const step = (name: string) => async (): Promise<void> => {
    const inspector = (await identity.staffActor(staffIds.get('inspector')!, 'seed'))!
    await complaints.files.act(inspector, key, numberOf(name), { type: 'TakeStep', step: name, fields: {}, declared: [], papers: [] }, { step: name })
  }
  return [
    {
      workdaysAgo: 4, at: '21:12',
      async act() {
        await complaints.register({
          commandKey: `anyone/${numberOf('report')}`, channel: 'app',
          said: {
            stream: 'discipline', by: 'anonymous', matter: '（演示用，内容虚构）杨示范接电话态度生硬，说“再打就更慢”，我打了三次都是这样。',
            confidential: '（演示用）最后一次是上周三上午，我有通话记录。', fields: { kind: 'manner' }, files: [],
          },
        })
        await complaints.reports.tail.reached(await log.courtHead(), RECEIVED_WITHIN_MS)
      },
    },
    { workdaysAgo: 3, at: '09:20', act: step('register') },
    { workdaysAgo: 3, at: '16:45', act: step('accept') },
  ]
}
