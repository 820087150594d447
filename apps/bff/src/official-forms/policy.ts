import { definePolicy } from '../platform/http/policy'

/** What somebody is to a file that papers belong to, or to a paper that is not finished. */
export type PaperRelation = 'filler' | 'reader' | 'author' | 'signer'
/** Papers are the court's own: a party signs on the officer's device, and reads nothing here. */
const audience = ['staff'] as const

export const readPapers = definePolicy<PaperRelation>({ action: 'papers.read', audience, relations: ['filler', 'reader'] })
export const beginPaper = definePolicy<PaperRelation>({ action: 'papers.begin', audience, relations: ['filler'], seenBy: ['reader'] })
/** One's own, and what others ask one to sign. */
export const listDrafts = definePolicy({ action: 'papers.list_drafts', audience, granted: true })
export const readDraft = definePolicy<PaperRelation>({ action: 'papers.read_draft', audience, relations: ['author', 'signer'] })
export const writeDraft = definePolicy<PaperRelation>({ action: 'papers.write_draft', audience, relations: ['author'], seenBy: ['signer'] })
export const signPaper = definePolicy<PaperRelation>({ action: 'papers.sign', audience, relations: ['author', 'signer'] })
