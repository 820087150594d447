export { addMonths, daysBetween, type Suspension } from './days'
export { type Due, dueOf, leadOf, type PeriodContext, type PeriodStart, startOf, warnAt } from './due'
