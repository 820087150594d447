import { codedOf } from './errors'

/**
 * The answer to that one of several texts that the court has. They went out under one number while answers were lost: the court has whichever came
 * first, and to each other says that it has another. Rejects with `none` where it has none of them, and with whatever else goes wrong on the way.
 */
export async function answerToEarlier<Text, Answer>([text, ...others]: readonly Text[], send: (text: Text) => Promise<Answer>, none: unknown): Promise<Answer> {
  if (text === undefined) throw none
  try {
    return await send(text)
  } catch (error) {
    if (codedOf(error).code !== 'log.key_conflict') throw error
    return answerToEarlier(others, send, none)
  }
}
