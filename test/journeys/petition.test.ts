import { randomBytes } from 'node:crypto'
import { API_PREFIX } from '@zhixin/shared/contract'
import type { Browser } from 'playwright-core'
import { type Person, signedIn } from './support/api'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs } from './support/doors'
import { aPicture } from './support/picture'
import { type Product, startProduct } from './support/product'

const MATTER = '房子查封以后一直没有拍卖，请查一查为什么。'
const REPLY = '您反映的拍卖已经挂网，评估报告也寄给您了。'
const commandId = (): string => `m_${randomBytes(10).toString('hex')}`
interface Brings { declared?: string[]; papers?: string[] }

/** A petition from its registration to its shelf: each of the court at their own page, and whoever sent it by number and code. */
describe('a petition', () => {
  let product: Product
  let browser: Browser
  let visitor: Visitor
  let id: string
  let ticket: { receipt: string; followUp: string }
  const people = new Map<string, Person>()
  const step = journey('petition', () => [visitor])
  const by = (name: string): Person => people.get(name) ?? people.set(name, signedIn(() => product.origin, name)).get(name)!
  const at = (path = ''): string => `/complaint-files/petition/${id}${path}`

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
    visitor = await openVisitor(browser, () => product.origin, 'desk')
  })
  afterAll(async () => {
    await visitor?.leave()
    await browser?.close()
    await product?.remove()
  })

  const picture = (fields: Record<string, string>): FormData => {
    const data = new FormData()
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    data.set('file', new Blob([aPicture()]), '材料.png')
    return data
  }
  /** What others do between the pages that are looked at here. */
  async function take(who: string, name: string, fields: object = {}, { declared = [], papers = [] }: Brings = {}): Promise<void> {
    const brought = []
    for (const paper of papers) {
      const { attachmentId } = await by(who).post<{ attachmentId: string }>(at('/uploads'), picture({ kind: 'picture' }))
      brought.push({ paper, attachmentId })
    }
    await by(who).post(at('/steps'), { commandId: commandId(), step: name, fields, declared, papers: brought })
  }
  async function open(name: string, page: 'file' | 'step', of?: string): Promise<void> {
    await visitor.forget()
    await enterAs(visitor, name)
    await visitor.atRest()
    await visitor.page.goto(`/#/sub-complaints/pages/${page}/index?stream=petition&complaintId=${id}${of === undefined ? '' : `&step=${of}`}`)
    await visitor.atRest()
  }
  async function confirm(label: string): Promise<void> {
    await visitor.tap(new RegExp(`^${label}$`))
    await visitor.sees(`${label}？`).waitFor()
    await visitor.atRest()
    await visitor.tap(new RegExp(`^${label}$`))
  }

  step('the desk writes down what it is about, and where whoever sent it lives', async () => {
    const said = { commandId: commandId(), stream: 'petition', by: 'named', matter: MATTER, contact: { name: '虚构信访人' }, fields: {} }
    const headers = { 'Content-Type': 'application/json' }
    const response = await fetch(`${product.origin}${API_PREFIX}/complaints`, { method: 'POST', headers, body: JSON.stringify(said) })
    const { data } = (await response.json()) as { data: { receipt: string; followUp: string } }
    ticket = data
    const { complaints } = await by('duty').get<{ complaints: { complaintId: string; about: string }[] }>('/complaint-files?stream=petition')
    id = complaints.find(({ about }) => MATTER.startsWith(about.slice(0, 8)))!.complaintId
    await open('冯示范', 'step', 'register')
    for (const choice of ['消极执行', '本地', '初信初访', '否']) await visitor.tap(new RegExp(`^${choice}$`))
    await confirm('登记')
    await stands('registered')
  })

  step('without the reply record the officer cannot answer, and the page says what is missing', async () => {
    const { staff } = await by('duty').get<{ staff: { staffId: string; name: string; department: string }[] }>('/complaint-files/people')
    const called = (name: string) => staff.find((one) => one.name === name)!
    const officer = called('王示范')
    await take('window', 'explain')
    await take('duty', 'submit_for_approval', { draft_opinion: '转承办团队' }, { declared: ['not_resolved'], papers: ['approval_form'] })
    await take('vice_president', 'approve', {
      handling_department: officer.department, responsible_leader: called('郑示范').staffId, responsible: officer.staffId, requirements: '查清并答复', due_on: '2099-12-31',
    })
    await take('officer', 'contact', { contact_result: '已打电话' })
    const members = [{ name: '虚构甲', title: '法官助理', contact: '000-0000-0001' }]
    await take('officer', 'report_task_force', { petition_leader: called('朱示范').staffId, task_force_liaison: officer.staffId, members }, { papers: ['resolution_plan'] })
    await take('vice_president', 'interview', { told_next_steps: '十日内自查' }, { papers: ['interview_record'] })
    await take('officer', 'begin_handling')
    await take('officer', 'conclude', { result: '已经挂网拍卖', outcome: 'settled' }, { papers: ['evidence_of_work'] })
    await open('王示范', 'step', 'reply')
    await visitor.sees('要在这里填写、当事人签名以后才算数，不能用上传的代替。').waitFor()
    await visitor.shot('petition-needs-record', '没有答复笔录，答复不了本地信访人')
  })

  step('with it signed and filed the answer goes out', async () => {
    await replyRecord()
    await open('王示范', 'step', 'reply')
    await visitor.sees('答复笔录：卷里已经有了。').waitFor()
    await visitor.type('答复内容', REPLY)
    await visitor.type('同时回复了谁（看情况，该填的要填）', '分管院领导')
    await confirm('答复信访人')
    await stands('replied')
  })

  step('closed by the vice president with the conclusion it rests on, put on the shelf, and read by whoever sent it', async () => {
    await take('vice_president', 'close', { closing_category: 'appeal_reviewed' }, { papers: ['review_conclusion'] })
    await take('leader', 'archive', {}, { declared: ['bound'], papers: ['archive_list'] })
    await open('褚示范', 'file')
    await visitor.sees(/^已归档/).waitFor()
    await visitor.shot('petition-archived', '一件信访从登记到归档：走过的每一步、期限的结果、卷里的材料')
    await visitor.forget()
    await visitor.page.goto('/#/sub-complaints/pages/follow-up/index')
    await visitor.atRest()
    await visitor.type('受理编号', ticket.receipt)
    await visitor.type('查询码', ticket.followUp)
    await visitor.tap(/^查询$/)
    await visitor.sees(`法院的答复：${REPLY}`).waitFor()
    expect(visitor.complaints).toEqual([])
  })

  const stands = async (state: string): Promise<void> => {
    for (let look = 0; look < 50; look++) {
      if ((await by('duty').get<{ state: string }>(at())).state === state) return
      await visitor.page.waitForTimeout(100)
    }
    throw new Error(`not ${state}`)
  }
  /** Filled, signed by the petitioner on the officer's device, and finished. */
  async function replyRecord(): Promise<void> {
    const { paperId } = await by('officer').post<{ paperId: string }>(`/papers/of/petition/${id}`, { commandId: commandId(), form: 'reply_record' })
    const draft = `/papers/drafts/${paperId}`
    const { revision, fields } = await by('officer').get<{ revision: number; fields: object }>(draft)
    const filled = { ...fields, reply_place: '第二接待室', channel: 'in_person', reply_content: REPLY, petitioner_opinion: '没有意见' }
    await fetch(`${product.origin}${API_PREFIX}${draft}`, {
      method: 'PUT', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await by('officer').token()}` },
      body: JSON.stringify({ revision, fields: filled, refusedToSign: null }),
    })
    const content = async () => (await by('officer').get<{ contentSm3: string }>(draft)).contentSm3
    await by('officer').post(`${draft}/signatures`, picture({ by: 'petitioner', way: 'finger', contentSm3: await content() }))
    await by('officer').post(`${draft}/finish`, { contentSm3: await content() })
  }
})
