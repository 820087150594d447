import { z } from 'zod'
import { CitationSchema } from './court-config'

export const HelpNeedIdSchema = z.string().regex(/^[a-z][a-z_]{1,30}$/)
export const HELP_NOTE_MAX_CHARS = 60

/** What somebody may need of whoever talks with them, as the court's data. */
export const HelpNeedsConfigSchema = z.strictObject({
  /** Said where it is asked: what for, who sees it, and that it need not be told. */
  purpose: z.string().min(10).max(200),
  cite: CitationSchema,
  needs: z
    .array(
      z.strictObject({
        id: HelpNeedIdSchema,
        /** As the person says it of themselves. */
        label: z.string().min(2).max(20),
        /** The same in a few characters, for the court's line. */
        short: z.string().min(2).max(10),
        /** What the court side does about it. */
        advice: z.string().min(2).max(40),
        /** Whether it is also asked which language or dialect. */
        asks_which: z.boolean().default(false),
      }),
    )
    .min(1),
})
export type HelpNeedsConfig = z.infer<typeof HelpNeedsConfigSchema>

/** What a person has told of themselves. */
export interface HelpNeeds {
  needs: readonly string[]
  /** Language or dialect. */
  which?: string | undefined
  note?: string | undefined
}

/** 看字吃力：请打电话或用语音，字句尽量短. One line for each need, then the person's own words. What the court no longer lists is left out. */
export function helpLines({ needs: listed }: HelpNeedsConfig, { needs, which, note }: HelpNeeds): string[] {
  const lines = listed
    .filter(({ id }) => needs.includes(id))
    .map(({ short, advice, asks_which: asksWhich }) => `${short}${asksWhich && which ? `（${which}）` : ''}：${advice}`)
  return note ? [...lines, `本人说明：${note}`] : lines
}
