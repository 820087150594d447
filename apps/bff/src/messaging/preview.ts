import type { MessageSent, ThreadState } from '@zhixin/shared/rules'

const PREVIEW_CHARS = 60
const KIND = { picture: '［图片］', voice: '［语音］', file: '［文件］' } as const

/** The first words of a message for a list, on one line; what was attached, and what its voices say where somebody wrote that down. */
export function previewOf({ text, attachments }: Pick<MessageSent, 'text' | 'attachments'>, spoken?: ReadonlyMap<string, string>): string {
  const words = [...text.replace(/\s+/g, ' ').trim()]
  const attached = attachments.map(({ id, kind }) => (spoken?.has(id) ? `［语音：${spoken.get(id)}］` : KIND[kind])).join('')
  return (words.length > PREVIEW_CHARS ? `${words.slice(0, PREVIEW_CHARS).join('')}…` : words.join('')) + attached
}

/** What the voices of a thread say, by attachment. */
export const spokenIn = ({ voiceSummary }: ThreadState['parts']): Map<string, string> =>
  new Map(voiceSummary.flatMap(({ attachmentId, summary }) => (summary === undefined ? [] : [[attachmentId, summary] as const])))
