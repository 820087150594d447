import { type Catalogue, recordable, type ServiceConfig, ServiceConfigSchema } from '@zhixin/shared/rules'
import { ConfigError, readConfigFile } from './platform/config-file'

/** What is served electronically, and how. Each service must be something that the catalogue can record. Throws ConfigError naming file, line and field. */
export function loadService(file: string, catalogue: Catalogue): ServiceConfig {
  const { data, fault } = readConfigFile(file, ServiceConfigSchema)
  const failures = Object.entries(data.documents).flatMap(([id, { records }]) =>
    recordable(catalogue, records) ? [] : [fault(['documents', id, 'records'], `${records} is no node or event of the catalogue that can be recorded`)])
  if (failures.length > 0) throw new ConfigError(file, failures)
  return data
}
