import { checkRoles, powersOf, RolesConfigSchema } from './staff-roles'

const cite = { basis: 'proposal', source: 'test' }
const court = (roles: object) => RolesConfigSchema.safeParse({ roles })

describe('the court’s roles', () => {
  it('one that is kept apart handles no case, reaches none and has no duty', () => {
    const apart = { title: '管理员', kept_apart: true, may: [], cite }
    expect(court({ admin: apart }).success).toBe(true)
    for (const more of [{ handles: 'officer' }, { reaches: { cases_of: 'court', as: 'director' } }, { on_duty: true }]) expect(court({ admin: { ...apart, ...more } }).success).toBe(false)
  })

  it('an action is written as one, and every role says where it comes from', () => {
    expect(court({ officer: { title: '执行人员', may: ['cases'], cite } }).success).toBe(false)
    expect(court({ officer: { title: '执行人员', may: [] } }).success).toBe(false)
    expect(court({ Officer: { title: '执行人员', may: [], cite } }).success).toBe(false)
  })

  it('several roles of one person add up; a role that the court no longer has gives nothing', () => {
    const config = RolesConfigSchema.parse({
      roles: {
        officer: { title: '执行人员', handles: 'officer', may: ['cases.list'], cite },
        leader: { title: '团队负责人', reaches: { cases_of: 'department', as: 'team_leader' }, may: ['absence.team'], cite },
        admin: { title: '管理员', kept_apart: true, may: ['staff.list'], cite },
      },
    })
    expect(powersOf(config, ['officer', 'leader', 'gone'])).toEqual({
      may: new Set(['cases.list', 'absence.team']), handles: ['officer'], reaches: [{ cases_of: 'department', as: 'team_leader' }], onDuty: false,
    })
    expect(() => checkRoles(config, ['admin', 'officer'])).toThrow('staff.roles_apart')
    expect(() => checkRoles(config, ['admin'])).not.toThrow()
    expect(() => checkRoles(config, ['gone'])).toThrow('staff.role_unknown')
  })
})
