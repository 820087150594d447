export { DEMO_PASSWORD, litigants, staff } from './people'
export { demoPeople, handClock, seedDemo } from './seed'
export { type DemoClock, openDemoClock, refuseDemoStore } from './clock'
export { createDemoClockRoutes } from './clock-routes'
