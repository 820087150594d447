import { useState, type ReactNode } from 'react'
import type { ThreadView } from '@zhixin/shared/contract'
import { ListRow } from '@/components/list-row'
import { Sheet } from '@/components/sheet'
import type { Account, ThreadAbilities, ThreadStore } from '@/services'
import type { MessageRow } from './message'
import { AskSealSheet, ConfineSheet, ReleaseSheet } from './sealing-sheets'
import type { RowAction } from './use-conduct'

interface Props {
  account: Account
  store: ThreadStore
  view: ThreadView | null
  can: ThreadAbilities | null
}
type Open = { sheet: 'more' | 'seal' | 'confine' | 'release'; row: MessageRow } | null

/** 封存, 只给承办人看, 解除保密: behind one 更多 below a message, so that nobody meets them by a slip of the finger. */
export function useSealing({ account, store, view, can }: Props) {
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const done = () => {
    close()
    void store.refresh()
  }

  const choices = (row: MessageRow): { title: string; note: string; sheet: 'seal' | 'confine' | 'release' }[] => {
    if (!can) return []
    const maySeal = can.askSeal && !row.sealAsked && (row.own || can.release)
    return [
      ...(maySeal ? [{ title: row.own ? '发错了，申请封存' : '申请封存', note: '负责人批准后，所有人的手机上都不再显示', sheet: 'seal' as const }] : []),
      ...(can.confine && row.own && row.confidence === undefined ? [{ title: '只给承办人看', note: '除了您，只有承办人和员额法官能看', sheet: 'confine' as const }] : []),
      ...(can.release && row.confidence === 'only_handler' ? [{ title: '解除保密', note: '写明理由，发送人会看到', sheet: 'release' as const }] : []),
    ]
  }

  return {
    actionsOf: (row: MessageRow): RowAction[] => (choices(row).length > 0 ? [{ title: '更多', onTap: () => setOpen({ sheet: 'more', row }) }] : []),
    tagsOf: ({ confidence, sealAsked }: MessageRow): string[] => [
      ...(confidence === 'only_handler' ? ['只给承办人看'] : []),
      ...(confidence === 'released' ? ['已解除保密'] : []),
      ...(sealAsked ? ['已申请封存，等负责人决定'] : []),
    ],
    sheet(): ReactNode {
      if (!open) return null
      const { row } = open
      const props = { thread: store.key, row, actions: account.threadActions, onDone: done, onClose: close }
      if (open.sheet === 'seal') return <AskSealSheet {...props} reasons={view?.sealReasons ?? []} />
      if (open.sheet === 'confine') return <ConfineSheet {...props} />
      if (open.sheet === 'release') return <ReleaseSheet {...props} />
      return (
        <Sheet open title="这条消息" onClose={close}>
          {choices(row).map(({ title, note, sheet }) => <ListRow key={sheet} title={title} note={note} onTap={() => setOpen({ sheet, row })} />)}
        </Sheet>
      )
    },
  }
}
