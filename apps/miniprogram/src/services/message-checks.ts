import type { ThreadView } from '@zhixin/shared/contract'
import { findSensitiveNumber, MESSAGE_MAX_CHARS, type Mark, type SensitiveNumber } from '@zhixin/shared/rules'

export interface MessageCheck {
  /** Characters left; negative when there are too many. */
  left: number
  isEmpty: boolean
  /** A number that must not be sent here: which, where it stands in the text, and the right way. */
  sensitive: (SensitiveNumber & { sentence: string }) | undefined
}

const SENTENCES: Record<SensitiveNumber['kind'], string> = {
  identity_number: '这里像是有身份证号。法院已有您的身份信息，聊天中不需要也请不要发送。请删去后再发。',
  bank_account: '这里像是有银行账号。聊天中请不要发送账号；收款账户请在案件页点“收款账户”，用专门的表登记。请删去后再发。',
}

/** The shared rules on a text while it is being written. The court checks the same again. */
export function checkMessage(text: string, attachments = 0): MessageCheck {
  const found = findSensitiveNumber(text)
  return {
    left: MESSAGE_MAX_CHARS - text.trim().length,
    isEmpty: text.trim() === '' && attachments === 0,
    sensitive: found && { ...found, sentence: SENTENCES[found.kind] },
  }
}

/** What must be read before a message of this kind goes out: that it is no filing, and what is. Null for most. */
export const noticeOf = (view: Pick<ThreadView, 'marks'>, mark: Mark): string | null => view.marks.find((one) => one.mark === mark)?.notice ?? null
