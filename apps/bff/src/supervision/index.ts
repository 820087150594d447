export { type Bulletins, createBulletins } from './bulletins'
export { createOverview, type Overview } from './overview'
export { createLevels, type Levels } from './levels'
export { createSubmissionCheck, createTermination, type Termination } from './termination'
