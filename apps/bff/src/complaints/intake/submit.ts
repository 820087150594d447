import type { Complain } from '@zhixin/shared/contract'
import type { ComplaintKey } from '@zhixin/shared/ids'
import type { ComplaintFiles } from '../files/files'
import type { Register } from '../register'
import type { ComplaintUploads } from './uploads'

interface Parts {
  files: Pick<ComplaintFiles, 'idOf'>
  register: Register
  uploads: Pick<ComplaintUploads, 'namelessly'>
  /** Sends the number by text, to whoever asked for that; says nothing else. */
  textReceipt(phone: string, receipt: string): void
}

/** The phone's own number of the command is random and long enough to be known to nobody else; whose phone it is stands nowhere. */
const commandKeyOf = (commandId: string): string => `anyone/${commandId}`

/** Takes in what somebody submits themselves. Whoever calls has decided that they may, and as whom. */
export function createSubmit({ files, register, uploads, textReceipt }: Parts) {
  const targetOf = ({ stream, commandId }: Pick<Complain, 'stream' | 'commandId'>): ComplaintKey =>
    ({ stream, complaintId: files.idOf(stream, commandKeyOf(commandId)) })

  return {
    /** The file that it will have, and that what is uploaded before goes to. */
    targetOf,
    async submit(body: Complain, more: { personId?: string; caseId?: string } = {}) {
      const { commandId, textTo, caseId: _caseId, ...said } = body
      const brought = said.by === 'anonymous' ? await uploads.namelessly(targetOf(body), said.files) : said.files
      const { receipt, followUp: code, receivedAt, told, next, isNew } = await register({
        commandKey: commandKeyOf(commandId), said: { ...said, files: brought }, channel: 'app', textTo, ...more,
      })
      if (textTo !== undefined && isNew) textReceipt(textTo, receipt)
      return { data: { receipt, followUp: code, receivedAt, told, next } }
    },
  }
}
export type Submit = ReturnType<typeof createSubmit>
