import { z } from 'zod'
import { assertThat } from '../errors'
import { CitationSchema } from './court-config'

export const HelpNeedIdSchema = z.string().regex(/^[a-z][a-z_]{1,30}$/)
export const HELP_NOTE_MAX_CHARS = 60
/** A picture beside each line: whoever reads little, or in a hurry, sees at once what it is about. */
export const HelpIconSchema = z.enum(['eye', 'sound', 'text', 'language', 'person'])
export type HelpIcon = z.infer<typeof HelpIconSchema>

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
        icon: HelpIconSchema.default('person'),
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

export interface HelpLine {
  icon: HelpIcon
  text: string
}

/** 看字吃力：请打电话或用语音，字句尽量短. One line for each need, then the person's own words. What the court no longer lists is left out. */
export function helpLines({ needs: listed }: HelpNeedsConfig, { needs, which, note }: HelpNeeds): HelpLine[] {
  const lines = listed
    .filter(({ id }) => needs.includes(id))
    .map(({ icon, short, advice, asks_which: asksWhich }) => ({ icon, text: `${short}${asksWhich && which ? `（${which}）` : ''}：${advice}` }))
  return note ? [...lines, { icon: 'person', text: `本人说明：${note}` }] : lines
}

/**
 * What somebody told, as it is kept: each need once, and which language only where one of them asks for it. Throws CodedError for a need
 * that the court does not list, and where nothing is said.
 */
export function checkedHelpNeeds({ needs: listed }: HelpNeedsConfig, { needs, which, note }: HelpNeeds, field = 'body.needs'): HelpNeeds {
  assertThat(needs.every((id) => listed.some((one) => one.id === id)), 'input.invalid', { field })
  assertThat(needs.length > 0 || note, 'input.invalid', { field, detail: '请至少选一项，或写一句话。不需要了可以点“删除”。' })
  const asksWhich = listed.some((one) => one.asks_which && needs.includes(one.id))
  return { needs: [...new Set(needs)], ...(asksWhich && which && { which }), ...(note && { note }) }
}
