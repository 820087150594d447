import { useState, type ReactNode } from 'react'
import type { ThreadView } from '@zhixin/shared/contract'
import { ListRow } from '@/components/list-row'
import { Sheet } from '@/components/sheet'
import type { Account, ThreadAbilities, ThreadRow, ThreadStore, VoiceWords } from '@/services'
import type { MessageRow } from './message'
import { AskSealSheet, ConfineSheet, ReleaseSheet, type SealSubject, wordsOf } from './sealing-sheets'
import type { RowAction } from './use-conduct'

export type SystemRow = Extract<ThreadRow, { kind: 'system' }>

interface Props {
  account: Account
  store: ThreadStore
  view: ThreadView | null
  can: ThreadAbilities | null
}
type Open = { sheet: 'more' | 'confine' | 'release'; row: MessageRow } | { sheet: 'seal'; subject: SealSubject } | null

/** 封存, 只给承办人看, 解除保密: behind one 更多 below a message, so that nobody meets them by a slip of the finger. */
export function useSealing({ account, store, view, can }: Props) {
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const done = () => {
    close()
    void store.refresh()
  }

  /** Whoever answers may ask for anything that somebody wrote, anybody else for their own. */
  const maySeal = ({ sealAsked, own }: Pick<SealSubject, 'sealAsked' | 'own'>): boolean => can?.askSeal === true && !sealAsked && (own || can.release)
  const seal = (subject: SealSubject): void => setOpen({ sheet: 'seal', subject })

  const choices = (row: MessageRow): { title: string; note: string; onTap: () => void }[] => {
    if (!can) return []
    const subject: SealSubject = { index: row.index, own: row.own, sealAsked: row.sealAsked === true, name: '这条消息', words: wordsOf(row) }
    return [
      ...(maySeal(subject) ? [{ title: row.own ? '发错了，申请封存' : '申请封存', note: '负责人批准后，所有人的手机上都不再显示', onTap: () => seal(subject) }] : []),
      ...(can.confine && row.own && row.confidence === undefined
        ? [{ title: '只给承办人看', note: '除了您，只有承办人和员额法官能看', onTap: () => setOpen({ sheet: 'confine', row }) }]
        : []),
      ...(can.release && row.confidence === 'only_handler' ? [{ title: '解除保密', note: '写明理由，发送人会看到', onTap: () => setOpen({ sheet: 'release', row }) }] : []),
    ]
  }
  const asking = (subject: SealSubject): RowAction[] => (maySeal(subject) ? [{ title: '申请封存', onTap: () => seal(subject) }] : [])

  return {
    actionsOf: (row: MessageRow): RowAction[] => (choices(row).length > 0 ? [{ title: '更多', onTap: () => setOpen({ sheet: 'more', row }) }] : []),
    /** Of a form, a clue, a note: whatever else somebody wrote. */
    actionsOfSystem: ({ index, title, text, own, isSealable, sealAsked }: SystemRow): RowAction[] =>
      isSealable ? asking({ index, own, sealAsked, name: `“${title}”`, words: text }) : [],
    /** Of what was written down of a voice. */
    actionsOfWords: ({ index, text, own, sealAsked }: VoiceWords): RowAction[] => asking({ index, own, sealAsked, name: '这条语音大意', words: text }),
    tagsOf: ({ confidence, sealAsked }: MessageRow): string[] => [
      ...(confidence === 'only_handler' ? ['只给承办人看'] : []),
      ...(confidence === 'released' ? ['已解除保密'] : []),
      ...(sealAsked ? ['已申请封存，等负责人决定'] : []),
    ],
    sheet(): ReactNode {
      if (!open) return null
      const common = { thread: store.key, actions: account.threadActions, onDone: done, onClose: close }
      if (open.sheet === 'seal') return <AskSealSheet {...common} subject={open.subject} reasons={view?.sealReasons ?? []} />
      const { row } = open
      const props = { ...common, row }
      if (open.sheet === 'confine') return <ConfineSheet {...props} />
      if (open.sheet === 'release') return <ReleaseSheet {...props} />
      return (
        <Sheet open title="这条消息" onClose={close}>
          {choices(row).map(({ title, note, onTap }) => <ListRow key={title} title={title} note={note} onTap={onTap} />)}
        </Sheet>
      )
    },
  }
}
