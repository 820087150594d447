import { definePolicy } from '../../platform/http/policy'

/** What is due: in cases that the reader reaches, and in those of which a warning told them. Of the latter they see what is due, and nothing else. */
export const listClocks = definePolicy({ action: 'clocks.list', audience: ['staff'], granted: true })
