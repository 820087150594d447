import type { PaperDraftView } from '@zhixin/shared/contract'
import { createAccountStorage } from '../services/account-storage'
import type { Api } from '../services/api'
import { CodedError } from '../services/errors'
import { createPapersService, type PaperWritten } from '../services/papers'
import { createFakeStorage } from '../services/test-support/fake-storage'
import { createFakeTimers } from '../services/test-support/fake-timers'
import { createPaperSaver } from './paper-saver'

const words = (text: string): PaperWritten => ({ fields: { content: text }, refusedToSign: null })

/** A court that keeps one paper: whoever saves over an older one is refused, but for what it has already. `loses`: it keeps, and its answer is lost. */
function desk(refuse: () => boolean = () => false, loses: () => boolean = () => false) {
  const time = createFakeTimers()
  const random = { bytes: async (length: number) => new Uint8Array(length), fraction: () => 0 }
  const papers = createPapersService({} as Api, createAccountStorage(createFakeStorage(), 'me'), random)
  const saved: string[] = []
  let revision = 0
  const save = async (_paperId: string, over: number, written: PaperWritten): Promise<PaperDraftView> => {
    if (refuse()) throw new CodedError('client.offline')
    const said = String(written.fields.content)
    if (said === saved[saved.length - 1]) return { revision } as PaperDraftView
    if (over !== revision) throw new CodedError('papers.changed_meanwhile')
    saved.push(said)
    revision++
    if (loses()) throw new CodedError('client.timeout')
    return { revision } as PaperDraftView
  }
  const heard = { onSaved: jest.fn(), onError: jest.fn() }
  const saver = createPaperSaver({ ...papers, save }, time.timers, 'w_00000001', 0, heard)
  return { time, papers, saver, saved, heard, now: () => revision }
}

describe('a paper that is being written', () => {
  test('is with the court a second after the last word, and on this device at once', async () => {
    const { time, papers, saver, saved, heard } = desk()
    saver.change(words('一'))
    saver.change(words('一二'))
    expect(await papers.keptHere('w_00000001', 0)).toEqual({ written: words('一二'), isOlder: false })
    await time.advance(1_100)
    await saver.flush()
    expect([saved, heard.onSaved.mock.calls.length, await papers.keptHere('w_00000001', 0)]).toEqual([['一二'], 1, undefined])
  })
  test('what was typed while another save was on its way goes over that one', async () => {
    const { saver, saved, heard, now } = desk()
    saver.change(words('一'))
    const first = saver.flush()
    saver.change(words('一二'))
    await first
    await saver.flush()
    expect([saved.slice(-1), heard.onError.mock.calls, now()]).toEqual([['一二'], [], saved.length])
  })
  test('what could not be saved stays here, and goes with the next try', async () => {
    let isOff = true
    const { papers, saver, saved, heard } = desk(() => isOff)
    saver.change(words('一'))
    await saver.flush()
    expect([heard.onError.mock.calls.length, saved, (await papers.keptHere('w_00000001', 0))?.written]).toEqual([1, [], words('一')])
    isOff = false
    await saver.flush()
    expect(saved).toEqual(['一'])
  })
  test('what another device wrote is nothing that words kept here are put over unasked: they are there to choose', async () => {
    const { papers, saver } = desk(() => true)
    saver.change(words('一'))
    await saver.flush()
    expect(await papers.keptHere('w_00000001', 1)).toEqual({ written: words('一'), isOlder: true })
  })
  test('typed on after an answer was lost, all of it is saved with the next try', async () => {
    let isLost = true
    const { saver, saved, heard } = desk(() => false, () => isLost)
    saver.change(words('一'))
    await saver.flush()
    expect([heard.onError.mock.calls.length, saved]).toEqual([1, ['一']])
    isLost = false
    saver.change(words('一二'))
    await saver.flush()
    expect([heard.onError.mock.calls.length, saved, heard.onSaved.mock.calls.length]).toEqual([1, ['一', '一二'], 1])
  })
  test('what the court refused is not sent again before what was set right', async () => {
    const sent: string[] = []
    const { papers, time } = desk()
    const save = async (_: string, __: number, written: PaperWritten): Promise<PaperDraftView> => {
      sent.push(String(written.fields.content))
      if (sent.length === 1) throw new CodedError('input.invalid')
      return { revision: 1 } as PaperDraftView
    }
    const saver = createPaperSaver({ ...papers, save }, time.timers, 'w_00000001', 0, { onSaved: jest.fn(), onError: jest.fn() })
    saver.change(words('错'))
    await saver.flush()
    saver.change(words('对'))
    await saver.flush()
    expect(sent).toEqual(['错', '对'])
  })
})
