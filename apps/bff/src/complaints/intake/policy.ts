import { definePolicy } from '../../platform/http/policy'

/** What anybody does is done as nobody: no token is read, so nothing could tie a report to whoever is signed in on that phone. */
export const readComplaintOptions = definePolicy({ action: 'complaints.options', audience: ['anyone'] })
export const complain = definePolicy({ action: 'complaints.complain', audience: ['anyone'] })
/** With the receipt's number and its follow-up code. */
export const followUpComplaint = definePolicy({ action: 'complaints.follow_up', audience: ['anyone'] })
/** Under one's own name, as the court knows it. */
export const complainAsSelf = definePolicy({ action: 'complaints.complain_signed_in', audience: ['person'] })
export const myComplaints = definePolicy({ action: 'complaints.mine', audience: ['person'] })
