export * from './entries'
export * from './transfer'
