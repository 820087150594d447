export { createInbox } from './inbox'
export { createPush, type Push } from './push'
export { createTold } from './told'
