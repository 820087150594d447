import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type NoticesConfig, PushAttemptedSchema } from '@zhixin/shared/rules'
import type { Quota } from './quota'

/** Counts what attempts have spent where the dispatcher was killed before it did: each once, by the attempt's own name. */
export async function countSpent(quota: Quota, { wechat_templates: templates }: NoticesConfig, entries: SequencedEntry[]): Promise<void> {
  const spent = entries.flatMap((entry) => {
    const place = parseChain(entry.chain)
    if (place?.kind !== 'push' || entry.type !== 'push.attempted') return []
    const { channel, template, by } = PushAttemptedSchema.parse(entry.body)
    const id = templates[template]?.id
    return channel === 'wechat' && id !== undefined ? [{ personId: place.personId, templateId: id, attempt: by }] : []
  })
  await quota.spendAll(spent)
}
