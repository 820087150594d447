export { createInbox } from './inbox'
export { createPush, type Push, registeredTemplates } from './push'
export { createTold } from './told'
