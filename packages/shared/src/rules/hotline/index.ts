export * from './config'
export * from './call'
export * from './decide'
