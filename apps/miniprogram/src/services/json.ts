/** What a text holds; undefined where it is none, or no JSON. Whether it is what one expects is for whoever asks. */
export function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
