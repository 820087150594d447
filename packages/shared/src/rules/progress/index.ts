export * from './catalogue'
export * from './entries'
export * from './progress-state'
