import Taro from '@tarojs/taro'
import { CodedError } from '@zhixin/shared/errors'
import { VOICE_MAX_MS } from '@zhixin/shared/rules'
import type { PickedFile } from './files'

export interface Voice extends PickedFile {
  durationMs: number
}

export interface Recording {
  /** Ends the recording; `done` then resolves. */
  stop(): void
  /** The voice, also when the longest time has run out. Rejects with client.recorder_refused without the right to record. */
  done: Promise<Voice>
}

/** WeChat records here; a browser takes a file instead (see pickVoice). */
export const canRecord = process.env.TARO_ENV !== 'h5'

export function startRecording(): Recording {
  const recorder = Taro.getRecorderManager()
  const done = new Promise<Voice>((resolve, reject) => {
    recorder.onStop(({ tempFilePath, duration, fileSize }) =>
      resolve({ path: tempFilePath, name: '语音.mp3', bytes: fileSize, durationMs: Math.min(VOICE_MAX_MS, Math.max(1, Math.round(duration))) }),
    )
    recorder.onError(() => reject(new CodedError('client.recorder_refused')))
  })
  recorder.start({ duration: VOICE_MAX_MS, format: 'mp3', sampleRate: 16_000, numberOfChannels: 1, encodeBitRate: 48_000 })
  return { stop: () => recorder.stop(), done }
}
