import { addDays, dayOf, instantOf, type SupervisionConfig } from '@zhixin/shared/rules'

const END_OF_DAY = 24 * 60

/** Until when what is due is about to be, as of an instant: the end of the last of the configured days. */
export const soonAfter = (now: string, { due_soon: { days } }: Pick<SupervisionConfig, 'due_soon'>): string => instantOf(addDays(dayOf(now), days), END_OF_DAY)
