import { canonicalBytes } from '@zhixin/shared/log'
import { citeWords, type ServiceConfig } from '@zhixin/shared/rules'
import { sm3Hex } from '../log'

/** What somebody agrees to: the words as they are shown, and their hash. */
export function statementOf({ address, consent }: ServiceConfig): { address: string; statement: string[]; hash: string } {
  const shown = { address: address.name, statement: consent.statement }
  return { ...shown, hash: sm3Hex(Buffer.from(canonicalBytes(shown))) }
}

/** What service rests on, for people: the law, and that the court has decided itself which system counts as reached where it has. */
export const groundsOf = ({ cite, effect }: ServiceConfig): string =>
  effect.cite.basis === 'proposal' ? `${citeWords([cite])}。到达哪个系统算送达，由本院确定` : citeWords([cite, effect.cite])
