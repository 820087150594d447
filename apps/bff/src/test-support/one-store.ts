import { type EmbeddedMongo, startEmbeddedMongo } from '@zhixin/embedded-mongo'

/** The environment's word for the embedded server that all tests share. */
export const ONE_STORE = 'TEST_STORE_URI'
const kept = globalThis as { oneStore?: EmbeddedMongo }

/**
 * Before all tests one embedded server is started, in which each of them has databases of its own: to start one for each court costs more
 * than many a test. Tests that kill their store, or look into it, start one of theirs.
 */
// eslint-disable-next-line no-restricted-syntax -- jest takes what it runs before and after all from a default export
export default async function startOneStore(): Promise<void> {
  kept.oneStore = await startEmbeddedMongo()
  process.env[ONE_STORE] = kept.oneStore.uri
}

export const stopOneStore = (): Promise<void> | undefined => kept.oneStore?.stop()
