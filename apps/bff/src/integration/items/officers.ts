import { randomBytes } from 'node:crypto'
import type { OfficerItem } from '@zhixin/shared/integration'
import { importHandOver } from '../../cases'
import { caseOf, claimed, digestOf, handlersOf, type Outcome, refuse, type Taking, unchanged } from './taking'

type StaffItem = Extract<OfficerItem, { type: 'staff' }>
type AssignmentItem = Extract<OfficerItem, { type: 'assignment' }>

export const takeOfficer = (taking: Taking, item: OfficerItem): Promise<Outcome> => (item.type === 'staff' ? takeStaff(taking, item) : takeAssignment(taking, item))

/**
 * A member of staff of the court's roll. An import gives the roles that go with cases, and takes those alone; who is kept apart, how somebody
 * signs in, and bringing back whom an administrator has stopped are no matter of an import's.
 */
async function takeStaff(taking: Taking, item: StaffItem): Promise<Outcome> {
  const { identity, numbers, config } = taking
  const { number, active } = item
  const importable = config.integration.staff.roles
  if (item.roles.some((role) => !importable.includes(role))) refuse('integration.not_by_import', 'roles')
  const known = await identity.staff.byNumber(number)
  const isNobodyYet = known !== undefined && (await identity.records.file(known.id)).status === 'none'
  if (isNobodyYet || known?.roles.some((role) => config.roles.roles[role]?.kept_apart)) refuse('integration.not_by_import', 'number')
  if (known && !known.active && active) refuse('staff.not_active', 'active', '这位工作人员在本平台已离职或停用。要恢复，请由系统管理员办理。')
  return claimed(taking, await numbers.take('staff', '', number), item.asOf, (_taking, _number, isNewest) => bring(taking, item, isNewest))
}

async function bring({ identity, config, dry }: Taking, item: StaffItem, isNewest: () => Promise<void>): Promise<Outcome> {
  const { number, name, department, officePhone, phone, active, asOf } = item
  const importable = config.integration.staff.roles
  const known = await identity.staff.byNumber(number)
  if (!known) {
    // A password that nobody knows: an administrator hands out the first one.
    if (!dry) await identity.staff.save({ number, name, department, officePhone, phone, active, roles: item.roles, password: randomBytes(24).toString('base64url') }, isNewest)
    return { result: 'created' }
  }
  const roles = [...known.roles.filter((role) => !importable.includes(role)), ...item.roles]
  const wanted = { number, name, department, active, roles: sameRoles(known.roles, roles) ? known.roles : roles }
  const isSame = known.name === name && known.department === department && known.active === active && wanted.roles === known.roles
  if (isSame && known.officePhone === officePhone) return unchanged
  if (!dry) {
    if (!isSame) await identity.records.bring(known.id, wanted, isNewest)
    if (known.officePhone !== officePhone) await identity.admission.setOfficePhone(known.id, officePhone, asOf)
  }
  return { result: 'updated' }
}

const sameRoles = (a: readonly string[], b: readonly string[]): boolean => [...a].sort().join() === [...b].sort().join()

/** Who handles a case from now on. The newest of a case counts, whichever came first. */
async function takeAssignment(taking: Taking, item: AssignmentItem): Promise<Outcome> {
  const { numbers } = taking
  const { caseId } = await caseOf(taking, item.case)
  const handlers = await handlersOf(taking, item)
  const own = await numbers.take('assignment', caseId, item.externalId)
  const digest = digestOf([handlers, item.asOf ?? null])
  // Done before: what somebody here has changed since then stays.
  if (own.digest === digest) return unchanged
  return claimed(taking, await numbers.take('assignment', caseId, ''), item.asOf, async ({ log, system }) => {
    const key = `import/${system}/${caseId}/assignment/${item.externalId}/${digest}`
    const isWritten = await importHandOver(log, { caseId, key, ...handlers, reason: item.reason, asOf: item.asOf })
    await numbers.remember(own, { digest })
    return isWritten ? { result: 'updated' } : unchanged
  })
}
