import { readFileSync } from 'node:fs'
import path from 'node:path'
import { RolesConfigSchema } from '@zhixin/shared/rules'
import { loadCourtConfig } from './court-config'
import { readConfig } from './platform/config-file'
import { checkGrants, definePolicy } from './platform/http/policy'
import { CONFIG_DIR, openTestCourt } from './test-support/court'

const cite = { basis: 'proposal', source: 'test' } as const
const role = (may: string[], keptApart = false) => ({ title: 't', may, kept_apart: keptApart, on_duty: false, cite })
const list = definePolicy({ action: 'cases.list', audience: ['staff'], granted: true })
const audit = definePolicy({ action: 'audit.read', audience: ['staff'], granted: true, administrative: true })
const open = definePolicy({ action: 'about.look', audience: ['anyone'] })

describe('roles and actions fit together, or the server does not start', () => {
  const policies = [list, audit, open]
  it('each action that must be granted is, to roles that may have it', () => {
    expect(() => checkGrants({ officer: role(['cases.list']), auditor: role(['audit.read'], true) }, policies)).not.toThrow()
  })
  it('refuses an action that is none, and one that everybody may anyway', () => {
    expect(() => checkGrants({ officer: role(['cases.lst']), auditor: role(['audit.read'], true) }, policies)).toThrow('role officer: cases.lst is no action')
    expect(() => checkGrants({ officer: role(['cases.list', 'about.look']) }, policies)).toThrow('about.look is no action')
  })
  it('refuses an action that nobody has', () => {
    expect(() => checkGrants({ officer: role(['cases.list']) }, policies)).toThrow('nobody may do audit.read')
  })
  it('refuses a role kept apart from cases that is given one', () => {
    expect(() => checkGrants({ officer: role(['cases.list']), auditor: role(['audit.read', 'cases.list'], true) }, policies)).toThrow('role auditor is kept apart')
  })
})

describe('the roles of this court', () => {
  const { roles } = loadCourtConfig(CONFIG_DIR).roles
  const file = path.join(CONFIG_DIR, 'court/roles.yaml')

  it('are those of rules D.2 and the three administrators', () => {
    expect(Object.entries(roles).map(([name, { title }]) => `${name} ${title}`)).toEqual([
      'officer 执行人员', 'judge 员额法官', 'team_leader 团队负责人', 'window 接待窗口', 'hotline_clerk 热线坐席', 'duty 指挥中心值班', 'adjudicator 执行裁决团队', 'liaison 庭室信访联络员',
      'bureau_director 执行局长', 'vice_president 分管院领导', 'president 院长', 'discipline_inspector 纪检监察',
      'system_admin 系统管理员', 'security_admin 安全管理员', 'audit_admin 审计管理员',
    ])
    expect(Object.keys(roles).filter((name) => roles[name]!.kept_apart)).toEqual(['system_admin', 'security_admin', 'audit_admin'])
  })
  it('say where they come from: a document of a court with a quotation, or a proposal of ours', () => {
    for (const [name, { cite: { basis, source, quote } }] of Object.entries(roles)) {
      expect([name, basis === 'proposal' || (/^00[0-4]_[0-9a-f]{16}\.txt L\d+-\d+/.test(source) && (quote?.length ?? 0) > 5)]).toEqual([name, true])
    }
  })
  it('a role kept apart that is to handle cases is refused with the file and the place', () => {
    expect(() => readConfig(file, RolesConfigSchema)).not.toThrow()
    const wrong = RolesConfigSchema.safeParse({ roles: { ...roles, audit_admin: { ...roles.audit_admin, handles: 'officer' } } })
    expect(wrong.error?.issues[0]).toMatchObject({ path: ['roles', 'audit_admin', 'kept_apart'] })
    expect(readFileSync(file, 'utf8')).not.toMatch(/\b1[3-9]\d{9}\b/)
  })
  it('fit the routes of the whole product', async () => {
    const court = await openTestCourt()
    expect(() => checkGrants(roles, court.routes.map(({ policy }) => policy))).not.toThrow()
    const given = court.routes.filter(({ policy }) => policy.granted).map(({ policy }) => policy.action)
    expect(given.length).toBeGreaterThan(10)
    await court.close()
  })
})
