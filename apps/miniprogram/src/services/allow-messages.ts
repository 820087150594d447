import type { Adapters } from './adapters'

/** At most five at once, all of one kind: WeChat asks for no more, and not for both kinds together. */
export const ASK_AT_ONCE = 5

/**
 * What became of asking. `answered`: somebody chose, `results` go to the server; `try_again`: nothing was chosen, another tap may do;
 * `switched_off`: all messages of the mini-program are off in WeChat's own settings; `cannot`: nothing that the person could do.
 */
export interface Allowing {
  kind: 'answered' | 'try_again' | 'switched_off' | 'cannot'
  results: { templateId: string; accepted: boolean }[]
  /** For the person to read. */
  words: string
}

const OTHERWISE = '法院有事会发短信，或者打电话给您。'
const TRY_AGAIN = '微信没有弹出询问。请留在这一页，再点一次。'
const NO_NETWORK = '网络不好，微信没有记下来。等网络好了，再点一次。'
const OURS = `这里出了点问题，微信没有问您。没关系，${OTHERWISE}`
const SWITCHED_OFF = `您在微信里关掉了“执信”的全部通知。想收微信通知，请点右上角“…”，再点“设置”“订阅消息”，打开就行。不打开也没关系，${OTHERWISE}`
const BANNED = `微信暂时不让发这种通知。没关系，${OTHERWISE}`
const ONLY_IN_WECHAT = `微信通知要在微信里打开“执信”才能允许。没有微信也没关系，${OTHERWISE}`
const ALLOWED = '好的，法院有消息会发到您的微信。'
const REFUSED = `您没有允许微信通知。没关系，${OTHERWISE}想收的时候，再点一次就行。`
const SOME = `好的，您允许的会发到您的微信。其余的，${OTHERWISE}`

type Failed = Omit<Allowing, 'results'>
/** Codes of wx.requestSubscribeMessage that say nothing about the person's choice. */
const FAILURES: Readonly<Record<number, Failed>> = {
  // No ids, a wrong kind of id, none of this mini-program, both kinds at once, too many, a template for devices.
  10001: { kind: 'cannot', words: OURS },
  10004: { kind: 'cannot', words: OURS },
  20001: { kind: 'cannot', words: OURS },
  20002: { kind: 'cannot', words: OURS },
  20003: { kind: 'cannot', words: OURS },
  20013: { kind: 'cannot', words: OURS },
  // The list of templates, or what was chosen, did not get through.
  10002: { kind: 'try_again', words: NO_NETWORK },
  10003: { kind: 'try_again', words: NO_NETWORK },
  // No room to show it, mostly because the mini-program went into the background.
  10005: { kind: 'try_again', words: TRY_AGAIN },
  20004: { kind: 'switched_off', words: SWITCHED_OFF },
  20005: { kind: 'cannot', words: BANNED },
}

/**
 * Asks for messages of these templates. To be called in the very tap, before anything is waited for: otherwise WeChat does not ask. Never
 * rejects. Somebody who ticked 总是保持以上选择 sees no question; WeChat answers as they chose then, and it counts once more.
 */
export async function askToAllow(wechat: Adapters['wechat'], templateIds: readonly string[]): Promise<Allowing> {
  if (!wechat) return { kind: 'cannot', results: [], words: ONLY_IN_WECHAT }
  const asked = templateIds.slice(0, ASK_AT_ONCE)
  try {
    return answered(asked, await wechat.askToAllow(asked))
  } catch (error) {
    return { ...failureOf(error), results: [] }
  }
}

/** `accept`, also with sound or as an alert; `reject`; `ban`: WeChat closed the template; `filter`: it has the name of another one asked for. */
function answered(asked: readonly string[], said: Readonly<Record<string, string>>): Allowing {
  const results = asked.flatMap((templateId) => {
    const choice = said[templateId] ?? ''
    return choice.startsWith('accept') ? [{ templateId, accepted: true }] : choice === 'reject' ? [{ templateId, accepted: false }] : []
  })
  if (results.length === 0) return asked.some((id) => said[id] === 'ban') ? { kind: 'cannot', results, words: BANNED } : { kind: 'cannot', results, words: OURS }
  const accepted = results.filter((one) => one.accepted).length
  return { kind: 'answered', results, words: accepted === asked.length ? ALLOWED : accepted === 0 ? REFUSED : SOME }
}

function failureOf(error: unknown): Failed {
  const { errCode, errMsg } = (typeof error === 'object' && error !== null ? error : {}) as { errCode?: unknown; errMsg?: unknown }
  const known = FAILURES[Number(errCode)]
  if (known) return known
  // 'can only be invoked by user TAP gesture' has no code of its own; nor has a question that was closed without a choice.
  return { kind: 'try_again', words: /cancel/.test(String(errMsg)) ? REFUSED : TRY_AGAIN }
}
