import { AbsenceEndedSchema, AbsenceSetSchema, AccessResetSchema, type RolesConfig, StaffChangedSchema, StaffLeftSchema, StaffRegisteredSchema, StaffReturnedSchema } from '@zhixin/shared/rules'

const WAYS = { password: '密码', phone: '登录手机号', wechat: '微信绑定' } as const
const WHY = { left: '离职', suspended: '停用' } as const

/** What a change of somebody's record says, in words. Reasons of an absence are the person's own matter and stay out. */
export function changeWords(type: string, body: unknown, { roles }: RolesConfig): { type: string; detail: string } {
  const titles = (names: readonly string[]): string => (names.length === 0 ? '无岗位' : names.map((name) => roles[name]?.title ?? name).join('、'))
  switch (type) {
    case 'staff.registered': {
      const { department, roles: given } = StaffRegisteredSchema.parse(body)
      return { type: '登记', detail: `${department}，${titles(given)}` }
    }
    case 'staff.changed': {
      const { name, department, roles: given } = StaffChangedSchema.parse(body)
      const said = [name && `姓名改为${name}`, department && `部门改为${department}`, given && `岗位改为${titles(given)}`].filter(Boolean)
      return { type: given ? '岗位变更' : '资料变更', detail: said.join('；') }
    }
    case 'staff.left': {
      const { why, reason } = StaffLeftSchema.parse(body)
      return { type: WHY[why], detail: reason }
    }
    case 'staff.returned': return { type: '恢复在岗', detail: StaffReturnedSchema.parse(body).reason }
    case 'staff.access_reset': return { type: '重设登录', detail: AccessResetSchema.parse(body).what.map((way) => WAYS[way]).join('、') }
    case 'staff.access_confirmed': return { type: '确认登录', detail: '已确认是本人' }
    case 'absence.set': return { type: '登记外出', detail: AbsenceSetSchema.parse(body).deputyId === null ? '没有指定代理人' : '指定了代理人' }
    case 'absence.ended': return { type: '外出结束', detail: AbsenceEndedSchema.safeParse(body).success ? '提前结束或取消' : '' }
    case 'duty.set': return { type: '排班', detail: '' }
    case 'duty.removed': return { type: '取消排班', detail: '' }
    default: return { type: '其他', detail: '' }
  }
}
