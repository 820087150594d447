import type { WatchRules } from '@zhixin/shared/rules'
import { loadCourtConfig } from '../../court-config'
import { CONFIG_DIR } from '../../test-support/court'
import { formOf } from './form'

const { catalogue, ladder, calendar } = loadCourtConfig(CONFIG_DIR)
const rules: WatchRules = { catalogue, ladder, holidays: calendar }
const withNode = (change: object): WatchRules => {
  const node = catalogue.nodes.get('judge_receive_case')!
  return { ...rules, catalogue: { ...catalogue, nodes: new Map([...catalogue.nodes, [node.id, { ...node, ...change }]]) } }
}

test('the same rules make the same form, whatever words are changed', () => {
  const again = loadCourtConfig(CONFIG_DIR)
  expect(formOf({ catalogue: again.catalogue, ladder: again.ladder, holidays: again.calendar })).toBe(formOf(rules))
  expect(formOf(withNode({ label: '另一个名称' }))).toBe(formOf(rules))
})

test.each([
  ['a limit', withNode({ limit: { value: 4, unit: 'calendar_day', direction: 'after', roll_forward: true } })],
  ['a node that is switched off', withNode({ on: false })],
  ['a rung', withNode({ ladder: ['cc_flow_group'] })],
  ['the distance of a rung', { ...rules, ladder: { ...ladder, rungs: ladder.rungs.map((rung, i) => (i === 1 ? { ...rung, after: { value: 5, unit: 'calendar_day' as const } } : rung)) } }],
  ['a holiday', { ...rules, holidays: { ...calendar, holidays: new Set([...calendar.holidays, '2026-12-31']) } }],
])('%s makes another', (_, changed) => {
  expect(formOf(changed)).not.toBe(formOf(rules))
})
