import { SEEDED_DIR, startProduct } from './product'

/**
 * Before all journeys (and fault tests, and tests of the built weapp) the product is started once on an empty folder, as anybody's first
 * start, and so brings the demonstration court about; each then begins with a copy of that folder. It is the longest part of a start, and
 * the same each time.
 */
// eslint-disable-next-line no-restricted-syntax -- jest takes what it runs before and after all from a default export
export default async function seedOnce(): Promise<void> {
  const product = await startProduct()
  await product.stop()
  process.env[SEEDED_DIR] = product.dataDir
}
