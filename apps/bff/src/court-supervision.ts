import { type RolesConfig, type SupervisionConfig, SupervisionConfigSchema } from '@zhixin/shared/rules'
import { ConfigError, readConfigFile } from './platform/config-file'

/** What is counted for supervision. Each role that sees others' numbers must be one of the court's. Throws ConfigError naming file, line and field. */
export function loadSupervision(file: string, { roles }: RolesConfig): SupervisionConfig {
  const { data, fault } = readConfigFile(file, SupervisionConfigSchema)
  const named = (['scopes', 'conduct_record'] as const).flatMap((rule) => (['court', 'department'] as const).map((scope) => ({ rule, scope })))
  const unknown = named.flatMap(({ rule, scope }) =>
    data[rule][scope].flatMap((role, i) => {
      if (!roles[role]) return [fault([rule, scope, i], `${role} is no role of roles.yaml`)]
      return roles[role].kept_apart ? [fault([rule, scope, i], `${role} is kept apart from cases`)] : []
    }))
  if (unknown.length > 0) throw new ConfigError(file, unknown)
  return data
}
