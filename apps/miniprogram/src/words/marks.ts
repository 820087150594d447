import type { Mark } from '@zhixin/shared/rules'

/** Short names for lists, where the court's own labels are not at hand. */
export const MARK_WORDS: Record<Mark, string> = {
  ordinary: '普通',
  irregularity: '反映执行不规范',
  property_clue: '财产线索',
  termination_opinion: '终本意见',
  settlement: '和解意向',
  objection: '异议',
  resumption: '恢复申请',
}
