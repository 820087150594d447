import type { SpeechAdapter } from '@/services/adapters'

const CHINESE = /^(zh|cmn)([-_]|$)/i
const MAINLAND = /^(zh|cmn)[-_](hans[-_])?cn$/i

/**
 * Only a voice that lives on this device: with the others a browser sends every word to its maker, and what the court and a party say to
 * each other is no business of theirs.
 */
function voiceOf(synthesis: SpeechSynthesis): SpeechSynthesisVoice | undefined {
  const own = synthesis.getVoices().filter(({ localService, lang }) => localService && CHINESE.test(lang))
  return own.find(({ lang }) => MAINLAND.test(lang)) ?? own[0]
}

/** The browser's own speech. Undefined where there is none. */
export function browserSpeech(): SpeechAdapter | undefined {
  const synthesis = (globalThis as { speechSynthesis?: SpeechSynthesis }).speechSynthesis
  if (!synthesis) return undefined
  /** Held while it speaks: a browser may forget one that nobody holds, and never say that it ended. */
  let saying: SpeechSynthesisUtterance | undefined
  return {
    isAvailable: () => voiceOf(synthesis) !== undefined,
    // Voices come late, and are all there at the next look.
    onChange: (listener) => synthesis.addEventListener?.('voiceschanged', listener),
    say: (text) =>
      new Promise<void>((resolve, reject) => {
        const voice = voiceOf(synthesis)
        if (!voice) return reject(new Error('no voice'))
        const utterance = new SpeechSynthesisUtterance(text)
        utterance.voice = voice
        utterance.lang = voice.lang
        utterance.onend = () => resolve()
        utterance.onerror = ({ error }) => (error === 'canceled' || error === 'interrupted' ? resolve() : reject(new Error(error)))
        saying = utterance
        synthesis.speak(saying)
      }),
    stop: () => synthesis.cancel(),
  }
}
