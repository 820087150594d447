import { createProgressCommands } from './commands'
import type { ActParts } from './act'
import { createProgressRoutes, type ProgressRoutesParts } from './routes'

export { type ImportActor, type ProgressActor, type Recorded, recordIdOf } from './act'
export { createProgressCommands, type NodeToRecord, type ProgressCommands } from './commands'
export { type Clocks, type ClockStaffDirectory, createClocks } from './clocks'
export { progressFold } from './fold'

export type ProgressParts = ActParts & ProgressRoutesParts

/** What is done in a case: recording it, taking it back, who may know more of it, and what changes its periods. */
export function createProgress(parts: ProgressParts) {
  const commands = createProgressCommands(parts)
  return { ...commands, routes: createProgressRoutes({ ...parts, commands }) }
}
export type Progress = ReturnType<typeof createProgress>
