import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { type CallBack, createCallsBack } from '../calls-back'

export interface EventsTo {
  url: string
  /** The token that stands beside the address in WeChat's settings. */
  token: string
  /** EncodingAESKey, 43 characters. With it events are encrypted. */
  key?: string
  format?: 'xml' | 'json'
}
type Item = Readonly<Record<string, string>>
const ELEMENTS = {
  subscribe_msg_popup_event: 'SubscribeMsgPopupEvent', subscribe_msg_change_event: 'SubscribeMsgChangeEvent', subscribe_msg_sent_event: 'SubscribeMsgSentEvent',
} as const

const sha1 = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex')
const cdata = (name: string, value: string): string => `<${name}><![CDATA[${value}]]></${name}>`

/** How WeChat encrypts: AES-256-CBC over 16 random bytes, the length, the message and the app id, filled up to blocks of 32. */
export function encrypted(message: string, { key, appId }: { key: string; appId: string }): string {
  const bytes = Buffer.from(`${key}=`, 'base64')
  const [text, length] = [Buffer.from(message), Buffer.alloc(4)]
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([randomBytes(16), length, text, Buffer.from(appId)])
  const pad = 32 - (plain.length % 32)
  const cipher = createCipheriv('aes-256-cbc', bytes, bytes.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString('base64')
}

/** The query that WeChat puts behind the address, with the encrypted body's own signature where there is one. */
export function signedQuery(token: string, now: number, cipher?: string): URLSearchParams {
  const [timestamp, nonce] = [String(Math.floor(now / 1000)), String(randomBytes(4).readUInt32BE())]
  const query = new URLSearchParams({ signature: sha1(token, timestamp, nonce), timestamp, nonce })
  if (cipher !== undefined) {
    query.set('encrypt_type', 'aes')
    query.set('msg_signature', sha1(token, timestamp, nonce, cipher))
  }
  return query
}

/** Pushes events to the developer's server, asynchronously, as XML or JSON, plain or encrypted; again where nobody answers `success`. */
export function createEvents({ appId, now }: { appId: string; now: () => number }) {
  const calls = createCallsBack()
  let to: EventsTo | undefined

  function bodyOf(event: keyof typeof ELEMENTS, openid: string, items: readonly Item[], format: 'xml' | 'json'): string {
    const created = Math.floor(now() / 1000)
    if (format === 'json') {
      // One item is told as itself, several as a list: WeChat does so.
      const List = items.length === 1 ? items[0] : items
      return JSON.stringify({ ToUserName: 'gh_double', FromUserName: openid, CreateTime: created, MsgType: 'event', Event: event, List })
    }
    const list = items.map((item) => `<List>${Object.entries(item).map(([name, value]) => cdata(name, value)).join('')}</List>`).join('')
    const head = cdata('ToUserName', 'gh_double') + cdata('FromUserName', openid) + `<CreateTime>${created}</CreateTime>` + cdata('MsgType', 'event')
    return `<xml>${head}${cdata('Event', event)}<${ELEMENTS[event]}>${list}</${ELEMENTS[event]}></xml>`
  }
  function callOf({ url, token, key, format = 'xml' }: EventsTo, plain: string): CallBack {
    const cipher = key === undefined ? undefined : encrypted(plain, { key, appId })
    const wrapped = format === 'json'
      ? JSON.stringify({ ToUserName: 'gh_double', Encrypt: cipher })
      : `<xml>${cdata('ToUserName', 'gh_double')}${cdata('Encrypt', cipher ?? '')}</xml>`
    return {
      url: `${url}?${signedQuery(token, now(), cipher)}`,
      contentType: format === 'json' ? 'application/json' : 'text/xml',
      body: cipher === undefined ? plain : wrapped,
      isTaken: (status, answer) => status === 200 && answer === 'success',
    }
  }

  return {
    push(event: keyof typeof ELEMENTS, openid: string, items: readonly Item[]): void {
      const target = to
      if (!target) return
      const plain = bodyOf(event, openid, items, target.format ?? 'xml')
      calls.later(() => callOf(target, plain))
    },
    controls: {
      callBack: (target: EventsTo | undefined): void => {
        to = target
      },
      idle: calls.idle,
      refused: calls.refused,
    },
  }
}
export type Events = ReturnType<typeof createEvents>
