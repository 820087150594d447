import { SendMessageSchema, type Stored, StoredSchema, UploadedSchema } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { TimersAdapter } from './adapters'
import type { Api } from './api'
import type { Live } from './live'
import { messageOf, type OutboxAttachment, type OutboxItem } from './outbox-item'

/** How long the socket may take to say that a message is stored before it is asked again over HTTP. */
const STORED_WITHIN_MS = 12_000

/** One attempt to get one message to the court, over whatever line there is. Rejects with CodedError; decides nothing about repeats. */
export function createTransmit({ api, live, timers }: { api: Api; live: Live; timers: TimersAdapter }) {
  const pathOf = ({ caseId, personId }: OutboxItem): string => `/threads/${caseId}/${personId}`

  function overSocket(item: OutboxItem): Promise<Stored> | undefined {
    const { id, caseId, personId } = item
    const checked = SendMessageSchema.safeParse(messageOf(item))
    if (!checked.success || !live.send({ type: 'send', ref: id, caseId, personId, message: messageOf(item) })) return undefined
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        timers.clear(deadline)
        stopHearing()
        stopWatching()
        settle()
      }
      const deadline = timers.set(() => {
        live.probe()
        end(() => reject(new CodedError('client.timeout')))
      }, STORED_WITHIN_MS)
      const stopHearing = live.onFrame((frame) => {
        if (frame.type === 'stored' && frame.ref === id) end(() => resolve(frame.stored))
        if (frame.type === 'refused' && frame.ref === id) end(() => reject(refusalOf(frame.error)))
      })
      const stopWatching = live.subscribe(() => {
        if (live.getSnapshot() !== 'online') end(() => reject(new CodedError('client.offline')))
      })
    })
  }

  return {
    /** Over the socket when it is up and this is the first attempt; a repeat goes over HTTP, whose answer cannot get lost unnoticed. */
    message(item: OutboxItem): Promise<Stored> {
      const sent = item.attempts <= 1 ? overSocket(item) : undefined
      return sent ?? api.write(`${pathOf(item)}/messages`, SendMessageSchema, StoredSchema, messageOf(item))
    },

    /** What the message will name. Two uploads of one file are two attachments, of which the message names one. */
    async attachment(item: OutboxItem, attachment: OutboxAttachment, onProgress: (percent: number) => void): Promise<NonNullable<OutboxAttachment['note']>> {
      const { kind, durationMs, path, name } = attachment
      const fields = { kind, ...(durationMs !== undefined && { durationMs: String(durationMs) }) }
      const uploaded = await api.upload({ path: `${pathOf(item)}/attachments`, filePath: path, fileName: name, fields, onProgress }, UploadedSchema)
      return { id: uploaded.id, name: uploaded.name, kind: uploaded.kind, ...(durationMs !== undefined && { durationMs }) }
    },
  }
}
export type Transmit = ReturnType<typeof createTransmit>

const refusalOf = ({ code, field, retryAfterSeconds }: { code: CodedError['code']; field?: string | undefined; retryAfterSeconds?: number | undefined }): CodedError =>
  new CodedError(code, { ...(field !== undefined && { field }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) })
