import { createState } from '@/services/state'

/** Whether the phone has a network, as far as the phone knows. */
export const online = createState(true)

/** Whether this is a demonstration with invented people: said on every page. */
export const demo = createState(false)
