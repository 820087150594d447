import { addDays } from '@zhixin/shared/rules'
import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Screen, type Visitor } from './support/browser'
import { enterAs } from './support/doors'
import { type Product, startProduct } from './support/product'

const CASE_NUMBER = '（2026）虚01执101号'
/** Of which a judge lets each step go. */
const HELD_CASE = '（2026）虚01执201号'
/** As the design has it: nothing that one taps is smaller. CSS pixels. */
const TAP_LEAST = 44

interface Faults {
  /** How far the page runs over its screen or has been pushed off it, CSS pixels. On a phone an overflow widens the window itself. */
  sideways: number
  /** What one can tap and is too small for a thumb. */
  tooSmall: string[]
}

/** Looks at the page as it is drawn. Text inside a running sentence is no tap target. */
const faultsOf = (visitor: Visitor): Promise<Faults> =>
  visitor.page.evaluate(({ least, width }) => {
    const boxes = [...document.querySelectorAll<HTMLElement>('[role=button], button, input:not([type=file])')]
    const isSeen = (element: HTMLElement): boolean => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    const small = boxes.filter((element) => {
      // An input may be drawn inside a line that is larger and takes the tap for it.
      const { height } = (element.closest('.zx-field__line, .zx-search, taro-button-core') ?? element).getBoundingClientRect()
      return isSeen(element) && height > 0 && height < least
    })
    return {
      sideways: Math.max(document.documentElement.scrollWidth, window.innerWidth) - width + (window.visualViewport?.offsetLeft ?? 0),
      tooSmall: small.map((element) => `${element.innerText || element.ariaLabel || element.className} ${Math.round(element.getBoundingClientRect().height)}`),
    }
  }, { least: TAP_LEAST, width: visitor.page.viewportSize()!.width })

