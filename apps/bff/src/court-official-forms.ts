import { type Catalogue, type OfficialForm, type OfficialForms, OfficialFormsSchema } from '@zhixin/shared/rules'
import { ConfigError, readConfigFile } from './platform/config-file'

/**
 * The court's papers. Whoever writes and signs them is a role of the catalogue, and what rests on one is a node of it. Throws ConfigError naming
 * file, line and field.
 */
export function loadOfficialForms(file: string, catalogue: Catalogue): OfficialForms {
  const { data, fault } = readConfigFile(file, OfficialFormsSchema)
  const failures = data.forms.flatMap((form, at) => faultsOf(form, catalogue).map(({ path, message }) => fault(['forms', at, ...path], `${form.id}: ${message}`)))
  if (failures.length > 0) throw new ConfigError(file, failures)
  return data
}

function faultsOf({ filled_by, signers, records }: OfficialForm, { roles, nodes }: Catalogue): { path: (string | number)[]; message: string }[] {
  const unknown = (role: string): boolean => !roles.has(role)
  const faults = filled_by.flatMap((role, i) => (unknown(role) ? [{ path: ['filled_by', i] as (string | number)[], message: `${role} is no role of the catalogue` }] : []))
  signers.forEach(({ who }, i) => {
    // Who signs is asked for by their office: whoever handles the case is the author, or is asked by being there.
    if (typeof who === 'object' && typeof roles.get(who.role)?.who !== 'object') faults.push({ path: ['signers', i, 'who'], message: `${who.role} is no office of this court` })
  })
  if (!records) return faults
  const node = nodes.get(records.what)
  // A node that does not ask for a paper would not know what to do with one.
  if (!node?.checks.includes('interview_record')) return [...faults, { path: ['records', 'what'], message: `${records.what} is no node that rests on an interview record` }]
  for (const id of Object.keys(records.fields)) {
    if (!node.fields.some((field) => field.id === id)) faults.push({ path: ['records', 'fields', id], message: `${node.id} has no field ${id}` })
  }
  for (const { id, required } of node.fields) {
    if (required && records.fields[id] === undefined) faults.push({ path: ['records', 'fields'], message: `${node.id} needs the field ${id}` })
  }
  return faults
}
