const NOT_WORDS = /[\s\p{P}\p{S}]+/gu

/** Whether a text is nothing but one of the court's listed courtesies (谢谢, 收到 …), whatever punctuation stands around it. */
export function isAcknowledgement(text: string, acknowledgements: readonly string[]): boolean {
  let rest = text.replace(NOT_WORDS, '')
  if (rest === '') return text.trim() !== '' && !/[\p{L}\p{N}?？]/u.test(text)
  const words = [...acknowledgements].sort((a, b) => b.length - a.length)
  // '好的，谢谢王法官' is two courtesies and a form of address: take listed words off the front until nothing is left.
  while (rest !== '') {
    const word = words.find((candidate) => rest.startsWith(candidate))
    if (!word) return false
    rest = rest.slice(word.length)
  }
  return true
}
