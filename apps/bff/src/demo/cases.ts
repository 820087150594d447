/** Cases of the demonstration court; who stands in them is named by the ids of people.ts. All invented. */
export interface DemoCase {
  id: string
  number: string
  cause: string
  /** Days before the first start on which it was filed. */
  filedDaysAgo: number
  applicant: string
  respondent: string
  agent?: { id: string; authority: 'general' | 'special' }
  /** Who handles it for an applicant that is a unit. */
  clerk?: string
  /** What joins it to other numbers of the same matter. */
  matter?: string
  officer: string
  judge: string
  /** How it was closed, and how many working days before the first start. */
  closed?: { way: string; workdaysAgo: number }
  /** What was said, oldest first; `workdaysAgo` and the time of day place it in office hours. */
  talk?: DemoLine[]
}

export interface DemoLine {
  workdaysAgo: number
  /** `HH:mm`, Shanghai. */
  at: string
  /** Whose thread, by litigant id. */
  thread: string
  /** The litigant of the thread, or the case's officer or judge. */
  from: 'party' | 'officer' | 'judge'
  text: string
  mark?: 'irregularity' | 'property_clue' | 'settlement'
  /** A voice goes with it, of so many seconds: silence. */
  voiceSeconds?: number
  /** Its sender asks at once for it to be sealed, for this reason of the court's list. */
  sealAsked?: string
  /** Before an answer: what the voices before it say. */
  heard?: string
}

export const cases: DemoCase[] = [
  {
    id: 'c_demo0001', number: '（2026）虚01执101号', cause: '买卖合同纠纷', filedDaysAgo: 64,
    applicant: 'applicant', respondent: 'respondent', agent: { id: 'agent', authority: 'special' }, officer: 'officer', judge: 'judge',
    talk: [
      { workdaysAgo: 6, at: '09:12', thread: 'applicant', from: 'party', text: '王法官您好，我是张样例。请问我的案子现在到哪一步了？' },
      { workdaysAgo: 6, at: '14:05', thread: 'applicant', from: 'officer', text: '张阿姨您好。已经向被执行人发出执行通知书和报告财产令，网络查控也已发起。有结果我会在这里告诉您。' },
      { workdaysAgo: 6, at: '14:20', thread: 'applicant', from: 'party', text: '好的，谢谢王法官。' },
      { workdaysAgo: 5, at: '09:40', thread: 'applicant', from: 'party', text: '', voiceSeconds: 8 },
      {
        workdaysAgo: 5, at: '15:10', thread: 'applicant', from: 'officer', heard: '（演示语音，静音）问查到存款以后多久能发款',
        text: '张阿姨，查到存款会先冻结、扣划，款项到法院账户后按程序发给您。到账我会打电话告诉您。',
      },
      { workdaysAgo: 2, at: '10:31', thread: 'applicant', from: 'party', text: '听邻居说他最近换了一辆白色小轿车，停在虚构路示范小区地下车库。', mark: 'property_clue' },
      { workdaysAgo: 3, at: '15:40', thread: 'respondent', from: 'party', text: '我想分期还，每月还两千，可以吗？', mark: 'settlement' },
    ],
  },
  {
    id: 'c_demo0002', number: '（2026）虚01执102号', cause: '民间借贷纠纷', filedDaysAgo: 40,
    applicant: 'applicant2', respondent: 'respondent', agent: { id: 'agent', authority: 'general' }, officer: 'officer', judge: 'judge',
    talk: [
      { workdaysAgo: 5, at: '08:45', thread: 'applicant2', from: 'party', text: '申请执行快一个半月了，没有人联系过我，我要反映办案不规范。', mark: 'irregularity' },
      { workdaysAgo: 1, at: '16:02', thread: 'agent', from: 'party', text: '王法官，授权委托书原件已交窗口，请查收。' },
      { workdaysAgo: 1, at: '16:20', thread: 'agent', from: 'party', text: '孙样例的工资明细我已整理好，共欠薪七个月，明天送到窗口。', sealAsked: 'wrong_case' },
    ],
  },
  {
    id: 'c_demo0003', number: '（2026）虚01执103号', cause: '劳动争议', filedDaysAgo: 21,
    applicant: 'applicant3', respondent: 'respondent2', agent: { id: 'agent', authority: 'special' }, officer: 'officer', judge: 'judge',
    talk: [
      { workdaysAgo: 3, at: '10:00', thread: 'applicant3', from: 'officer', text: '孙女士您好，您的案件已经在查对方的财产，有结果我会在这里告诉您。' },
      { workdaysAgo: 1, at: '11:10', thread: 'applicant3', from: 'party', text: '请问工资什么时候能发下来？家里等着用钱。' },
      // Written again and again: one item in the work list, with the first and the latest.
      ...['您好，在吗？', '看到了请回一下。', '我昨天也问过。', '是不是还没有查到他的钱？', '孩子要交学费了，您能先说个大概时间吗？'].map((text, n): DemoLine => (
        { workdaysAgo: 1, at: `11:${20 + n * 4}`, thread: 'applicant3', from: 'party', text }
      )),
    ],
  },
  {
    id: 'c_demo0004', number: '（2025）虚01执988号', cause: '机动车交通事故责任纠纷', filedDaysAgo: 320,
    applicant: 'applicant', respondent: 'respondent2', officer: 'officer', judge: 'judge', closed: { way: '执行完毕', workdaysAgo: 8 },
    talk: [
      { workdaysAgo: 9, at: '09:30', thread: 'applicant', from: 'party', text: '款已经收到了。请问结案证明在哪里开？' },
    ],
  },
  {
    id: 'c_demo0005', number: '（2026）虚01执201号', cause: '房屋租赁合同纠纷', filedDaysAgo: 30,
    applicant: 'applicant3', respondent: 'respondent', officer: 'officer4', judge: 'judge2',
    talk: [
      { workdaysAgo: 1, at: '09:05', thread: 'applicant3', from: 'party', text: '房子腾退的日期定了吗？' },
    ],
  },
]

/** Further cases of one agent, so that lists are as long as an agent's are. */
export const manyCases: DemoCase[] = Array.from({ length: 12 }, (_, i) => ({
  id: `c_demo1${String(i).padStart(3, '0')}`,
  number: `（2026）虚01执${301 + i}号`,
  cause: ['金融借款合同纠纷', '追偿权纠纷', '承揽合同纠纷'][i % 3]!,
  filedDaysAgo: 15 + i * 6,
  applicant: i % 2 === 0 ? 'applicant2' : 'applicant3',
  respondent: i === 4 ? 'respondent3' : 'respondent2',
  agent: { id: 'agent', authority: 'special' },
  officer: i % 3 === 0 ? 'officer2' : 'officer',
  judge: 'judge',
}))
