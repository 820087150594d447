import { CodedError } from '../errors'
import { decideStaff, type StaffCommand } from './staff-decisions'
import { evolveStaff, noStaff, type StaffFile } from './staff-file'
import type { RolesConfig } from './staff-roles'

const cite = { basis: 'proposal', source: 'test' } as const
const role = (more: object) => ({ title: 't', on_duty: false, kept_apart: false, may: [], cite, ...more })
const roles: RolesConfig = {
  roles: { officer: role({ handles: 'officer' }), duty: role({ on_duty: true }), clerk: role({}), admin: role({ kept_apart: true }) },
}
const at = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T00:00:00.000Z`
const NOW = at(10)

/** Does what is wanted, as the log would: refused, or one entry that is folded at once. */
function told(file: StaffFile, commands: StaffCommand[], more: { deputy?: StaffFile; now?: string } = {}): StaffFile {
  return commands.reduce((so, command) => {
    const draft = decideStaff(command, so, { now: more.now ?? NOW, staffId: 's_0001', roles, ...(more.deputy && { deputy: more.deputy }) })
    return draft ? evolveStaff(so, { ...draft, index: so.next, at: more.now ?? NOW }) : so
  }, file)
}
const register: StaffCommand = { type: 'Register', number: 'Z1', name: '某某', department: '一队', roles: ['officer'] }
const officer = told(noStaff, [register])
const absence = (from: number, until: number, deputyId: string | null = null): StaffCommand => ({ type: 'SetAbsence', absence: { from: at(from), until: at(until), reason: '年休假', deputyId } })
const refusal = (act: () => unknown): string | undefined => {
  try {
    act()
  } catch (error) {
    return error instanceof CodedError ? error.code : String(error)
  }
  return undefined
}

describe('a member of staff’s record', () => {
  it('begins once; what is changed again to the same writes nothing', () => {
    expect(officer).toMatchObject({ status: 'active', department: '一队', roles: ['officer'], next: 1 })
    expect(refusal(() => told(officer, [register]))).toBe('staff.number_taken')
    expect(told(officer, [{ type: 'Change', roles: ['officer'], name: '某某' }]).next).toBe(1)
  })

  it('a role that is kept apart never comes with another, and a role must be one', () => {
    expect(refusal(() => told(officer, [{ type: 'Change', roles: ['officer', 'admin'] }]))).toBe('staff.roles_apart')
    expect(refusal(() => told(officer, [{ type: 'Change', roles: ['king'] }]))).toBe('staff.role_unknown')
    expect(told(officer, [{ type: 'Change', roles: ['admin'] }]).roles).toEqual(['admin'])
  })

  it('of one who left nothing is changed; one who comes back has no role', () => {
    const left = told(officer, [{ type: 'Leave', why: 'left', reason: '调离' }])
    expect(left.status).toBe('left')
    for (const command of [absence(11, 12), { type: 'Change', roles: [] }, { type: 'ResetAccess', what: ['password'] }] as StaffCommand[]) {
      expect(refusal(() => told(left, [command]))).toBe('staff.not_active')
    }
    expect(told(left, [{ type: 'Leave', why: 'left', reason: '调离' }])).toBe(left)
    expect(told(left, [{ type: 'Return', reason: '调回' }])).toMatchObject({ status: 'active', roles: [] })
    expect(refusal(() => told(noStaff, [absence(11, 12)]))).toBe('input.not_found')
  })

  it('a way in that was set up anew counts once somebody confirms it', () => {
    const reset = told(officer, [{ type: 'ResetAccess', what: ['password', 'phone'] }])
    expect(reset.isConfirmed).toBe(false)
    expect(told(reset, [{ type: 'ConfirmAccess' }]).isConfirmed).toBe(true)
    expect(told(officer, [{ type: 'ConfirmAccess' }])).toBe(officer)
  })

  it('absences of one person do not overlap, lie ahead, and can be ended early; where one ends the next may begin', () => {
    const away = told(officer, [absence(11, 15)])
    for (const [from, until] of [[12, 13], [10, 12], [14, 20], [9, 30], [11, 15]] as const) expect(refusal(() => told(away, [absence(from, until)]))).toBe('staff.absence_overlaps')
    expect(told(away, [absence(15, 20), absence(9, 11)]).absences).toHaveLength(3)
    expect(refusal(() => told(officer, [absence(8, 9)]))).toBe('input.invalid')
    expect(refusal(() => told(officer, [absence(15, 15)]))).toBe('input.invalid')
    const back = told(away, [{ type: 'EndAbsence', of: 1 }], { now: at(12) })
    expect(back.absences).toEqual([expect.objectContaining({ of: 1, endedAt: at(12) })])
    expect(refusal(() => told(back, [{ type: 'EndAbsence', of: 1 }]))).toBe('staff.absence_over')
    expect(refusal(() => told(away, [{ type: 'EndAbsence', of: 1 }], { now: at(15) }))).toBe('staff.absence_over')
    expect(told(back, [absence(12, 14)]).absences).toHaveLength(2)
  })

  it('a deputy handles cases in the same department, works here, and is somebody else', () => {
    const colleague = { ...officer, name: '同事' }
    expect(told(officer, [absence(11, 15, 's_0002')], { deputy: colleague }).absences[0]).toMatchObject({ deputyId: 's_0002' })
    const unfit: (StaffFile | undefined)[] = [{ ...colleague, department: '二队' }, { ...colleague, roles: ['clerk'] }, { ...colleague, status: 'left' }, noStaff, undefined]
    for (const deputy of unfit) expect(refusal(() => told(officer, [absence(11, 15, 's_0002')], deputy ? { deputy } : {}))).toBe('staff.deputy_unfit')
    expect(refusal(() => told(officer, [absence(11, 15, 's_0001')], { deputy: officer }))).toBe('staff.deputy_unfit')
  })

  it('a shift needs a duty role, does not overlap another, and can be taken off', () => {
    const shift: StaffCommand = { type: 'SetDuty', shift: { from: at(10), until: at(11) } }
    expect(refusal(() => told(officer, [shift]))).toBe('staff.not_on_duty')
    const duty = told(noStaff, [{ ...register, roles: ['duty'] }, shift])
    expect(refusal(() => told(duty, [shift]))).toBe('staff.duty_overlaps')
    expect(told(duty, [{ type: 'RemoveDuty', of: 1 }]).shifts).toEqual([])
    expect(refusal(() => told(duty, [{ type: 'RemoveDuty', of: 1 }], { now: at(11) }))).toBe('staff.duty_over')
  })

  it('leaves an entry it does not know as it is, and counts it', () => {
    expect(evolveStaff(officer, { type: 'staff.something_new', index: 1, at: NOW, body: {} })).toEqual({ ...officer, next: 2 })
  })
})
