import { assertThat } from '../../errors'
import type { FieldValues } from './entries'
import type { FileField, Workflow } from './schema'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
const STAFF = /^s_[0-9a-z]{4,32}$/

/** Throws `input.invalid` for a field that is not asked for here, or a value that is none of its type. Does not look whether staff or departments exist. */
export function assertFields(values: FieldValues, allowed: readonly string[], { fields }: Pick<Workflow, 'fields'>): void {
  for (const [name, value] of Object.entries(values)) {
    const spec = allowed.includes(name) ? fields[name] : undefined
    assertThat(spec && fits(value, spec), 'input.invalid', { field: `body.fields.${name}` })
  }
}

function fits(value: FieldValues[string], { type, choices, most }: FileField): boolean {
  if (typeof value !== 'string') {
    const isOfStaff = value.every((one) => typeof one === 'string')
    return type === (isOfStaff && value.length > 0 ? 'about_staff' : 'members')
  }
  switch (type) {
    case 'members':
    case 'about_staff': return false
    case 'day': return DAY.test(value) && !Number.isNaN(Date.parse(value))
    case 'instant': return INSTANT.test(value) && !Number.isNaN(Date.parse(value))
    case 'choice': return choices?.[value] !== undefined
    case 'yes_no': return value === 'yes' || value === 'no'
    case 'staff': return STAFF.test(value)
    default: return value.trim() !== '' && value.length <= most
  }
}
