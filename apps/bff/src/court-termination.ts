import { type Catalogue, type FormsConfig, recordable, type ServiceConfig, type SheetCheck, type TerminationConfig, TerminationConfigSchema } from '@zhixin/shared/rules'
import { ConfigError, readConfigFile } from './platform/config-file'

interface Known {
  catalogue: Catalogue
  service: ServiceConfig
  forms: FormsConfig
}

/**
 * The checks before a termination. Whatever a check looks for must be something that can be there: in the catalogue, among the documents, among the
 * forms. Throws ConfigError naming file, line and field.
 */
export function loadTermination(file: string, known: Known): TerminationConfig {
  const { data, fault } = readConfigFile(file, TerminationConfigSchema)
  const failures = data.checks.flatMap((check, at) =>
    faultsOf(check, known).map(({ field, words }) => fault(['checks', at, field], `check ${check.number}: ${words}`)))
  const submits = [...known.catalogue.nodes.values()].some(({ on, checks }) => on && checks.includes('evidence_sheet'))
  if (!submits) failures.push(fault(['checks'], 'no node of the catalogue has the check evidence_sheet: nothing would be kept back'))
  if (failures.length > 0) throw new ConfigError(file, failures)
  return data
}

interface Fault {
  field: string
  words: string
}

function faultsOf(check: SheetCheck, { catalogue, service, forms }: Known): Fault[] {
  const lists = Object.entries(check).flatMap(([field, value]): { field: string; name: string }[] => {
    const names = typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
    return names.map((name) => ({ field, name }))
  })
  const NODES = ['nodes', 'shows', 'found', 'control', 'missing', 'node', 'interview', 'panel']
  // What is only shown may be switched off; what decides must be something that somebody can record.
  const isKnown = (field: string, name: string): boolean =>
    field === 'shows' ? catalogue.nodes.has(name) || catalogue.events.has(name) : recordable(catalogue, name) !== undefined
  return [
    ...lists.filter(({ field, name }) => NODES.includes(field) && !isKnown(field, name)).map(({ field, name }) => ({ field, words: `${name} is no node or event of the catalogue that can be recorded` })),
    ...lists.filter(({ field, name }) => field === 'documents' && !service.documents[name]).map(({ field, name }) => ({ field, words: `${name} is no document of service.yaml` })),
    ...lists.filter(({ field, name }) => field === 'forms' && !forms.forms.some(({ id, handled }) => id === name && handled)).map(({ field, name }) => ({ field, words: `${name} is no form that has to be answered` })),
    ...fieldFaults(check, catalogue),
  ]
}

/** Fields of a node that a check reads: what somebody agreed to, what they were told. */
function fieldFaults(check: SheetCheck, { nodes }: Catalogue): Fault[] {
  const fieldOf = (node: string, id: string) => nodes.get(node)?.fields.find((field) => field.id === id)
  if (check.rule === 'interviewed') return fieldOf(check.node, check.told_in)?.type === 'text' ? [] : [{ field: 'told_in', words: `${check.node} has no text ${check.told_in}` }]
  if (check.rule !== 'consented') return []
  const { interview, opinion_in: opinion, agrees, panel } = check
  return [
    ...(fieldOf(interview, opinion)?.choices?.includes(agrees) === true ? [] : [{ field: 'agrees', words: `${agrees} is no choice of ${interview}.${opinion}` }]),
    ...(nodes.get(panel)?.approval ? [] : [{ field: 'panel', words: `${panel} asks for no approval` }]),
  ]
}
