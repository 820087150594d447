import { createValue } from './value'

/** Whether the phone has a network, as far as the phone knows. */
export const online = createValue(true)

/** Whether this is a demonstration with invented people: said on every page. */
export const demo = createValue(false)
