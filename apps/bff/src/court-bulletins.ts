import { type BulletinsConfig, BulletinsConfigSchema, type Catalogue, unknownToWorkflows, type Workflows } from '@zhixin/shared/rules'
import { ConfigError, readConfigFile } from './platform/config-file'

/** What bulletins say. What a figure counts must be there in the court's workflows and nodes. Throws ConfigError naming file, line and field. */
export function loadBulletins(file: string, workflows: Workflows, { nodes }: Pick<Catalogue, 'nodes'>): BulletinsConfig {
  const { data, fault } = readConfigFile(file, BulletinsConfigSchema)
  const unknown = unknownToWorkflows(data, workflows, nodes)
  if (unknown.length > 0) throw new ConfigError(file, unknown.map(({ path, message }) => fault(path, message)))
  return data
}
