export * from './items'
