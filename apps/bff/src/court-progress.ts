import { readdirSync } from 'node:fs'
import path from 'node:path'
import {
  type Catalogue, type CatalogueFault, catalogueOf, EventsFileSchema, faultsOf, type FormsConfig, FormsConfigSchema, NodesFileSchema, ProgressRolesFileSchema,
  RecordingFileSchema, type RolesConfig,
} from '@zhixin/shared/rules'
import { ConfigError, readConfigFile } from './platform/config-file'

/** The node catalogue of `config/court/progress`. Throws ConfigError naming file, line and field, also for what only all files together show. */
export function loadCatalogue(folder: string, { roles: staffRoles }: RolesConfig): Catalogue {
  const file = (name: string): string => path.join(folder, name)
  const roles = readConfigFile(file('roles.yaml'), ProgressRolesFileSchema)
  const events = readConfigFile(file('events.yaml'), EventsFileSchema)
  const { late_after, suspensions } = readConfigFile(file('recording.yaml'), RecordingFileSchema).data
  const nodeFiles = readdirSync(file('nodes'))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => readConfigFile(file(`nodes/${name}`), NodesFileSchema))
  // Where each node of the whole list stands: its file and its place there.
  const places = nodeFiles.flatMap((source) => source.data.nodes.map((node, at) => ({ source, at, node })))
  const parts = { nodes: places.map(({ node }) => node), events: events.data.events, roles: roles.data.roles }

  const failures = new Map<string, string[]>()
  const add = (name: string, failure: string): void => void failures.set(name, [...(failures.get(name) ?? []), failure])
  for (const { of, at, path: field, message } of [...faultsOf(parts), ...unknownStaffRoles(parts.roles, staffRoles)]) {
    if (of === 'nodes') {
      const { source, at: place, node } = places[at as number]!
      add(source.file, source.fault(['nodes', place, ...field], `${node.id}: ${message}`))
    } else {
      const source = of === 'events' ? events : roles
      add(source.file, source.fault([of, at, ...field], message))
    }
  }
  const [first] = failures
  if (first) throw new ConfigError(first[0], [...first[1], ...[...failures].slice(1).flatMap(([name, more]) => more.map((failure) => `${name}: ${failure}`))])
  return catalogueOf(parts, {
    late_after: { value: late_after.value, unit: late_after.unit },
    suspensions: new Map(Object.entries(suspensions.causes).map(([id, { label }]) => [id, label])),
  })
}

/** The forms, each of whose clocks the catalogue must have. Throws ConfigError naming file, line and field. */
export function loadForms(file: string, { nodes }: Catalogue): FormsConfig {
  const { data, fault } = readConfigFile(file, FormsConfigSchema)
  const failures = data.forms.flatMap(({ handled }, at) => {
    const named = handled ? [{ path: ['node'], id: handled.node }, ...(handled.urgent ? [{ path: ['urgent', 'node'], id: handled.urgent.node }] : [])] : []
    return named.flatMap(({ path: field, id }) => {
      const node = nodes.get(id)
      const isRight = node?.kept_in === 'thread' && node.limit !== undefined
      return isRight ? [] : [fault(['forms', at, 'handled', ...field], `${id} is no node of the catalogue with a limit that is kept in the thread`)]
    })
  })
  if (failures.length > 0) throw new ConfigError(file, failures)
  return data
}

const unknownStaffRoles = (roles: Parameters<typeof catalogueOf>[0]['roles'], staffRoles: RolesConfig['roles']): CatalogueFault[] =>
  Object.entries(roles).flatMap(([id, { who }]) =>
    typeof who === 'object' && !staffRoles[who.role] ? [{ of: 'roles' as const, at: id, path: ['who', 'role'], message: `${who.role} is no role of config/court/roles.yaml` }] : [])
