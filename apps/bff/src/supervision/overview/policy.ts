import { definePolicy } from '../../platform/http/policy'

/** Numbers, states and dates. Whose, is the reader's roles' to say (config/court/supervision.yaml); of what was written, nothing. */
export const readSupervision = definePolicy({ action: 'supervision.read', audience: ['staff'], granted: true })
/** 催办: of what the reader supervises, not of what is theirs to do. */
export const urgeSupervised = definePolicy({ action: 'supervision.urge', audience: ['staff'], granted: true })
/** 文明执法档案: concluded findings, one's own or of whom one leads. */
export const readConduct = definePolicy({ action: 'supervision.conduct', audience: ['staff'], granted: true })
