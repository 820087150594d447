import { rmSync } from 'node:fs'
import { SEEDED_DIR } from './product'

// eslint-disable-next-line no-restricted-syntax -- jest takes what it runs before and after all from a default export
export default function removeSeeded(): void {
  const seeded = process.env[SEEDED_DIR]
  if (seeded !== undefined) rmSync(seeded, { recursive: true, force: true })
}
