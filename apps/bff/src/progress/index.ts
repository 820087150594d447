import { createProgressCommands } from './commands'
import type { ActParts } from './act'
import { createPaperRoutes, type PaperRoutesParts } from './paper-routes'
import { createNodePapers, type NodePapersParts } from './papers'
import { createProgressRoutes, type ProgressRoutesParts } from './routes'

export { type ImportActor, type ProgressActor, type Recorded, recordIdOf } from './act'
export { createProgressCommands, type NodeToRecord, type ProgressCommands } from './commands'
export { type ClockInCase, type Clocks, type ClocksDocument, type ClockStaffDirectory, createClocks, type StaffMoment } from './clocks'
export { progressFold, tellingFoldOf } from './fold'

export type ProgressParts = ActParts & Omit<ProgressRoutesParts, 'papers'> & Pick<PaperRoutesParts, 'maxUploadBytes'> & Omit<NodePapersParts, 'log'>

/** What is done in a case: recording it, taking it back, who may know more of it, and what changes its periods. */
export function createProgress(parts: ProgressParts) {
  const papers = createNodePapers(parts)
  const commands = createProgressCommands({ ...parts, filed: papers.filed })
  return { ...commands, routes: [...createProgressRoutes({ ...parts, commands, papers }), ...createPaperRoutes({ ...parts, papers })] }
}
export type Progress = ReturnType<typeof createProgress>
