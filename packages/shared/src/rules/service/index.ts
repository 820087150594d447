export * from './config'
export * from './entries'
export * from './runs'
