import { View } from '@tarojs/components'
import type { PropsWithChildren } from 'react'
import { Button } from '../button'
import { Sheet } from '../sheet'

interface Props {
  open: boolean
  title: string
  confirm: string
  onConfirm: () => void
  onClose: () => void
  busy?: boolean
  disabled?: boolean
  danger?: boolean
}

/** Says what is about to happen and asks once. */
export function ConfirmSheet({ open, title, confirm, onConfirm, onClose, busy, disabled, danger, children }: PropsWithChildren<Props>) {
  const buttons = (
    <View className="zx-stack">
      <Button kind={danger ? 'danger' : 'main'} busy={busy} disabled={disabled} onTap={onConfirm}>{confirm}</Button>
      <Button kind="plain" onTap={onClose}>取消</Button>
    </View>
  )
  return <Sheet open={open} title={title} onClose={onClose} footer={buttons}>{children}</Sheet>
}
