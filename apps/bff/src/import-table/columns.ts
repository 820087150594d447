import type { IntegrationKind } from '@zhixin/shared/integration'

/** What a column of a court's table says, and where that stands in an item. */
export interface Column {
  heading: string
  /** Dotted place in the item; `party.` in a row of `cases` is the party of that row. */
  to: string
  type: 'text' | 'day' | 'time' | 'instant' | 'list' | 'pairs' | 'choice'
  /** A table without it is none of this kind. */
  needed?: true
  choices?: Readonly<Record<string, string | boolean>>
  hint: string
}

const AS_OF: Column = { heading: '更新时间', to: 'asOf', type: 'instant', hint: '办案系统里最后更改的时间，如 2026-03-02 10:30；比已导入的旧，就不改动' }
const choice = (heading: string, to: string, choices: Column['choices'], hint = ''): Column =>
  ({ heading, to, type: 'choice', choices: choices!, hint: [Object.keys(choices!).join('、'), hint].filter(Boolean).join('；') })
const text = (heading: string, to: string, hint: string, more: Partial<Column> = {}): Column => ({ heading, to, type: 'text', hint, ...more })
const day = (heading: string, to: string, hint: string, more: Partial<Column> = {}): Column => ({ heading, to, type: 'day', hint, ...more })
const list = (heading: string, to: string, hint: string, more: Partial<Column> = {}): Column => ({ heading, to, type: 'list', hint: `${hint}，几个用顿号隔开`, ...more })

const DOCUMENTS = {
  居民身份证: 'resident_id', 护照: 'passport', 港澳居民来往内地通行证: 'hk_macao_permit', 港澳台居民居住证: 'hk_macao_taiwan_residence',
  台湾居民来往大陆通行证: 'taiwan_permit', 外国人永久居留身份证: 'foreigner_residence',
}
/** Who somebody is, and what they are to the case; `of` is where it stands in the item. */
const person = (of: string): Column[] => [
  choice('诉讼地位', `${of}side`, { 申请执行人: 'applicant', 被执行人: 'respondent' }, '当事人本人必填'),
  choice('身份', `${of}standing`, { 本人: 'self', 委托代理人: 'agent', 单位经办人: 'unit_handler', 法定代理人: 'guardian', 破产管理人: 'administrator' }, '不填是本人'),
  choice('类型', `${of}form`, { 自然人: 'natural', 单位: 'unit' }, '不填是自然人'),
  text('姓名或名称', `${of}person.name`, '与证件一致'),
  choice('证件种类', `${of}person.documentKind`, DOCUMENTS, '不填是居民身份证；单位不填'),
  text('证件号码', `${of}person.identityNumber`, '单位填统一社会信用代码。这一列要设成文本格式'),
  text('手机', `${of}phone`, '11 位手机号'),
  choice('手机来源', `${of}phoneBy`, { 本人: 'self', 对方: 'opponent', 代理人: 'agent' }, '只有本人提供的号码能用来登录；不填则不能'),
  text('代理何人', `${of}for`, '代理人、经办人等填被代理的当事人编号'),
  choice('代理权限', `${of}authority`, { 一般授权: 'general', 特别授权: 'special' }, '委托代理人必填'),
]

