import pino, { type DestinationStream, type Logger } from 'pino'

export type { Logger }

// What must never stand in the diagnostics: secrets, people's numbers, what people wrote.
const SECRET_FIELDS = [
  'authorization', 'accessToken', 'refreshToken', 'token', 'password', 'secret', 'code', 'activationCode', 'windowCode',
  'phone', 'phones', 'identityNumber', 'openid', 'text', 'body', 'headers',
]
const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/g
const IDENTITY_NUMBER = /(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/g

/** Takes phones and identity numbers out of a finished line, wherever they slipped in. Digits, so that JSON stays JSON. */
const scrub = (line: string): string => line.replace(IDENTITY_NUMBER, '9'.repeat(18)).replace(PHONE, '9'.repeat(11))

/** Diagnostics as JSON lines; the case log is something else. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[removed]' },
    hooks: { streamWrite: scrub },
  }
  return destination ? pino(options, destination) : pino(options)
}