describe.each(['phone', 'desk'] as const)('every page on a %s can be read, fits its width and can be hit with a thumb', (screen: Screen) => {
  let product: Product
  let browser: Browser
  let visitor: Visitor | undefined
  const step = journey(`every-page-${screen}`, () => [visitor], { apart: true })

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
  })
  afterAll(async () => {
    await visitor?.leave()
    await browser?.close()
    await product?.remove()
  })

  async function as(person: string, act: (visitor: Visitor) => Promise<void>): Promise<void> {
    if (visitor) await visitor.forget()
    else visitor = await openVisitor(browser, () => product.origin, screen)
    await enterAs(visitor, person)
    await act(visitor)
    expect(visitor.complaints).toEqual([])
  }
  async function looksRight(page: Visitor, name: string, caption: string): Promise<void> {
    await page.atRest()
    await page.shot(name, caption)
    expect({ page: name, ...(await faultsOf(page)) }).toEqual({ page: name, sideways: 0, tooSmall: [] })
  }

  step('the applicant: cases, one case, the conversation, what is mine', () => as('张样例', async (applicant) => {
    await applicant.sees(CASE_NUMBER).waitFor()
    await looksRight(applicant, 'applicant-cases', '当事人：我的案件')
    await applicant.tap(CASE_NUMBER)
    await applicant.sees('谁在办理').waitFor()
    await looksRight(applicant, 'applicant-case', '当事人：谁在办理、办到哪一步')
    await applicant.tap(/^和承办人沟通/)
    await applicant.sees('以上内容全部附卷').waitFor()
    await looksRight(applicant, 'applicant-thread', '当事人：与承办人一对一沟通')
    await applicant.tap('类别：')
    await applicant.sees('这是什么事').waitFor()
    await looksRight(applicant, 'applicant-marks', '消息类别：像法律手续的，先说清它不是')
    await applicant.tap(/^反映执行不规范/)
    await applicant.sees('请先看清谁会看到').waitFor()
    await looksRight(applicant, 'applicant-other-door', '反映执行不规范：谁会看到，还可以走哪些门')
  }))

  step('the applicant: all that the court told, where a case has got to, and what a step means', () => as('张样例', async (applicant) => {
    await applicant.sees(CASE_NUMBER).waitFor()
    await applicant.tap(/^消息/)
    await applicant.sees(/^未读/).waitFor()
    await looksRight(applicant, 'inbox', '消息：法院告诉您的，全在一处，没看过的有记号')
    await applicant.tap('案件')
    // What was told names the case as well.
    await applicant.sees(/^共 \d+ 件$/).waitFor()
    await applicant.tap(CASE_NUMBER)
    await applicant.sees('案子办到哪一步了').waitFor()
    await applicant.tap(/对我意味着什么$/)
    await applicant.sees('对您意味着什么').waitFor()
    await looksRight(applicant, 'step-meaning', '一步意味着什么、依据是什么，不是送达文书')
  }))

  step('the applicant in the elder layout: larger type, fewer blocks', () => as('张样例', async (applicant) => {
    await applicant.sees(CASE_NUMBER).waitFor()
    await applicant.tap('我的')
    await applicant.sees('字号和版式').waitFor()
    await looksRight(applicant, 'applicant-me', '我的：身份、字号和版式、法院的联系方式')
    await applicant.tap(/^通知设置/)
    await applicant.sees('什么时候不打扰').waitFor()
    await looksRight(applicant, 'notice-settings', '通知设置：先微信，再短信，要办的事最后有人打电话')
    await applicant.page.goBack()
    await applicant.sees('字号和版式').waitFor()
    await applicant.page.locator('[aria-label="长辈版"], .nut-switch').filter({ visible: true }).first().click()
    await looksRight(applicant, 'elder-me', '长辈版：我的')
    await applicant.tap(/^消息/)
    await applicant.sees(/^未读/).waitFor()
    await looksRight(applicant, 'elder-inbox', '长辈版：消息')
    await applicant.tap(/^案件$/)
    await applicant.sees(CASE_NUMBER).waitFor()
    await looksRight(applicant, 'elder-cases', '长辈版：大字、大按钮，只留要紧的内容')
    await applicant.tap(CASE_NUMBER)
    await applicant.sees('谁在办理').waitFor()
    await looksRight(applicant, 'elder-case', '长辈版：案子办到哪一步了、接下来要办什么')
    await applicant.tap(/^法院办/)
    await applicant.sees('规定').waitFor()
    await looksRight(applicant, 'due-rule', '这个期限是怎么算的、依据什么')
    await applicant.tap('关闭')
    await applicant.tap(/^和承办人沟通/)
    await applicant.sees('以上内容全部附卷').waitFor()
    await looksRight(applicant, 'elder-thread', '长辈版：沟通')
  }))

  step('the respondent: what must be done and where to pay, a form, what was handed in', () => as('赵样例', async (respondent) => {
    await respondent.tap(CASE_NUMBER)
    await respondent.sees('您现在要做的事').waitFor()
    await looksRight(respondent, 'respondent-first', '被执行人：先看到要做的事、怎么付款')
    await respondent.tap('现在填写')
    await respondent.sees('报告的是哪一天的情况').waitFor()
    await looksRight(respondent, 'respondent-report', '财产报告：填一点存一点')
  }))

  step('the applicant: the account that the money goes to', () => as('张样例', async (applicant) => {
    await applicant.tap(CASE_NUMBER)
    await applicant.tap(/^收款账户/)
    await applicant.sees('用您自己的手机核对身份').waitFor()
    await looksRight(applicant, 'receiving-account', '收款账户：只用这张表登记，短信核对本人')
  }))

  step('the agent: a list long enough to search', () => as('李样例', async (agent) => {
    await agent.sees(CASE_NUMBER).waitFor()
    await looksRight(agent, 'agent-cases', '代理人：案件多时可以搜索')
  }))

  step('the officer: what to answer, the answer in two taps, a case with all its people', () => as('王示范', async (officer) => {
    await officer.sees(/件/).waitFor()
    await looksRight(officer, 'officer-work-list', '承办人：待办，最急的在最上面')
    await officer.tap('快捷答复')
    await officer.sees(/^答复.*点一条就发出$/).waitFor()
    await looksRight(officer, 'officer-quick-answer', '承办人：两下就能答复')
    await officer.tap('关闭')
    await officer.tap(/^案件$/)
    await officer.tap(CASE_NUMBER)
    await officer.sees('当事人沟通（一人一份，互不可见）').waitFor()
    await looksRight(officer, 'officer-case', '承办人：一案多人，一人一份，互不可见')
    await officer.tap('给张样例的通知送到了没有')
    await officer.sees(/^本人已看到$/).waitFor()
    await looksRight(officer, 'notices-sent', '承办人：每条通知送到了没有、怎么送的')
  }))

  step('the officer: what comes next in a case, and a node recorded over the words that people will read', () => as('王示范', async (officer) => {
    await officer.tap(/^案件$/)
    await officer.tap(CASE_NUMBER)
    await officer.tap(/^全部节点和期限/)
    await officer.sees('正在计算的期限').waitFor()
    await looksRight(officer, 'case-progress', '办案节点：办了什么、谁记的、告知了谁、还有什么期限')
    await officer.tap('记录节点')
    await officer.sees('接下来可能是').waitFor()
    await looksRight(officer, 'record-node', '记录节点：最急的在最上面')
    await officer.tap(/款1 · /)
    await officer.sees(/^将告知申请执行人一方/).waitFor()
    await looksRight(officer, 'record-node-confirm', '记录之前：将告知谁、说什么话、记错了怎么办')
  }))

  step('the judge: a case of which nothing is told by itself, and a step that is let go', () => as('沈示范', async (judge) => {
    await judge.tap(/^案件$/)
    await judge.tap(HELD_CASE)
    await judge.tap(/^全部节点和期限/)
    await judge.sees('本案已暂停自动告知').waitFor()
    await looksRight(judge, 'held-case', '员额法官：敏感案件不自动告知')
    await judge.tap(/^集中发起网络查控/)
    await judge.sees(/^放行：告知申请执行人一方$/).waitFor()
    await looksRight(judge, 'release-node', '员额法官：逐条放行，看清告知谁、说什么')
  }))

  step('the head of the team: handing a case over', () => as('郑示范', async (leader) => {
    await leader.tap(/^案件$/)
    await leader.tap(CASE_NUMBER)
    await leader.tap('移交案件')
    await leader.sees(/移交/).waitFor()
    await looksRight(leader, 'hand-over', '移交案件：会话、未读和时限随案走')
  }))

  step('the head of the team: what was flagged, and slowing a conversation down', () => as('郑示范', async (leader) => {
    await leader.tap(/^我的$/)
    await leader.tap('被标记的沟通')
    await leader.sees('没有被标记的沟通').waitFor()
    await looksRight(leader, 'flags-none', '团队负责人：还没有被标记的沟通')
    await leader.page.goBack()
    await leader.tap(/^案件$/)
    await leader.tap(CASE_NUMBER)
    await leader.tap(/^张样例（申请执行人）/)
    await leader.tap('设为慢速沟通')
    await leader.sees('每天最多几条').waitFor()
    await looksRight(leader, 'slow-mode', '团队负责人：慢速沟通，多久、几条、为什么')
  }))

  step('the head of the team: who is away, an absence of somebody they lead, the password', () => as('郑示范', async (leader) => {
    await leader.tap(/^我的$/)
    await leader.tap(/^我的外出/)
    await leader.sees('团队外出').waitFor()
    await looksRight(leader, 'absences', '团队负责人：自己的外出和团队的外出')
    await leader.tap('登记团队成员外出')
    await leader.tap(/^王示范/)
    await leader.sees('登记王示范外出').waitFor()
    await looksRight(leader, 'absence-of-member', '团队负责人：给成员登记外出，选好代理人')
    await leader.tap('关闭')
    await leader.page.goBack()
    await leader.tap('修改密码')
    await leader.sees('换好后，所有设备都要重新登录。').waitFor()
    await looksRight(leader, 'password', '修改密码')
  }))

  step('the command centre: who is on duty, a shift more', () => as('褚示范', async (duty) => {
    await duty.tap(/^我的$/)
    await duty.tap(/^值班表/)
    await duty.sees('还没有排班').waitFor()
    await looksRight(duty, 'roster-none', '值班表：没有排班时呼叫谁')
    await duty.tap(/^褚示范/)
    const today = await duty.page.locator('input[type=date]').filter({ visible: true }).first().inputValue()
    await duty.type('几点开始', '00:00')
    await duty.type('到哪天', addDays(today, 1))
    await duty.type('几点结束', '08:30')
    await duty.tap('排上')
    await duty.sees('褚示范（正在值班）').waitFor()
    await looksRight(duty, 'roster', '值班表：现在谁值班、以后谁值班')
    await duty.tap(/^褚示范（正在值班）/)
    await duty.sees('撤下这个班次？').waitFor()
    await looksRight(duty, 'roster-remove', '值班表：撤下班次以前再问一次')
    await duty.tap(/^撤下$/)
    await duty.sees('还没有排班').waitFor()
  }))

  step('the director: the Monday page, by team and officer, and what nobody answers', () => as('韩示范', async (director) => {
    await director.sees(/^(这些事等着办|都办到了)/).waitFor()
    await looksRight(director, 'board', '局长：周一看板')
    await director.tap('各团队、各承办人')
    await director.sees('各承办人').waitFor()
    await looksRight(director, 'supervision', '局长：各团队、各承办人')
    await director.tap('返回')
    await director.tap('没有人承办的案件')
    await director.sees('没有指定代理人的外出').waitFor()
    await looksRight(director, 'uncovered', '局长：没有人承办的案件')
  }))

  step('the command centre: complaints, one that is late, bulletins, screening', () => as('褚示范', async (duty) => {
    await duty.tap(/^我的$/)
    await duty.tap(/^投诉信访/)
    await duty.sees(/件超期/).waitFor()
    await looksRight(duty, 'complaint-files', '指挥中心：信访、反映、咨询，最急的在最上面')
    await duty.tap(/^打开 我父亲的案子/)
    await duty.sees('办到哪一步').waitFor()
    await looksRight(duty, 'complaint-file', '一件信访：谁反映的、到哪一步、什么超期')
    await duty.page.goBack()
    await duty.page.goBack()
    await duty.tap(/^通报/)
    await duty.sees(/^还没过完/).waitFor()
    await looksRight(duty, 'bulletins', '通报：日统计、周通报、月通报')
    await duty.page.goBack()
    await duty.tap(/^各法院/)
    await duty.sees('没有下级法院报数').waitFor()
    await looksRight(duty, 'courts', '各法院：下级报来的数字')
  }))

  step('the inspector of discipline: a report that nobody else can find', () => as('许示范', async (inspector) => {
    await inspector.sees(/^只有纪检监察人员能看到这里/).waitFor()
    await looksRight(inspector, 'reports', '纪检监察：违法违纪举报')
    await inspector.tap(/^打开 （演示用/)
    await inspector.sees('谁打开过').waitFor()
    await looksRight(inspector, 'report', '纪检监察：一件举报，谁打开过')
  }))

  step('a judge: the evidence sheet of a termination, the court’s own papers', () => as('陈示范', async (judge) => {
    await judge.tap('案件')
    // What must be answered names the same case: the list of cases has to be there first.
    await judge.sees(/^共 \d+ 件$/).waitFor()
    await judge.tap(CASE_NUMBER)
    await judge.atRest()
    await judge.tap('终本证据清单')
    await judge.sees(/^(还不能提交终本|可以提交终本)/).waitFor()
    await looksRight(judge, 'evidence-sheet', '法官：终本证据清单，十三项')
    await judge.page.goBack()
    await judge.tap('法院文书')
    await judge.atRest()
    await looksRight(judge, 'papers', '法官：这个案件的法院文书')
  }))

  step('whoever has something to say and is nobody here: which door, and what becomes of it', async () => {
    await visitor!.forget()
    await visitor!.open()
    await visitor!.tap('投诉、信访、举报（不用登录）')
    await visitor!.sees('您要反映什么？').waitFor()
    await looksRight(visitor!, 'complain', '不登录：反映、信访、举报、咨询，谁来看')
    await visitor!.page.goBack()
    await visitor!.tap('凭受理编号查进度')
    await visitor!.atRest()
    await looksRight(visitor!, 'follow-up', '凭受理编号和查询码查进度')
  })

  step('an officer: what is due, the rule behind it and whom it goes up to', () => as('王示范', async (officer) => {
    await officer.tap('期限')
    await officer.sees(/件案件有超期的事项$/).waitFor()
    await looksRight(officer, 'clocks', '执行人员：什么快到期、什么已经超期')
    await officer.tap(/点开看依据和提醒记录$/)
    await officer.sees('提醒和报告').waitFor()
    await looksRight(officer, 'clock-rule', '执行人员：这个期限依据什么，什么时候提醒、报告谁')
    await officer.tap(/^我的$/)
    await officer.tap(/^没有送到的通知/)
    await officer.sees(/^无法联系$/).waitFor()
    await looksRight(officer, 'dead-letters', '没有送到的通知：为什么，再发一次')
    await officer.page.goBack()
    await officer.tap(/^未归卷/)
    await officer.sees(/^共 \d+ 件$/).waitFor()
    await looksRight(officer, 'filings', '未归卷：还没有归入电子卷宗的沟通')
  }))

  step('the three administrators: who works here, somebody new, who opened what', async () => {
    await as('吕示范', async (system) => {
      await system.sees(/^本院人员（\d+）$/).waitFor()
      await looksRight(system, 'admin-staff', '系统管理员：本院人员，看不到案件')
      await system.tap(/^吴示范 · Z002/)
      await system.sees('停用账号').waitFor()
      await looksRight(system, 'admin-one', '系统管理员：一位工作人员的资料、登录、离职和停用')
      await system.page.goBack()
      await system.tap('新增人员')
      await system.sees('新增后没有岗位，由安全管理员赋予。').waitFor()
      await looksRight(system, 'admin-add', '系统管理员：新增人员')
    })
    await as('施示范', async (security) => {
      await security.tap(/^吴示范 · Z002/)
      await security.sees('保存岗位').waitFor()
      await looksRight(security, 'admin-roles', '安全管理员：赋予岗位')
    })
    await as('张示范', async (auditor) => {
      await auditor.sees('谁看过案卷').waitFor()
      await looksRight(auditor, 'audit', '审计管理员：谁看过哪件案卷，谁改了岗位')
    })
  })

  step('the reception window: a code for whom the phone number does not help', () => as('冯示范', async (clerk) => {
    await clerk.sees(/绑定码/).waitFor()
    await looksRight(clerk, 'window', '窗口：核对身份证后发绑定码')
  }))

  step('an urgent clue: the form and what becomes of it, the desk that calls, whoever takes it', async () => {
    await as('张样例', async (applicant) => {
      await applicant.tap(CASE_NUMBER)
      await applicant.tap('紧急线索：财产正在被转移')
      await applicant.sees(/^已办结/).waitFor()
      await looksRight(applicant, 'urgent-settled', '当事人：紧急线索怎么处理的')
      await applicant.tap(/再上报/)
      await looksRight(applicant, 'urgent-raise', '当事人：写一句话、拍一张照就可以发')
      await applicant.type('正在发生什么', '他正在把冷柜装上一辆蓝色货车')
      await applicant.tap('马上发出，呼叫法院')
      await applicant.sees('已发出，正在呼叫法院的人').waitFor()
      await looksRight(applicant, 'urgent-rings', '当事人：正在呼叫谁、接下来呼叫谁')
    })
    await as('卫示范', async (desk) => {
      await desk.sees(/还没有人接手$/).waitFor()
      await looksRight(desk, 'urgent-call-list', '热线：现在要打电话找谁')
      await desk.tap(/^回访$/)
      await desk.sees(/人要打/).waitFor()
      await looksRight(desk, 'notice-calls', '热线：微信、短信都没送到的人，打电话告诉')
      await desk.tap('打开周样例')
      await desk.sees('开头这样说').waitFor()
      await looksRight(desk, 'notice-call', '热线：先核对身份，再说是什么事')
    })
    await as('王示范', async (officer) => {
      await officer.tap(/^紧急线索：还没有人接/)
      await officer.sees('呼叫过的人').waitFor()
      await looksRight(officer, 'urgent-matter', '承办人：看清情况，点“我来处理”')
      await officer.tap('我来处理')
      await officer.tap(/^办结$/)
      await officer.sees('办结紧急线索').waitFor()
      await looksRight(officer, 'urgent-settle', '承办人：办结，当事人会看到')
    })
  })
})
