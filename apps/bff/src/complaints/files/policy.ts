import { definePolicy } from '../../platform/http/policy'

/** Complaints' files (feedback, petitions, questions): whoever may work with any; which ones, and what there, the file's own workflow says. */
export const listComplaints = definePolicy({ action: 'complaints.list', audience: ['staff'], granted: true })
export const openComplaint = definePolicy({ action: 'complaints.open', audience: ['staff'], granted: true })
export const workComplaint = definePolicy({ action: 'complaints.work', audience: ['staff'], granted: true })
/** Writes down what came by letter, visit, telephone or transfer. */
export const registerComplaint = definePolicy({ action: 'complaints.register', audience: ['staff'], granted: true })
