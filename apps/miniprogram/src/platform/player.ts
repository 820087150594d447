import Taro from '@tarojs/taro'

let playing: Taro.InnerAudioContext | undefined

/** Plays a voice that is on this phone; one at a time. Resolves when it has ended, rejects when it cannot be played. */
export function play(path: string): Promise<void> {
  playing?.stop()
  const audio = Taro.createInnerAudioContext()
  playing = audio
  return new Promise<void>((resolve, reject) => {
    audio.onEnded(() => resolve())
    audio.onStop(() => resolve())
    audio.onError(reject)
    audio.src = path
    audio.play()
  }).then(
    () => audio.destroy(),
    (error: unknown) => {
      audio.destroy()
      throw error
    },
  )
}

export function stopPlaying(): void {
  playing?.stop()
  playing = undefined
}
