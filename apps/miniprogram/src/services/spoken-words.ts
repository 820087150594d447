import { secondsWords } from './format'
import type { SpokenItem } from './read-aloud'
import type { BubbleAttachment, ThreadRow } from './thread-rows'

/** A thread as one reads it to somebody: who, when, what it is, and what it says. What still waits on the phone is left out. */
export function spokenRows(rows: readonly ThreadRow[]): SpokenItem[] {
  let day = ''
  return rows.flatMap((row): SpokenItem[] => {
    if (row.kind === 'day') {
      day = row.text.replace(' ', '，')
      return []
    }
    if (row.kind === 'system') return [{ key: row.key, text: `${day}${timeWords(row.time)}，${row.title}。${[row.text, ...(row.lines ?? [])].join('')}` }]
    if (row.kind !== 'message') return []
    const who = row.own ? '我' : `${row.name}${row.title ? `，${row.title}` : ''}`
    const mark = row.markLabel ? `，类别是${row.markLabel}` : ''
    const said = [row.text, ...row.attachments.map(attachmentWords)].filter((words) => words !== '').join('。')
    return [{ key: row.key, text: `${who}，${day}${timeWords(row.time)}写的${mark}：${said}` }]
  })
}

/** 9点5分, 10点整 */
function timeWords(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return `${hours}点${minutes === 0 ? '整' : `${minutes}分`}`
}

function attachmentWords({ kind, name, durationMs, summary }: BubbleAttachment): string {
  if (kind === 'picture') return '附有一张图片'
  if (kind === 'file') return `附有文件，${name}`
  return `有一段${durationMs === undefined ? '' : secondsWords(durationMs)}语音${summary ? `，大意是：${summary.text}` : ''}`
}
