import { z } from 'zod'
import { CitationSchema } from '../court-config'
import { THREAD_ENTRIES } from '../parts/sealable'
import { SMS_TEMPLATE_NAMES } from '../sms-templates'

const Name = z.string().regex(/^[a-z][a-z_]{1,40}$/)
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))
const Days = z.strictObject({ value: z.number().int().positive(), unit: z.literal('calendar_day') })

/** What a field of a message, or a place in a text, may be filled with: what push-rules allow, and nothing else. */
export const PUSH_SOURCES = ['court', 'case_number', 'case_number_masked', 'label', 'day', 'handler', 'handler_phone', 'hotline', 'misconduct', 'entry'] as const
export type PushSource = (typeof PUSH_SOURCES)[number]

/** WeChat's kinds of field that we fill, by which its limits go. */
export const FIELD_KINDS = ['thing', 'phrase', 'name', 'character_string', 'date', 'time', 'phone_number', 'number'] as const
export type FieldKind = (typeof FIELD_KINDS)[number]
/** WeChat's own name of a field: its kind and a number. */
const FieldName = z.string().regex(new RegExp(`^(?:${FIELD_KINDS.join('|')})\\d{1,2}$`))
export const fieldKind = (name: string): FieldKind => name.replace(/\d+$/, '') as FieldKind

const WechatTemplateSchema = z.strictObject({
  /** As WeChat gave it to the court's mini-program. */
  id: z.string().min(1).max(64),
  /** One acceptance is one message; or accepted once, for good. The two are never asked for in one call. */
  kind: z.enum(['one_time', 'long_term']),
  /** As the settings page calls it. */
  title: z.string().min(2).max(20),
  about: z.string().min(2).max(60),
  fields: z.record(FieldName, z.enum(PUSH_SOURCES)).refine((fields) => Object.keys(fields).length > 0, { message: 'a template has fields' }),
})
export type WechatTemplate = z.infer<typeof WechatTemplateSchema>

/** A text of config/sms.yaml. */
const Sms = z.enum(SMS_TEMPLATE_NAMES)

/** Which entries of a thread are pushed, and how. */
const NoticeTypeSchema = z.strictObject({
  /** What it is in a message where the entry itself has no name for it. */
  label: z.string().min(2).max(20),
  wechat: Name.optional(),
  sms: Sms.optional(),
  /** For an entry that says how to look, write, ring and report (push-rules: first_push_must_include). */
  sms_first: Sms.optional(),
  /** Whether somebody rings when nothing else reaches them: only for what asks them to act, and the minimum nodes. */
  call: z.enum(['never', 'when_it_must', 'always']).default('never'),
  /** Whoever reads it in the app meanwhile is told nothing twice. */
  after_minutes: z.number().int().nonnegative().default(0),
  /** Of several that come within so long, and are not read yet, the first is pushed. */
  gather_minutes: z.number().int().nonnegative().default(0),
})
export type NoticeType = z.infer<typeof NoticeTypeSchema>

/** config/court/notices.yaml */
export const NoticesConfigSchema = z
  .strictObject({
    next_channel_after: Days.extend({ cite: CitationSchema }),
    /** What could not be begun for so long (a standstill, a court that begins with this) is news no more: the app has it. Not what asks somebody to act. */
    too_late_after: Days.extend({ cite: CitationSchema }),
    /** Nothing is sent from `from` to `to`; what falls due then goes out at its end. */
    quiet_hours: z.strictObject({ from: Clock, to: Clock, cite: CitationSchema }),
    /** What surely did not go out is tried again after so many minutes; then it is the next channel's turn. */
    retries: z.strictObject({ after_minutes: z.array(z.number().int().positive()).min(1).max(8), cite: CitationSchema }),
    calls: z.strictObject({ times: z.number().int().positive(), again_after: Days, cite: CitationSchema }),
    /** To a number that its owner has not confirmed: names nobody, no case and no node. */
    neutral_sms: z.strictObject({ template: Sms, at_most_every: Days, cite: CitationSchema }),
    minimum_nodes: z.strictObject({ nodes: z.array(z.string()).min(1), cite: CitationSchema }),
    /** What push-rules allow in a message, and what never stands in a text. */
    content: z.strictObject({ forbidden_in_sms: z.array(z.string()).min(1), cite: CitationSchema }),
    wechat_templates: z.record(Name, WechatTemplateSchema),
    types: z.record(z.enum(Object.keys(THREAD_ENTRIES) as [keyof typeof THREAD_ENTRIES, ...(keyof typeof THREAD_ENTRIES)[]]), NoticeTypeSchema.optional()),
    /** At which tap a person is asked for which messages: at most five, and of one kind. */
    asks: z.record(Name, z.array(Name).min(1).max(5)),
  })
  .superRefine(({ types, wechat_templates: wechat, asks, quiet_hours: quiet }, context) => {
    const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    for (const [type, spec] of Object.entries(types)) {
      if (spec?.wechat !== undefined && !wechat[spec.wechat]) wrong(['types', type, 'wechat'], `no such template: ${spec.wechat}`)
    }
    if (quiet.from === quiet.to) wrong(['quiet_hours'], 'the quiet hours have no length')
    for (const [tap, names] of Object.entries(asks)) {
      const unknown = names.find((name) => !wechat[name])
      if (unknown !== undefined) wrong(['asks', tap], `no such template: ${unknown}`)
      else if (new Set(names.map((name) => wechat[name]!.kind)).size > 1) wrong(['asks', tap], 'one-time and long-term templates cannot be asked for in one call')
    }
    const ids = Object.values(wechat).map(({ id }) => id)
    if (new Set(ids).size < ids.length) wrong(['wechat_templates'], 'two templates have one id')
  })
export type NoticesConfig = z.infer<typeof NoticesConfigSchema>
