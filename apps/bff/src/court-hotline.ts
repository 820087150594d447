import { CALL_KINDS, COMMON_FIELDS, type HotlineConfig, HotlineConfigSchema, type Workflows } from '@zhixin/shared/rules'
import { ConfigError, readConfigFile } from './platform/config-file'

/** The hotline's desk. Throws ConfigError naming file, line and field, also for a kind that its workflow could not take in. */
export function loadHotline(path: string, workflows: Workflows): HotlineConfig {
  const { file, data, fault } = readConfigFile(path, HotlineConfigSchema)
  const faults = CALL_KINDS.flatMap((kind) => faultsOf(data, kind, workflows).map(({ at, message }) => fault(['kinds', kind, ...at], message)))
  if (faults.length > 0) throw new ConfigError(file, faults)
  return data
}

interface Fault {
  at: (string | number)[]
  message: string
}

function faultsOf({ kinds }: HotlineConfig, kind: (typeof CALL_KINDS)[number], workflows: Workflows): Fault[] {
  const { stream, fields, says } = kinds[kind]
  const { fields: known, registration: { needs, may_say } } = workflows[stream]
  const allowed = new Set([...needs.map(({ field }) => field), ...may_say])
  const isCommon = (id: string): boolean => (COMMON_FIELDS as readonly string[]).includes(id)
  const unknown = (id: string, at: Fault['at']): Fault[] => (allowed.has(id) ? [] : [{ at, message: `is nothing that is said when a ${stream} is registered: ${id}` }])
  const choicesOf = (id: string): Record<string, string> => known[id]?.choices ?? { yes: '', no: '' }
  return [
    ...Object.entries(says).flatMap(([id, value]) => [
      ...unknown(id, ['says', id]), ...(allowed.has(id) && choicesOf(id)[value] === undefined ? [{ at: ['says', id], message: `has no choice ${value}` }] : []),
    ]),
    ...fields.flatMap(({ id, choices }, i) => (isCommon(id) ? [] : [
      ...unknown(id, ['fields', i, 'id']),
      ...(choices ?? []).flatMap((choice, j) =>
        allowed.has(id) && choicesOf(id)[choice.id] === undefined ? [{ at: ['fields', i, 'choices', j], message: `${id} has no choice ${choice.id}` }] : []),
    ])),
    ...needs.flatMap(({ field }) =>
      says[field] !== undefined || fields.some(({ id, required }) => id === field && required) ? [] : [{ at: ['fields'], message: `a ${stream} needs ${field}` }]),
  ]
}
