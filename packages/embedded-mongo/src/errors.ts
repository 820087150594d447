/** A refusal in MongoDB's own terms: what a client gets as `{ ok: 0, code, codeName, errmsg }` or as one write error. */
export class MongoError extends Error {
  constructor(
    readonly code: number,
    readonly codeName: string,
    message: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message)
  }
}

export const badValue = (message: string) => new MongoError(2, 'BadValue', message)
export const failedToParse = (message: string) => new MongoError(9, 'FailedToParse', message)
export const typeMismatch = (message: string) => new MongoError(14, 'TypeMismatch', message)
/** What MongoDB knows and this server does not do. Named, so that nobody takes a wrong answer for a right one. */
export const unsupported = (what: string) => new MongoError(2, 'BadValue', `${what} is not supported by embedded-mongo`)
/** The bytes are not BSON or not the wire protocol: the connection they came on is closed. */
export class MalformedError extends Error {}
