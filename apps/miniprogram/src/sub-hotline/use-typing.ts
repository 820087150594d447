import type { CallView } from '@zhixin/shared/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useSettled } from '@/hooks/use-settled'
import type { Account, DeskKind } from '@/services'
import { createHotline } from '@/services/hotline'

export interface Typed {
  kind: DeskKind['kind']
  words: Readonly<Record<string, string>>
  /** Whether the receipt is to be texted, once the clerk has said so. */
  text: boolean | null
}

/** What a clerk types while a call runs: of the call, not of the panel in which it is typed, and kept by the court once it has stopped changing. */
export interface Typing {
  typed: Typed
  put: (typed: Typed) => void
  /** All of it is kept. */
  isKept: boolean
  /** Keeps nothing while this runs: what is registered must not come back as a draft. */
  during: <T>(work: () => Promise<T>) => Promise<T>
}

export function useTyping(account: Account, call: CallView | null, first: DeskKind['kind']): Typing {
  const [held, setHeld] = useState<{ callId: string; typed: Typed } | null>(null)
  const typed = call && held?.callId === call.callId ? held.typed : begun(call, first)
  const now = call ? draftOf(call.callId, typed) : ''
  const settled = useSettled(now)
  const [kept, setKept] = useState(now)
  const latest = useRef({ now, kept })
  latest.current = { now, kept }
  const isPaused = useRef(false)
  const saving = useRef<Promise<void>>(Promise.resolve())

  const save = useCallback((draft: string) => {
    const [callId, fields] = split(draft)
    if (isPaused.current || fields === '') return
    saving.current = account.own(createHotline).keepDraft(callId, JSON.parse(fields)).then(() => setKept(draft), () => undefined)
  }, [account])
  useEffect(() => {
    if (settled === now && settled !== kept) save(settled)
  }, [save, settled, now, kept])
  // Whoever leaves the desk in the middle of a word finds that word again.
  useEffect(() => () => {
    if (latest.current.now !== latest.current.kept) save(latest.current.now)
  }, [save])

  return {
    typed,
    put: (next) => call && setHeld({ callId: call.callId, typed: next }),
    isKept: kept === now,
    async during(work) {
      await saving.current
      isPaused.current = true
      try {
        return await work()
      } catch (error) {
        isPaused.current = false
        save(latest.current.now)
        throw error
      } finally {
        isPaused.current = false
      }
    },
  }
}

/** As the court kept it, or empty. The number that the display showed is typed by nobody: where it is asked for, it is offered. */
function begun(call: CallView | null, kind: DeskKind['kind']): Typed {
  const { phone, ...words } = call?.draft?.fields ?? {}
  return { kind: call?.draft?.kind ?? kind, words: { ...words, ...(phone !== undefined && phone !== call?.number && { phone }) }, text: null }
}

function draftOf(callId: string, { kind, words }: Typed): string {
  const fields = Object.fromEntries(Object.entries(words).filter(([, text]) => text.trim() !== ''))
  return `${callId} ${Object.keys(fields).length > 0 ? JSON.stringify({ kind, fields }) : ''}`
}
const split = (draft: string): [string, string] => [draft.slice(0, draft.indexOf(' ')), draft.slice(draft.indexOf(' ') + 1)]
