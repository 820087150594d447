export { createInbox, type InboxOf } from './inbox'
export { createPush, type Push, registeredTemplates } from './push'
export { createTold, type ProgressOf } from './told'
