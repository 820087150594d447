import { type CallsBack, createCallsBack } from '../calls-back'
import { type Answered, type Double, NEVER, type Told } from '../http'
import { createTrouble, type Weather } from '../trouble'

const PER_NUMBER_AND_HOUR = 20
const HOUR_MS = 3_600_000

export type SmsTrouble = 'BUSY' | 'ARREARS' | 'hang_up' | 'lost_answer' | 'silent'
export type Taken = 'OK' | 'BAD_NUMBER' | 'BLOCKED' | 'LIMITED'

export interface SmsDouble extends Double {
  /** The last text that went to a number, signature first; null when none did. */
  lastText(phone: string): string | null
  /** How many texts went out in all. */
  count(): number
  /** How often a text went out under a reference of the sender's. */
  countOf(reference: string): number
  /** The next answers: busy, account without money, the connection breaks before or after the text was taken, no answer ever. Undefined: as usual. */
  fail(how: SmsTrouble | undefined): void
  /** How long each answer takes and how many go wrong. */
  weather(changed: Weather<SmsTrouble>): void
  /** How many texts went to the same number more than once, word by word the same. */
  duplicates(): number
  /** Where reports and replies are told from now on. */
  callBack(to: { reports?: string; replies?: string }): void
  /** Somebody writes back. */
  reply(phone: string, text: string): void
  /** Resolves when nothing is on its way to whom it calls back. */
  idle(): Promise<void>
  /** How many reports and replies nobody took. */
  refused(): number
}

export interface Message {
  phone: string
  /** Signature first. */
  text: string
  reference: string
  /** The carrier's own number of it. */
  id: string
}

export interface Report extends Message {
  delivered: boolean
  at: number
}

/**
 * What all carriers' doubles have behind them: telephones. Numbers that end in 9999 have opted out, those that end in 8888 are switched
 * off (taken, reported as not delivered); a number gets twenty texts an hour.
 */
export function createPhones(now: () => number) {
  const texts = new Map<string, string>()
  const sent = new Map<string, number[]>()
  const references = new Map<string, number>()
  const said = new Map<string, number>()
  const trouble = createTrouble<SmsTrouble>(['BUSY', 'hang_up', 'lost_answer'])
  let total = 0

  return {
    take({ phone, text, reference }: Omit<Message, 'id'>): Taken {
      if (!/^1[3-9]\d{9}$/.test(phone)) return 'BAD_NUMBER'
      if (phone.endsWith('9999')) return 'BLOCKED'
      const recent = (sent.get(phone) ?? []).filter((at) => at > now() - HOUR_MS)
      if (recent.length >= PER_NUMBER_AND_HOUR) return 'LIMITED'
      sent.set(phone, [...recent, now()])
      texts.set(phone, text)
      references.set(reference, (references.get(reference) ?? 0) + 1)
      said.set(`${phone} ${text}`, (said.get(`${phone} ${text}`) ?? 0) + 1)
      total++
      return 'OK'
    },
    isReached: (phone: string): boolean => !phone.endsWith('8888') && !phone.endsWith('9999'),
    trouble,
    controls: {
      lastText: (phone: string) => texts.get(phone) ?? null,
      count: () => total,
      countOf: (reference: string) => references.get(reference) ?? 0,
      duplicates: () => [...said.values()].filter((times) => times > 1).length,
      ...trouble.controls,
    },
  }
}
export type Phones = ReturnType<typeof createPhones>

/** The answer as the trouble has it: none before the request is looked at, or none after it was. */
export function withTrouble(
  { trouble: troubles }: Phones, answer: (told: Told, trouble: SmsTrouble | undefined) => Answered,
): (told: Told) => Promise<Answered | undefined> {
  return async (told) => {
    const trouble = troubles.next()
    await troubles.wait()
    if (trouble === 'hang_up') return undefined
    if (trouble === 'silent') return NEVER
    const answered = answer(told, trouble)
    return trouble === 'lost_answer' ? undefined : answered
  }
}

/** Tells reports and replies in a carrier's own words. */
export function createReports(say: { report(report: Report): unknown; reply(reply: { phone: string; text: string; at: number }): unknown }, {
  now, isTaken, headers,
}: { now: () => number; isTaken(answer: unknown): boolean; headers?(body: string): Record<string, string> }) {
  const calls: CallsBack = createCallsBack()
  let to: { reports?: string; replies?: string } = {}
  const tell = (url: string | undefined, content: unknown): void => {
    if (url === undefined) return
    const body = JSON.stringify(content)
    calls.later(() => ({
      url, body, contentType: 'application/json', ...(headers && { headers: headers(body) }),
      isTaken: (status, answer) => status === 200 && isTaken(parsed(answer)),
    }))
  }
  return {
    report: (message: Message, delivered: boolean): void => tell(to.reports, say.report({ ...message, delivered, at: now() })),
    controls: {
      callBack: (urls: { reports?: string; replies?: string }) => {
        to = urls
      },
      reply: (phone: string, text: string) => tell(to.replies, say.reply({ phone, text, at: now() })),
      idle: calls.idle,
      refused: calls.refused,
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `2026-03-10 10:00:00`, as carriers write times: in Shanghai. */
export const shanghaiTime = (at: number): string => new Date(at + 8 * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ')
