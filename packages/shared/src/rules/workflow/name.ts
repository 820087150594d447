import { z } from 'zod'

/** What steps, states, fields and papers are called by. Apart from what describes them: phones fetch this alone. */
export const WorkflowName = z.string().regex(/^[a-z][a-z0-9_]{1,60}$/)
