import { createReadAloud, piecesOf } from './read-aloud'
import { spokenRows } from './spoken-words'
import type { ThreadRow } from './thread-rows'

/** A voice that says a word only when it is told to. */
function createVoice(isThere = true) {
  const said: string[] = []
  const listeners = new Set<() => void>()
  let end: ((error?: Error) => void) | undefined
  let isAvailable = isThere
  const finish = async (error?: Error) => {
    const now = end
    end = undefined
    now?.(error)
    for (let i = 0; i < 5; i++) await Promise.resolve()
  }
  return {
    said, finish,
    arrive() {
      isAvailable = true
      listeners.forEach((listener) => listener())
    },
    adapter: {
      isAvailable: () => isAvailable,
      onChange: (listener: () => void) => void listeners.add(listener),
      say: (text: string) => {
        said.push(text)
        return new Promise<void>((resolve, reject) => (end = (error) => (error ? reject(error) : resolve())))
      },
      // As a browser does it: what is cut short ends.
      stop: () => void finish(),
    },
  }
}
function createLife() {
  const hides: (() => void)[] = []
  return { hide: () => hides.forEach((hide) => hide()), lifecycle: { onShow: () => undefined, onHide: (listener: () => void) => void hides.push(listener) } }
}
const ONE = { key: 'entry 1', text: '第一条' }
const TWO = { key: 'entry 2', text: '第二条' }

describe('reading aloud', () => {
  test('is offered where there is a voice, also one that comes late, and nowhere else', () => {
    const { lifecycle } = createLife()
    expect(createReadAloud(undefined, lifecycle).getSnapshot().isAvailable).toBe(false)
    const voice = createVoice(false)
    const aloud = createReadAloud(voice.adapter, lifecycle)
    expect(aloud.getSnapshot().isAvailable).toBe(false)
    void aloud.read([ONE])
    expect(voice.said).toEqual([])
    voice.arrive()
    expect(aloud.getSnapshot().isAvailable).toBe(true)
  })
  test('says one message, or one after another, and tells which one it is at', async () => {
    const voice = createVoice()
    const aloud = createReadAloud(voice.adapter, createLife().lifecycle)
    void aloud.read([ONE, TWO])
    expect(aloud.getSnapshot()).toMatchObject({ reading: 'entry 1', goesOn: true })
    await voice.finish()
    expect(aloud.getSnapshot().reading).toBe('entry 2')
    await voice.finish()
    expect(aloud.getSnapshot()).toMatchObject({ reading: null, goesOn: false })
    expect(voice.said).toEqual(['第一条', '第二条'])
  })
  test('ends when another begins, when it is stopped, and when the app is put away', async () => {
    const voice = createVoice()
    const { hide, lifecycle } = createLife()
    const aloud = createReadAloud(voice.adapter, lifecycle)
    const first = aloud.read([ONE, { key: 'never', text: '不会读到' }])
    void aloud.read([TWO])
    await first
    expect(aloud.getSnapshot()).toMatchObject({ reading: 'entry 2', goesOn: false })
    hide()
    expect(aloud.getSnapshot()).toMatchObject({ reading: null, goesOn: false })
    await voice.finish()
    void aloud.read([ONE, TWO])
    aloud.stop()
    await voice.finish()
    expect(voice.said).toEqual(['第一条', '第二条', '第一条'])
  })
  test('goes on after a piece that could not be said', async () => {
    const voice = createVoice()
    const aloud = createReadAloud(voice.adapter, createLife().lifecycle)
    void aloud.read([ONE, TWO])
    await voice.finish(new Error('synthesis-failed'))
    expect(aloud.getSnapshot().reading).toBe('entry 2')
  })
  test('of a long text is done in pieces that end with sentences where they can; nothing is lost and nothing is added', () => {
    const text = `您好。${'已经向被执行人发出执行通知书和报告财产令，网络查控也已发起，有结果我会在这里告诉您！'.repeat(4)}\n${'长'.repeat(120)}`
    const pieces = piecesOf(text)
    expect(pieces.join('')).toBe(text.replace(/\n/g, ''))
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(50)
    expect(pieces[0]).toMatch(/[。！，]$/)
    expect(piecesOf('')).toEqual([])
    expect(piecesOf('。。！')).toEqual([])
    expect(piecesOf('没有标点')).toEqual(['没有标点'])
  })
})

describe('a thread in spoken words', () => {
  const bubble = { key: 'entry 1', index: 1, time: '09:05', text: '案子到哪一步了？', markLabel: undefined, attachments: [], mark: 'ordinary', at: '', reached: undefined, offHoursReason: undefined }
  const message = (more: object) => ({ kind: 'message', side: 'theirs', own: false, name: '王示范', title: '执行人员', ...bubble, ...more }) as ThreadRow
  const day: ThreadRow = { kind: 'day', key: 'day', text: '7月5日 周日' }

  test('says who, when, what it is and what it says', () => {
    expect(spokenRows([day, message({ markLabel: '财产线索' })])).toEqual([{ key: 'entry 1', text: '王示范，执行人员，7月5日，周日9点5分写的，类别是财产线索：案子到哪一步了？' }])
    expect(spokenRows([message({ own: true, time: '10:00' })])[0]!.text).toBe('我，10点整写的：案子到哪一步了？')
  })
  test('says what goes with it, and what a voice says where somebody wrote that down', () => {
    const attachments = [
      { id: 'a', name: '照片.png', kind: 'picture' }, { id: 'b', name: '判决书.pdf', kind: 'file' }, { id: 'c', name: '语音.mp3', kind: 'voice', durationMs: 12_000 },
      { id: 'd', name: '语音.mp3', kind: 'voice', summary: { text: '问进展', by: '王示范' } },
    ]
    expect(spokenRows([message({ text: '', attachments })])[0]!.text).toBe('王示范，执行人员，9点5分写的：附有一张图片。附有文件，判决书.pdf。有一段12 秒语音。有一段语音，大意是：问进展')
  })
  test('says what happened besides in the words that are shown, and leaves out what still waits on the phone', () => {
    const system: ThreadRow = { kind: 'system', key: 'entry 2', index: 2, time: '14:30', title: '电话记录', text: '已电话说明。', isSealable: true, own: false, sealAsked: false }
    expect(spokenRows([day, system, { kind: 'pending' } as ThreadRow])).toEqual([{ key: 'entry 2', text: '7月5日，周日14点30分，电话记录。已电话说明。' }])
  })
})
