import { assertThat } from '@zhixin/shared/errors'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type CorrectionItem, dayOf, dueOf, type FormsConfig, formOf } from '@zhixin/shared/rules'
import type { StaffActor } from '../platform/http/actor'
import type { Sight, SightParts } from './sight'

export interface CorrectionParts extends Pick<SightParts, 'catalogue' | 'holidays' | 'now'> {
  forms: FormsConfig
  sight: Sight
}
export type AskCorrection = (
  actor: StaffActor, key: ThreadKey, index: number, commandId: string, items: readonly CorrectionItem[],
) => Promise<SequencedEntry | undefined>

/**
 * 一次性告知补正: says all that is missing, with the day until which it may come by the catalogue of today. Whoever calls has let the actor in.
 * Throws `applications.no_correction` where the form has no period for it.
 */
export function createAskCorrection({ sight, forms, catalogue, holidays, now }: CorrectionParts): AskCorrection {
  return async (actor, key, index, commandId, items) => {
    await sight.find(key, index)
    const { form, version } = await sight.said(key, index)
    const node = catalogue.nodes.get(formOf(forms, form, version)?.handled?.correction ?? '')
    assertThat(node?.on && node.limit, 'applications.no_correction')
    const { dueAt, dueDay } = dueOf(node.limit, { day: dayOf(now()) }, { holidays })
    return sight.act(actor, key, commandId, { type: 'AskCorrection', of: index, items, node: node.id, dueAt, dueDay }, { of: index, items })
  }
}
