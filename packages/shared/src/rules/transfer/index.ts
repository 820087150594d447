export * from './entries'
export * from './transfer'
export * from './config'
