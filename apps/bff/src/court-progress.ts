import { readdirSync } from 'node:fs'
import path from 'node:path'
import {
  type Catalogue, type CatalogueFault, catalogueOf, EventsFileSchema, faultsOf, type FormsConfig, FormsConfigSchema,
  irregularityNode, type MessagingConfig, MessagingConfigSchema, NodesFileSchema, ProgressRolesFileSchema,
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

/** The forms, each of whose clocks the catalogue must have, and what they record. Throws ConfigError naming file, line and field. */
export function loadForms(file: string, catalogue: Catalogue): FormsConfig {
  const { data, fault } = readConfigFile(file, FormsConfigSchema)
  const failures = data.forms.flatMap(({ handled }, at) => {
    if (!handled) return []
    const { node, urgent, correction, records = [] } = handled
    const clocks = [
      { path: ['node'], id: node }, ...(urgent ? [{ path: ['urgent', 'node'], id: urgent.node }] : []), ...(correction === undefined ? [] : [{ path: ['correction'], id: correction }]),
    ]
    return [
      ...clocks.flatMap(({ path: field, id }) => {
        const spec = catalogue.nodes.get(id)
        const isRight = spec?.kept_in === 'thread' && spec.limit !== undefined
        return isRight ? [] : [fault(['forms', at, 'handled', ...field], `${id} is no node of the catalogue with a limit that is kept in the thread`)]
      }),
      ...records.flatMap(({ what, fields }, i) => faultsOfRecord(what, fields, catalogue).map((words) => fault(['forms', at, 'handled', 'records', i], words))),
    ]
  })
  if (failures.length > 0) throw new ConfigError(file, failures)
  return data
}

/** What keeps something from being recorded whenever such a form is docketed. A node that is switched off is simply not recorded. */
function faultsOfRecord(what: string, fields: Readonly<Record<string, string>>, { nodes, events }: Catalogue): string[] {
  const spec = nodes.get(what) ?? events.get(what)
  if (!spec) return [`${what} is no node or event of the catalogue`]
  const unknown = Object.keys(fields).filter((id) => !spec.fields.some((field) => field.id === id))
  const missing = spec.fields.filter(({ id, required }) => required && fields[id] === undefined)
  const wrong = spec.fields.filter(({ id, choices }) => choices && fields[id] !== undefined && !choices.includes(fields[id]))
  return [
    ...unknown.map((id) => `${what} has no field ${id}`), ...missing.map(({ id }) => `${what} needs the field ${id}`),
    ...wrong.map(({ id }) => `${fields[id]} is no choice of ${what}.${id}`),
  ]
}

/** What messages are answered by; a report of irregularity by when the catalogue says as well. Throws ConfigError naming file, line and field. */
export function loadMessaging(file: string, catalogue: Catalogue): MessagingConfig {
  const { data, fault } = readConfigFile(file, MessagingConfigSchema)
  const { limit } = irregularityNode(catalogue) ?? {}
  const { alarm } = data.reply_clocks.irregularity
  // Two clocks that say otherwise would warn the judge on one day and count another.
  const isSame = !limit || (limit.value === alarm.value && limit.unit === alarm.unit && limit.roll_forward === alarm.roll_forward)
  if (!isSame) throw new ConfigError(file, [fault(['reply_clocks', 'irregularity', 'alarm'], 'is not the period that the catalogue gives for a report of irregularity')])
  return data
}

const unknownStaffRoles = (roles: Parameters<typeof catalogueOf>[0]['roles'], staffRoles: RolesConfig['roles']): CatalogueFault[] =>
  Object.entries(roles).flatMap(([id, { who }]) =>
    typeof who === 'object' && !staffRoles[who.role] ? [{ of: 'roles' as const, at: id, path: ['who', 'role'], message: `${who.role} is no role of config/court/roles.yaml` }] : [])
