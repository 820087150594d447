import type { StaffRole } from '@zhixin/shared/rules'

/**
 * The people of the demonstration court. All invented, and plainly so: names say 示范, 样例, 虚构; identity numbers begin with the
 * area code 000000, which does not exist; telephone numbers count up from 199 0000 0001.
 */
export interface DemoLitigant {
  id: string
  name: string
  what: string
  identityNumber: string
  /** Without one they are reached in the app alone, and by whoever finds one. */
  phone?: string
  /** What they have told the court about how to talk with them. */
  helpNeeds?: { needs: string[]; note?: string }
}

export interface DemoStaff {
  id: string
  number: string
  name: string
  what: string
  roles: StaffRole[]
  department: string
  phone: string
  officePhone: string
}

const FIRST_TEAM = '执行实施一团队'
const SECOND_TEAM = '执行实施二团队'
export const DEMO_PASSWORD = 'demo-password-2026'

export const litigants: DemoLitigant[] = [
  { id: 'applicant', name: '张样例', what: '申请执行人，62岁', identityNumber: '000000196403150021', phone: '19900000001', helpNeeds: { needs: ['eyes'] } },
  { id: 'agent', name: '李样例', what: '申请执行人的律师，代理多个案件', identityNumber: '000000198506120030', phone: '19900000002' },
  { id: 'respondent', name: '赵样例', what: '被执行人', identityNumber: '000000197909090048', phone: '19900000003' },
  { id: 'applicant2', name: '钱样例', what: '申请执行人', identityNumber: '000000199001010053', phone: '19900000004' },
  { id: 'applicant3', name: '孙样例', what: '申请执行人', identityNumber: '00000019751212006X', phone: '19900000005' },
  { id: 'respondent2', name: '周样例', what: '被执行人', identityNumber: '000000198802020077', phone: '19900000006' },
  { id: 'respondent3', name: '郑样例', what: '被执行人，没有留电话', identityNumber: '000000196808080091' },
  { id: 'clerk', name: '何样例', what: '公司的经办人', identityNumber: '000000199203030082', phone: '19900000007' },
]

export const staff: DemoStaff[] = [
  { id: 'officer', number: 'Z001', name: '王示范', what: '执行人员', roles: ['officer'], department: FIRST_TEAM, phone: '19900000011', officePhone: '000-0000-0011' },
  { id: 'officer2', number: 'Z002', name: '吴示范', what: '执行人员（同团队）', roles: ['officer'], department: FIRST_TEAM, phone: '19900000012', officePhone: '000-0000-0012' },
  { id: 'judge', number: 'Z003', name: '陈示范', what: '员额法官', roles: ['judge'], department: FIRST_TEAM, phone: '19900000013', officePhone: '000-0000-0013' },
  { id: 'leader', number: 'Z004', name: '郑示范', what: '团队负责人', roles: ['team_leader'], department: FIRST_TEAM, phone: '19900000014', officePhone: '000-0000-0014' },
  { id: 'window', number: 'Z005', name: '冯示范', what: '执行接待窗口', roles: ['window'], department: '执行接待窗口', phone: '19900000015', officePhone: '000-0000-0015' },
  { id: 'officer3', number: 'Z006', name: '蒋示范', what: '执行人员（其他团队）', roles: ['officer'], department: SECOND_TEAM, phone: '19900000016', officePhone: '000-0000-0016' },
  { id: 'judge2', number: 'Z007', name: '沈示范', what: '员额法官（其他团队）', roles: ['judge'], department: SECOND_TEAM, phone: '19900000017', officePhone: '000-0000-0017' },
  { id: 'duty', number: 'Z008', name: '褚示范', what: '执行指挥中心值班', roles: ['duty'], department: '执行指挥中心', phone: '19900000018', officePhone: '000-0000-0018' },
  { id: 'hotline', number: 'Z009', name: '卫示范', what: '12368 热线坐席', roles: ['hotline_clerk'], department: '诉讼服务中心', phone: '19900000019', officePhone: '000-0000-0019' },
  { id: 'director', number: 'Z010', name: '韩示范', what: '执行局长', roles: ['bureau_director'], department: '执行局', phone: '19900000020', officePhone: '000-0000-0020' },
  { id: 'officer4', number: 'Z011', name: '杨示范', what: '执行人员，正在外出，由蒋示范代理', roles: ['officer'], department: SECOND_TEAM, phone: '19900000021', officePhone: '000-0000-0021' },
  { id: 'vice_president', number: 'Z012', name: '朱示范', what: '分管院领导', roles: ['vice_president'], department: '院领导', phone: '19900000022', officePhone: '000-0000-0022' },
  { id: 'president', number: 'Z013', name: '秦示范', what: '院长', roles: ['president'], department: '院领导', phone: '19900000023', officePhone: '000-0000-0023' },
  { id: 'liaison', number: 'Z014', name: '尤示范', what: '庭室信访联络员', roles: ['liaison'], department: FIRST_TEAM, phone: '19900000024', officePhone: '000-0000-0024' },
  { id: 'inspector', number: 'Z015', name: '许示范', what: '纪检监察', roles: ['discipline_inspector'], department: '监察室', phone: '19900000025', officePhone: '000-0000-0025' },
  { id: 'system_admin', number: 'Z016', name: '吕示范', what: '系统管理员，看不到案件', roles: ['system_admin'], department: '信息中心', phone: '19900000026', officePhone: '000-0000-0026' },
  { id: 'security_admin', number: 'Z017', name: '施示范', what: '安全管理员，看不到案件', roles: ['security_admin'], department: '信息中心', phone: '19900000027', officePhone: '000-0000-0027' },
  { id: 'audit_admin', number: 'Z018', name: '张示范', what: '审计管理员，看不到案件', roles: ['audit_admin'], department: '信息中心', phone: '19900000028', officePhone: '000-0000-0028' },
]
