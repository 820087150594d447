import { display, typeScale } from './display'
import { useValue } from './use-value'

/** How to draw for this reader: the root's class and style, and whether to leave blocks out. */
export function useDisplay() {
  const chosen = useValue(display)
  return {
    ...chosen,
    rootClass: chosen.elder ? 'zx-root zx-root--elder' : 'zx-root',
    rootStyle: { '--zx-scale': String(typeScale(chosen)) } as Record<string, string>,
  }
}
