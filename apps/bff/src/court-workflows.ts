import path from 'node:path'
import { type Stream, STREAMS } from '@zhixin/shared/ids'
import { type Catalogue, faultsOfWorkflow, type OfficialForms, type RolesConfig, type Workflow, WorkflowSchema, type Workflows } from '@zhixin/shared/rules'
import { ConfigError, readConfigFile } from './platform/config-file'

export interface AroundWorkflows {
  catalogue: Pick<Catalogue, 'nodes'>
  roles: RolesConfig
  /** Papers that are made here. Without them nobody looks whether a paper's form is one of them. */
  officialForms?: Pick<OfficialForms, 'forms'>
}

/**
 * How complaints go from their receipt to their end: one file for each stream, named as it is. Throws ConfigError naming file, line and field, also for
 * what only the rest of the configuration shows.
 */
export function loadWorkflows(folder: string, around: AroundWorkflows): Workflows {
  return Object.fromEntries(STREAMS.map((stream) => [stream, loadWorkflow(folder, stream, around)])) as Record<Stream, Workflow>
}

function loadWorkflow(folder: string, stream: Stream, { catalogue, roles, officialForms }: AroundWorkflows): Workflow {
  const { file, data, fault } = readConfigFile(path.join(folder, `${stream}.yaml`), WorkflowSchema)
  if (data.stream !== stream) throw new ConfigError(file, [fault(['stream'], `is not ${stream}, as the file is called`)])
  // A case's papers are none that a complaint's file could hold.
  const forms = officialForms && new Set(officialForms.forms.filter(({ place }) => place === 'petition').map(({ id }) => id))
  const faults = faultsOfWorkflow(data, { catalogue, roles, ...(forms && { forms }) })
  if (faults.length > 0) throw new ConfigError(file, faults.map(({ path: at, message }) => fault(at, message)))
  return data
}
