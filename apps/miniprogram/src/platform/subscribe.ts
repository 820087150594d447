import Taro from '@tarojs/taro'

/** Whether messages can be allowed here at all: in WeChat alone. */
export const canSubscribe = process.env.TARO_ENV === 'weapp'

export interface Choice {
  templateId: string
  accepted: boolean
}

/** WeChat says no more than that it did not ask: its own number of why. */
export class NotAsked extends Error {
  override readonly name = 'NotAsked'
}

/**
 * Lets WeChat ask whether these messages may come: at most five, of one kind, and only in the moment of a tap. Answers what was chosen for each.
 * Rejects with NotAsked where WeChat did not ask, such as when all messages of the mini-program are turned off.
 */
export async function askForMessages(templateIds: string[]): Promise<Choice[]> {
  try {
    const answer: Record<string, unknown> = { ...(await Taro.requestSubscribeMessage({ tmplIds: templateIds, entityIds: [] })) }
    // acceptWithAudio and acceptWithAlert are acceptances too.
    return templateIds.map((templateId) => ({ templateId, accepted: String(answer[templateId]).startsWith('accept') }))
  } catch {
    throw new NotAsked('WeChat did not ask')
  }
}
