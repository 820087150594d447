import { HelpNeedsInputSchema, HelpNeedsLookSchema, HelpNeedsSeenSchema, MyHelpNeedsSchema } from '@zhixin/shared/contract'
import type { z } from 'zod'
import type { Api } from './api'

const MINE = '/me/help-needs'

/** What somebody needs so that talking reaches them. Nothing of it is kept on the phone. */
export function createCare(api: Api) {
  return {
    mine: () => api.read(MINE, MyHelpNeedsSchema),
    tell: (told: z.input<typeof HelpNeedsInputSchema>) => api.write(MINE, HelpNeedsInputSchema, MyHelpNeedsSchema, told, 'PUT'),
    takeBack: (): Promise<void> => api.remove(MINE),
    /** The desk, about whom it has before it. */
    look: (papers: z.input<typeof HelpNeedsLookSchema>) => api.write('/desk/help-needs', HelpNeedsLookSchema, HelpNeedsSeenSchema, papers),
  }
}
export type Care = ReturnType<typeof createCare>
