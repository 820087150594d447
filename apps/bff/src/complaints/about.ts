import type { Workflow } from '@zhixin/shared/rules'
import type { FileStaff } from './files/who'

interface Said {
  about: readonly string[]
  aboutSaid?: string | undefined
  matter: string
}

/**
 * Whom of the court's staff a complaint is about: those who were named by id, and everybody whose name stands in what was said of it — of a report of
 * misconduct anywhere in it. Looked for are the letters alone, so whoever writes 王强国 names 王强, too: it is better that somebody of the same name, or of
 * one that begins so, does not handle it than that somebody reads what was said of them.
 */
export function whomItIsAbout({ about, aboutSaid = '', matter }: Said, all: readonly FileStaff[], workflow: Workflow): { about: string[]; goesUp: boolean } {
  const words = (workflow.stream === 'discipline' ? `${aboutSaid}\n${matter}` : aboutSaid).replace(/\s/g, '')
  const named = all.filter(({ name }) => name !== '' && words.includes(name.replace(/\s/g, ''))).map(({ id }) => id)
  const ids = [...new Set([...about, ...named])]
  return { about: ids, goesUp: goesUp(ids, all, workflow) }
}

/** Whether one of them has a role whose complaints are the superior court's. */
export function goesUp(ids: readonly string[], all: readonly FileStaff[], { about_goes_up: rule }: Workflow): boolean {
  return all.some(({ id, roles }) => ids.includes(id) && roles.some((role) => rule?.roles.includes(role)))
}