export const COLUMNS: Readonly<Record<IntegrationKind, readonly Column[]>> = {
  cases: [
    text('案件编号', 'externalId', '办案系统自己的编号，一直不变；没有就填案号', { needed: true }),
    text('案号', 'caseNumber', '如（2026）虚01执101号', { needed: true }),
    text('案由', 'cause', '如买卖合同纠纷', { needed: true }),
    day('立案日期', 'filedOn', '', { needed: true }),
    text('承办部门', 'department', '', { needed: true }),
    list('承办人工号', 'officers', '执行人员的工号，只在立案时算数', { needed: true }),
    text('员额法官工号', 'judge', '只在立案时算数', { needed: true }),
    day('收到申请日期', 'applicationReceivedOn', '收到申请执行书的日期'),
    text('关联编号', 'matter', '同一件事的几个案号（执、执恢、执异）填同一个编号'),
    choice('接收旧案', 'takenOver', { 是: true, 否: false }, '以前就在办的案件填“是”，不会当作新立案通知当事人'),
    text('结案方式', 'closed.way', '如执行完毕'),
    day('结案日期', 'closed.on', ''),
    text('收款编号', 'payment.externalId', '办案系统里这条收款信息的编号'),
    text('收款户名', 'payment.payee', ''),
    text('收款银行', 'payment.bank', ''),
    text('收款账号', 'payment.account', '这一列要设成文本格式'),
    text('收款附言', 'payment.remark', ''),
    text('收款依据', 'payment.source', '写明账号的文书和文号'),
    text('当事人编号', 'party.externalId', '一个当事人一行，案件的各行连在一起', { needed: true }),
    ...person('party.'),
    AS_OF,
  ],
  parties: [
    text('案件编号', 'case', '办案系统的案件编号，或者案号', { needed: true }),
    text('当事人编号', 'externalId', '在这个案件里一直不变', { needed: true }),
    ...person('').map((column) => (['姓名或名称', '证件号码'].includes(column.heading) ? { ...column, needed: true as const } : column)),
    day('有效期至', 'until', '委托到哪一天为止；没有期限不填'),
    text('变更前当事人', 'replaces', '变更当事人的，填被变更的当事人编号'),
    text('裁定文号', 'ruling', '变更、追加当事人的裁定'),
    choice('状态', 'status', { 有效: 'current', 已结束: 'ended', 登记有误: 'mistaken' }, '不填是有效'),
    AS_OF,
  ],
  officers: [
    text('工号', 'number', '人员一行；变更承办人的行不填'),
    text('姓名', 'name', ''),
    text('部门', 'department', ''),
    { ...choice('岗位', 'roles', { 执行人员: 'officer', 员额法官: 'judge', 团队负责人: 'team_leader' }, '几个用顿号隔开'), type: 'list' },
    text('办公电话', 'officePhone', '当事人看得到'),
    text('手机', 'phone', '新来的人收验证码用；以后只能由系统管理员更换'),
    choice('状态', 'active', { 在岗: true, 停用: false }, '不填是在岗'),
    text('变更编号', 'externalId', '变更承办人的行必填'),
    text('案件编号', 'case', '变更承办人的行必填'),
    list('承办人工号', 'officers', '变更后的承办人'),
    text('员额法官工号', 'judge', '变更后的员额法官'),
    text('变更原因', 'reason', ''),
    AS_OF,
  ],
  nodes: [
    text('节点编号', 'externalId', '办案系统里这条记录的编号', { needed: true }),
    text('案件编号', 'case', '办案系统的案件编号，或者案号', { needed: true }),
    text('节点', 'node', '节点的名称或代码；要当事人办的事不填'),
    day('日期', 'on', '实际发生的日期'),
    { heading: '时间', to: 'time', type: 'time', hint: '按小时计算的节点必填，如 10:20' },
    text('标的编号', 'object', '哪一项财产、哪一次拍卖、哪一笔款'),
    { heading: '内容', to: 'fields', type: 'pairs', hint: '名称=值，几项用分号隔开' },
    text('备注', 'note', '只有法院看得到'),
    text('审批职务', 'approval.role', '如院长、执行局长'),
    text('审批人', 'approval.name', ''),
    day('审批日期', 'approval.on', ''),
    text('审批文号', 'approval.paper', ''),
    day('报备日期', 'approval.reportedOn', '须报上级备案的'),
    list('材料文号', 'papers', '笔录、协议等的编号'),
    text('迟录原因', 'lateReason', ''),
    list('涉及当事人', 'about', '只涉及某几位当事人的，填当事人编号'),
    text('撤销原因', 'withdrawn', '录入有误的，填原因；已告知的人会看到'),
    choice('任务种类', 'kind', { 报告财产: 'report_property', 补充报告财产: 'supplement_report', 付款: 'pay', '交付财物、腾退房屋': 'hand_over', 到法院: 'appear', 其他: 'other' }, '要被执行人办的事才填'),
    text('办理人', 'to', '要办的当事人编号'),
    text('要求', 'what', '要办什么'),
    day('办理期限', 'dueOn', '文书上写的日期'),
    text('依据', 'basis', '文书和文号'),
    AS_OF,
  ],
}

/** Columns of our own that a mended file may bring back: not read. */
export const REASON_HEADING = '退回原因'
const plain = (heading: string): string => heading.normalize('NFKC').replace(/[\s*（(].*$/u, '').trim()

/** Which column stands in which place of a table. Throws TableError that names what is missing, double, or none of ours. */
export function placesOf(headings: readonly string[], kind: IntegrationKind): (Column | undefined)[] {
  const known = COLUMNS[kind]
  const places = headings.map((heading) => known.find((column) => column.heading === plain(heading)))
  const strange = headings.filter((heading, i) => heading.trim() !== '' && !places[i] && plain(heading) !== REASON_HEADING)
  const double = places.find((column, i) => column && places.indexOf(column) !== i)
  const missing = known.filter((column) => column.needed && !places.includes(column))
  if (missing.length > 0) throw new TableError(`缺少列：${missing.map(({ heading }) => heading).join('、')}`)
  if (double) throw new TableError(`列重复：${double.heading}`)
  if (strange.length > 0) throw new TableError(`不认识的列：${strange.join('、')}。可以用 --template 生成一份空表对照。`)
  return places
}

/** The kind whose columns a table has. Throws TableError where it has none's. */
export function kindOf(headings: readonly string[]): IntegrationKind {
  const has = (heading: string): boolean => headings.some((one) => plain(one) === heading)
  if (has('节点编号')) return 'nodes'
  if (has('工号') || has('变更编号')) return 'officers'
  if (has('案号') && has('立案日期')) return 'cases'
  if (has('当事人编号')) return 'parties'
  throw new TableError('看不出是哪一种表，请用 --kind cases|parties|officers|nodes 说明。')
}

/** A table, or a cell of it, that cannot be read. The message is for whoever made it. */
export class TableError extends Error {
  override readonly name = 'TableError'
}

/** The column that a field of an item comes from; the field itself where there is none. */
export function headingOf(field: string, kind: IntegrationKind): string {
  const place = field.replace(/^parties\.\d+\./, 'party.').replace(/\.\d+$/, '')
  return COLUMNS[kind].find(({ to }) => to === place)?.heading ?? field
}
