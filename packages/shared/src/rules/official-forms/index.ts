export * from './definition'
export * from './entries'
export * from './paper'
export * from './text'
