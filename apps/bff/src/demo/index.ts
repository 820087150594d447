export { DEMO_PASSWORD, litigants, staff } from './people'
export { demoPeople, handClock, seedDemo } from './seed'
