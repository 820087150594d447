import { type Catalogue, faultsOfLadder, type LadderConfig, LadderConfigSchema } from '@zhixin/shared/rules'
import { ConfigError, readConfigFile } from './platform/config-file'

/** `progress/ladder.yaml`, held against the catalogue. Throws ConfigError naming file, line and field. */
export function loadLadder(file: string, catalogue: Pick<Catalogue, 'nodes' | 'roles'>): LadderConfig {
  const { data, fault } = readConfigFile(file, LadderConfigSchema)
  const faults = faultsOfLadder(data, catalogue)
  if (faults.length > 0) throw new ConfigError(file, faults.map(({ path, message }) => fault(path, message)))
  return data
}
