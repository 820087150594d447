import type { Adapters, SpeechAdapter } from './adapters'
import { createState } from './state'

export interface SpokenItem {
  key: string
  text: string
}
export interface ReadAloudSnapshot {
  /** Whether this phone has a voice of its own for Chinese. Otherwise nothing offers to read. */
  isAvailable: boolean
  /** Which one is being read; null in silence. */
  reading: string | null
  /** Whether the next ones follow by themselves. */
  goesOn: boolean
}

/** Chrome's voices fall silent after some fifteen seconds; Chinese is spoken at four to five characters a second. */
const PIECE_MOST = 50
const SILENCE = { reading: null, goesOn: false }

/** Reads one message aloud, or one after another. Reading anew, leaving, and putting the app away end what is being read. */
export function createReadAloud(speech: SpeechAdapter | undefined, lifecycle: Adapters['lifecycle']) {
  const state = createState<ReadAloudSnapshot>({ isAvailable: speech?.isAvailable() ?? false, ...SILENCE })
  let turn = 0
  speech?.onChange(() => state.update({ isAvailable: speech.isAvailable() }))

  function stop(): void {
    turn++
    speech?.stop()
    if (state.getSnapshot().reading !== null) state.update(SILENCE)
  }
  lifecycle.onHide(stop)

  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    stop,
    /** Resolves when all is said or something else has taken its place. Never rejects: what cannot be said is left out. */
    async read(items: readonly SpokenItem[]): Promise<void> {
      stop()
      if (!speech?.isAvailable()) return
      const mine = turn
      for (const { key, text } of items) {
        state.update({ reading: key, goesOn: items.length > 1 })
        for (const piece of piecesOf(text)) {
          await speech.say(piece).catch(() => undefined)
          if (turn !== mine) return
        }
      }
      state.update(SILENCE)
    },
  }
}
export type ReadAloud = ReturnType<typeof createReadAloud>

/** A text in pieces short enough to be said in one go: by sentences, then by commas, and only then anywhere. */
export function piecesOf(text: string): string[] {
  const parts = (text.match(/[^。！？!?；;\n]+[。！？!?；;\n]*/g) ?? []).flatMap((sentence) =>
    sentence.length <= PIECE_MOST ? [sentence] : (sentence.match(/[^，,、：:]+[，,、：:]*/g) ?? []),
  )
  const pieces: string[] = []
  for (const part of parts.flatMap(cut)) {
    const last = pieces[pieces.length - 1]
    if (last !== undefined && last.length + part.length <= PIECE_MOST) pieces[pieces.length - 1] = last + part
    else pieces.push(part)
  }
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')
}

function cut(part: string): string[] {
  const characters = Array.from(part)
  const pieces: string[] = []
  for (let at = 0; at < characters.length; at += PIECE_MOST) pieces.push(characters.slice(at, at + PIECE_MOST).join(''))
  return pieces
}
