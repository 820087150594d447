import type { Stir } from './bustle'
import { CASES } from './session'

const { first, second } = CASES
let written = 0
const newId = (): string => `m_t${String(++written).padStart(20, '0')}`
const seen = '0'.repeat(64)

/** The evidence sheet is the court's alone: a party that asks for it learns nothing by the refusal. */
export const TERMINATION_STAFF_ROUTES: readonly (readonly [method: string, target: string, body?: object])[] = [
  ['GET', `/cases/${first}/termination`], ['GET', `/cases/${first}/termination/document`],
  ['POST', `/cases/${first}/termination/checks/1/reason`, { commandId: 'm_00000000000000000070', text: '材料在纸质卷宗' }],
  ['POST', `/cases/${first}/termination/checks/9/review`, { commandId: 'm_00000000000000000071', fine: true, note: '看过了', seen }],
  ['POST', `/cases/${first}/termination/sheets`, { commandId: 'm_00000000000000000072', seen }],
]

/** What the court says of a case's sheet stands in the case's own chain, and nobody in the case may feel it. */
export const TERMINATION_STIRS: Record<string, Stir> = {
  'explain, look at and file the evidence sheet': async (all, _me, n) => {
    const at = `/cases/${[first, second][n % 2]!}/termination`
    await all.ask('officer', 'POST', `${at}/checks/${[1, 5, 7, 8, 10][n % 5]!}/reason`, { commandId: newId(), text: `材料在纸质卷宗第${n}页` })
    const { data } = await all.ask('judge', 'GET', at)
    const { digest, checks } = data as { digest?: string; checks?: { seen: string }[] }
    await all.ask('judge', 'POST', `${at}/checks/9/review`, { commandId: newId(), fine: n % 2 === 0, note: `看过了${n}`, seen: checks?.[8]?.seen ?? seen })
    await all.ask('officer', 'POST', `${at}/sheets`, { commandId: newId(), seen: digest ?? seen })
  },
}
