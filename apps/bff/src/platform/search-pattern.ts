/** A pattern that finds a person's words as they stand, whatever signs are in them; undefined when there are none. */
export function searchPattern(words: string | undefined): RegExp | undefined {
  const text = words?.trim()
  return text ? new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i') : undefined
}
