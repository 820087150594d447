import { type DeskAction, deskAction } from '@/services'
import { isTyping, useKeydown } from './use-keys'

const FRAMES = 30

/** H5 only: the keys of the hotline's desk, also while something is typed, which they never take. Whatever the handler takes (true) does nothing else. */
export function useDeskKeys(handle: (action: DeskAction) => boolean): void {
  useKeydown((event) => {
    const { key, ctrlKey, metaKey, altKey, isComposing, target } = event
    // Whatever has the focus answers Enter itself.
    const isOnButton = target instanceof HTMLElement && target.getAttribute('role') === 'button' && key === 'Enter' && !ctrlKey
    if (metaKey || altKey || isComposing || isOnButton) return false
    const action = deskAction({ key, ctrl: ctrlKey, isTyping: isTyping(event) })
    return action !== undefined && handle(action)
  }, true)
}

/** H5 only: puts the cursor into the field, or on the first thing to press, inside the element of this id, once it is drawn. */
export function focusIn(id: string): void {
  if (process.env.TARO_ENV !== 'h5') return
  let left = FRAMES
  const look = (): void => {
    const found = document.querySelector<HTMLElement>(`#${id} input, #${id} textarea, #${id} [role=button]`)
    if (found) {
      found.focus()
      found.scrollIntoView({ block: 'center' })
    } else if (--left > 0) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** H5 only: in which element, of those whose ids begin so, the cursor is. */
export function focusedId(prefix: string): string | undefined {
  if (process.env.TARO_ENV !== 'h5') return undefined
  return document.activeElement?.closest(`[id^="${prefix}"]`)?.id.slice(prefix.length)
}

/** H5 only: nothing has the cursor. */
export function leaveField(): void {
  if (process.env.TARO_ENV === 'h5' && document.activeElement instanceof HTMLElement) document.activeElement.blur()
}
