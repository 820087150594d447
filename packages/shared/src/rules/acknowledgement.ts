import type { MessagingConfig } from './court-config'

const NOT_WORDS = /[\s\p{P}\p{S}]+/gu

/**
 * Whether a text is nothing but the court's listed courtesies (谢谢, 收到 …), with forms of address around them and whatever
 * punctuation. A form of address alone is a call, not a courtesy; so is a lone question mark.
 */
export function isAcknowledgement(text: string, { words, address }: MessagingConfig['acknowledgements']): boolean {
  const longestFirst = [...words, ...address].sort((a, b) => b.length - a.length)
  let rest = text.replace(NOT_WORDS, '').toLowerCase()
  if (rest === '' || /[?？]/.test(text)) return false
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
