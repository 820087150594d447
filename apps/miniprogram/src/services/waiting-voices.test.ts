import type { ThreadRow } from './thread-rows'
import { waitingVoices } from './waiting-voices'

const row = (index: number, id: string, more: object = {}, summary?: object) =>
  ({ kind: 'message', side: 'theirs', index, attachments: [{ id, name: '语音.mp3', kind: 'voice', ...(summary && { summary }) }], ...more }) as unknown as ThreadRow
const SAID = { text: '问进展', by: '王示范' }

test('the voices that wait are those the court named and those that came since, without what has been put into words', () => {
  const view = { head: 3, voicesWaiting: [{ index: 1, attachmentId: 'a_old' }, { index: 3, attachmentId: 'a_done' }] }
  const rows = [row(0, 'a_settled'), row(3, 'a_done', {}, SAID), row(4, 'a_new'), row(5, 'a_said', {}, SAID), row(6, 'a_ours', { side: 'mine' })]
  expect(waitingVoices(view, rows)).toEqual([{ index: 1, attachmentId: 'a_old' }, { index: 4, attachmentId: 'a_new' }])
})
