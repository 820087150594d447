import { Button } from '../button'
import { EmptyState } from '../empty-state'

interface Props {
  /** The sentence for the error's code. */
  sentence: string
  onRetry?: () => void
}

export function ErrorState({ sentence, onRetry }: Props) {
  return (
    <EmptyState title="没有加载成功" hint={sentence}>
      {onRetry ? <Button kind="plain" inline onTap={onRetry}>重试</Button> : null}
    </EmptyState>
  )
}
