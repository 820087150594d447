export { createInbox } from './inbox'
export { createTold } from './told'
