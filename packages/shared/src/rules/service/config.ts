import { z } from 'zod'
import { CitationSchema } from '../court-config'
import { AuthoritySchema, LitigantSideSchema } from '../relations'

const Name = z.string().regex(/^[a-z][a-z0-9_]{2,60}$/)
/** Of these the law gives a paper original to whoever asks (民事诉讼法 第九十条): a court cannot leave one of them out. */
const PAPER_KINDS = ['judgment', 'ruling', 'mediation'] as const
export const ServedKindSchema = z.enum([...PAPER_KINDS, 'notice', 'order', 'report'])

const ServedDocumentSchema = z.strictObject({
  /** As it is called on paper: 执行通知书. */
  label: z.string().min(2).max(30),
  kind: ServedKindSchema,
  /** Whose side it is served on. */
  sides: z.array(LitigantSideSchema).min(1),
  /** False: only ever on paper; `because` says why. */
  electronic: z.boolean(),
  because: z.string().min(4).max(120).optional(),
  /** The node or event of the catalogue that its service is: what counts from service counts from there. */
  records: Name,
  /** What whoever gets it reads of what follows; nothing of how long a period is, which stands in the catalogue. */
  follows: z.string().min(4).max(200),
  cite: CitationSchema,
})
export type ServedDocument = z.infer<typeof ServedDocumentSchema>

/** config/court/service.yaml: electronic service (电子送达), an act of its own and never a push (rules, Beyond-6). */
export const ServiceConfigSchema = z
  .strictObject({
    /** What electronic service rests on as a whole: stands on every document and certificate. */
    cite: CitationSchema,
    /** Where documents are served to, as people read it. */
    address: z.strictObject({ name: z.string().min(2).max(60), cite: CitationSchema }),
    /** What somebody agrees to, word by word. Its hash stands in every consent: other words are another consent. */
    consent: z.strictObject({ statement: z.array(z.string().min(4).max(200)).min(3).max(12), cite: CitationSchema }),
    /**
     * When a document has reached its reader's system. `in_account`: once it lies in their own account here; `on_phone`: once their phone has
     * fetched it. The law says arrival and leaves it to the court which of its systems that is.
     */
    effect: z.strictObject({ when: z.enum(['in_account', 'on_phone']), words: z.string().min(10).max(200), cite: CitationSchema }),
    /** Which agents may take a document for their principal. Whoever is, or represents, the party itself always may. */
    agents: z.strictObject({ authorities: z.array(AuthoritySchema), cite: CitationSchema }),
    paper_original: z.strictObject({ kinds: z.array(ServedKindSchema), words: z.string().min(10).max(200), cite: CitationSchema }),
    /** What stands above a document that is only shown. */
    not_service: z.strictObject({ words: z.string().min(6).max(200), cite: CitationSchema }),
    /** What whoever serves is told before they do, once more each time. */
    before_serving: z.array(z.string().min(6).max(160)).min(1).max(6),
    documents: z.record(Name, ServedDocumentSchema),
  })
  .superRefine(({ paper_original: paper, documents, not_service: not }, context) => {
    const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    const missing = PAPER_KINDS.filter((kind) => !paper.kinds.includes(kind))
    if (missing.length > 0) wrong(['paper_original', 'kinds'], `the law gives a paper original of these, too: ${missing.join(', ')}`)
    if (!not.words.includes('不是送达')) wrong(['not_service', 'words'], 'it has to say 不是送达')
    for (const [id, { electronic, because }] of Object.entries(documents)) {
      if (!electronic && because === undefined) wrong(['documents', id, 'because'], 'say why it is never served electronically')
    }
  })
export type ServiceConfig = z.infer<typeof ServiceConfigSchema>
