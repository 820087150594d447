import { useEffect, useRef, useState } from 'react'
import { pickVoice } from '@/platform/files'
import { canRecord, type Recording, startRecording, type Voice } from '@/platform/recorder'

const SECOND_MS = 1_000

/** Recording on WeChat, a file in a browser. `seconds` counts while recording and is null otherwise. */
export function useVoice(onVoice: (voice: Omit<Voice, 'durationMs'> & { durationMs?: number }) => void, onError: (error: unknown) => void) {
  const [seconds, setSeconds] = useState<number | null>(null)
  const recording = useRef<Recording | null>(null)
  useEffect(() => {
    if (seconds === null) return undefined
    const timer = setTimeout(() => setSeconds(seconds + 1), SECOND_MS)
    return () => clearTimeout(timer)
  }, [seconds])
  useEffect(() => () => recording.current?.stop(), [])

  const record = async () => {
    const mine = startRecording()
    recording.current = mine
    setSeconds(0)
    try {
      onVoice(await mine.done)
    } catch (error) {
      onError(error)
    } finally {
      recording.current = null
      setSeconds(null)
    }
  }
  const choose = async () => {
    try {
      const file = await pickVoice()
      if (file) onVoice(file)
    } catch (error) {
      onError(error)
    }
  }
  const toggle = () => {
    if (recording.current) recording.current.stop()
    else void (canRecord ? record() : choose())
  }
  return { seconds, toggle }
}
