export * from './items'
export * from './exchanges'
