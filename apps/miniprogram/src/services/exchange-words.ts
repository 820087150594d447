import type { TransferExchanges } from '@zhixin/shared/contract'
import type { ExchangeListSchema } from '@zhixin/shared/integration'
import type { z } from 'zod'
import { momentWords } from './format'
import { briefWords, hitchWords } from './transfer-words'

export type ExchangeItem = z.infer<typeof ExchangeListSchema>['exchanges'][number]
export type TransferItem = TransferExchanges['transfers'][number]

const KINDS: Record<ExchangeItem['kind'], string> = { cases: '案件', parties: '当事人', officers: '人员和承办', nodes: '节点' }

/** 案件：新增 3，更改 1，没有变化 0，退回 2 */
export const countsWords = ({ kind, counts: { created, updated, unchanged, refused } }: Pick<ExchangeItem, 'kind' | 'counts'>): string =>
  `${KINDS[kind]}：新增 ${created}，更改 ${updated}，没有变化 ${unchanged}，退回 ${refused}`

export const cameByWords = ({ via, name, keyId }: Pick<ExchangeItem, 'via' | 'name' | 'keyId'>): string =>
  `${via === 'http' ? '联网送来' : `文件送来${name === null ? '' : `：${name}`}`} · 密钥 ${keyId}`

/** How a transfer between courts is getting on, in one line and, where something keeps it, another. */
export function transferLines(transfer: TransferItem, now: string): { title: string; notes: string[]; isWaiting: boolean } {
  const { direction, court, stands, pieces, hitch, tries, nextAt, isTold } = transfer
  const isDone = ['taken', 'refused', 'broken', 'acknowledged', 'recalled'].includes(stands)
  const isWaiting = hitch !== null || (direction === 'in' && isDone && stands !== 'recalled' && !isTold)
  const notes = [
    pieces && pieces.here < pieces.of ? `${direction === 'out' ? '对方已收到' : '收到'} ${pieces.here} 份，共 ${pieces.of} 份` : '',
    direction === 'in' && isDone && stands !== 'recalled' ? (isTold ? '对方已回执' : '对方还没有回执') : '',
    tries > 1 && nextAt !== null ? `送过 ${tries} 次` : '',
    nextAt === null || tries === 0 ? '' : `${momentWords(nextAt, now)} 再送`,
  ].filter(Boolean)
  const isLookedThrough = stands === 'arriving' && pieces !== null && pieces.here === pieces.of
  const word = isLookedThrough ? '校验中' : briefWords(stands)
  return { title: `${direction === 'out' ? '送往' : '来自'}${court} · ${word}`, notes: [...notes, ...(hitch ? [hitchWords(hitch, court)] : [])], isWaiting }
}
