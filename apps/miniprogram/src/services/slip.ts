import { OpenSlipSchema, SlipOpenedSchema } from '@zhixin/shared/contract'
import type { Adapters } from './adapters'
import type { Api } from './api'
import { codedOf } from './errors'

const KEY = 'zx/slip'
const TOKEN = /^[A-Za-z0-9_-]{22}$/

/**
 * The token of a scanned slip in a page's query: `slip` on H5; on WeChat `q`, the whole address of a QR code, or `scene` of a code of the
 * mini-program's own. Undefined when there is none.
 */
export function slipIn({ slip, q, scene }: Partial<Record<string, string>>): string | undefined {
  const decoded = (text: string | undefined): string => {
    try {
      return decodeURIComponent(text ?? '')
    } catch {
      return ''
    }
  }
  const found = [slip, /[?&]slip=([^&#]+)/.exec(decoded(q))?.[1], decoded(scene)]
  return found.find((token) => token !== undefined && TOKEN.test(token))
}

/** A scanned slip is kept until its reader is bound, then leads into its case. */
export function createSlip(api: Api, storage: Adapters['storage']) {
  return {
    keep: async (token: string): Promise<void> => storage.set(KEY, token).catch(() => undefined),
    /** The case of the slip that was scanned, once, for whoever is bound and in it. Null: none, or not theirs, or the court could not be asked. */
    async land(): Promise<string | null> {
      const slip = await storage.get(KEY).catch(() => undefined)
      if (!slip) return null
      const forget = (): Promise<void> => storage.remove(KEY).catch(() => undefined)
      try {
        const { caseId } = await api.write('/slips/open', OpenSlipSchema, SlipOpenedSchema, { slip })
        await forget()
        return caseId
      } catch (error) {
        if (codedOf(error).status !== 0) await forget()
        return null
      }
    },
  }
}
