import type { MessagingConfig } from './court-config'

const NOT_WORDS = /[\s\p{P}\p{S}]+/gu

const orders = new WeakMap<MessagingConfig['acknowledgements'], string[]>()

// Asked of every message that is folded; the court's list is the same all the time.
function inOrder(acknowledgements: MessagingConfig['acknowledgements']): string[] {
  const known = orders.get(acknowledgements) ?? [...acknowledgements.words, ...acknowledgements.address].sort((a, b) => b.length - a.length)
  orders.set(acknowledgements, known)
  return known
}

/**
 * Whether a text is nothing but the court's listed courtesies (谢谢, 收到 …), with forms of address around them and whatever
 * punctuation. A form of address alone is a call, not a courtesy; so is a lone question mark.
 */
export function isAcknowledgement(text: string, acknowledgements: MessagingConfig['acknowledgements']): boolean {
  if (/[?？]/.test(text)) return false
  const { words } = acknowledgements
  const longestFirst = inOrder(acknowledgements)
  let rest = text.replace(NOT_WORDS, '').toLowerCase()
  if (rest === '') return false
  let courteous = false
  // '好的，谢谢法官' is two courtesies and a form of address: take listed words off the front until nothing is left.
  while (rest !== '') {
    const word = longestFirst.find((candidate) => rest.startsWith(candidate))
    if (!word) return false
    courteous ||= words.includes(word)
    rest = rest.slice(word.length)
  }
  return courteous
}
