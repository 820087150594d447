import { stopOneStore } from './one-store'

// eslint-disable-next-line no-restricted-syntax -- jest takes what it runs before and after all from a default export
export default stopOneStore
