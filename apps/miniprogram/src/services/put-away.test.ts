import { createWorld, OFFICER, type Phone, settle, THREAD } from './test-support'

const WORDS = '紫藤萝密语一二三'
const PICTURE = { id: 'a_upload001', name: '蓝胡子.png', kind: 'picture' as const }

/** All that lies in a phone's storage. */
const storageOf = async (phone: Phone): Promise<string> =>
  (await Promise.all((await phone.storage.keys()).map(async (key) => `${key} ${await phone.storage.get(key)}`))).join('\n')
const shown = (phone: Phone) => phone.services.account.getSnapshot()!.thread(THREAD)

const putAway = (because: 'sealed' | 'confidential') => ({ type: 'put_away', ...THREAD, index: 0, because })

/** A thread with words in it that lie on the phone. */
async function world() {
  const all = createWorld()
  all.court.append(OFFICER, 'message.sent', { text: WORDS, mark: 'ordinary', attachments: [PICTURE] }, [{ id: PICTURE.id, sm3: '0'.repeat(64), size: 5, type: 'image/png' }])
  all.court.append(OFFICER, 'message.sent', { text: '请看上面。', mark: 'ordinary', attachments: [] })
  return all
}

describe('what is sealed', () => {
  test('goes at once from an open thread and from the phone’s own copy', async () => {
    const { court, signedIn, advance } = await world()
    const phone = await signedIn()
    const thread = shown(phone)
    await advance(3_000)
    expect(await storageOf(phone)).toContain(WORDS)
    court.seal(0)
    await advance(3_000)
    expect(thread.getSnapshot().entries[0]).toMatchObject({ body: null, nonce: null, withheld: 'sealed' })
    expect(thread.getSnapshot().rows.find((row) => row.kind === 'withheld')).toMatchObject({
      title: '这条消息已封存', text: expect.stringMatching(/原因：发错了案件。.*由郑丁（虚构）（团队负责人）批准/) as string,
    })
    expect(thread.getSnapshot().entries[1]?.body).toMatchObject({ text: '请看上面。' })
    expect(await storageOf(phone)).not.toContain(WORDS)
  })

  test('goes from the copy of a thread that is not open', async () => {
    const { court, network, signedIn, advance } = await world()
    const phone = await signedIn()
    const thread = shown(phone)
    await advance(3_000)
    thread.close()
    court.seal(0)
    network.say(putAway('sealed'))
    await advance(3_000)
    expect(await storageOf(phone)).not.toContain(WORDS)
    expect(await storageOf(phone)).toContain('请看上面。')
  })

  test('while the phone was away goes when it comes back on the line, though nobody opens the thread', async () => {
    const { court, signedIn, setOnline, advance } = await world()
    const phone = await signedIn()
    const thread = shown(phone)
    await advance(3_000)
    thread.close()
    setOnline(false)
    court.seal(0)
    await advance(60_000)
    expect(await storageOf(phone)).toContain(WORDS)
    setOnline(true)
    await advance(60_000)
    expect(await storageOf(phone)).not.toContain(WORDS)
  })

  test('goes though the first question is lost', async () => {
    const { court, network, signedIn, setOnline, advance } = await world()
    const phone = await signedIn()
    const thread = shown(phone)
    await advance(3_000)
    thread.close()
    setOnline(false)
    court.seal(0)
    let asked = 0
    network.fault = ({ path }) => (path === '/threads/kept' && ++asked <= 2 ? 'lost_reply' : 'none')
    setOnline(true)
    await advance(120_000)
    expect(asked).toBeGreaterThan(2)
    expect(await storageOf(phone)).not.toContain(WORDS)
  })

  test('while the app was closed goes at its next start', async () => {
    const { court, signedIn, phone: another, advance } = await world()
    const first = await signedIn()
    shown(first)
    await advance(3_000)
    first.kill()
    court.seal(0)
    const second = another({ storage: first.storage })
    await second.services.start()
    await advance(60_000)
    expect(await storageOf(second)).not.toContain(WORDS)
  })

  test('goes from what is being written, and from what was fetched to be shown', async () => {
    const { court, network, signedIn, advance } = await world()
    const phone = await signedIn()
    const account = phone.services.account.getSnapshot()!
    shown(phone)
    await advance(3_000)
    account.drafts.save(THREAD, { text: `您说的“${WORDS}”是什么意思？` })
    await advance(1_000)
    const path = await account.attachmentFiles.fetch(THREAD, PICTURE)
    court.seal(0)
    network.say(putAway('sealed'))
    await advance(3_000)
    expect(await storageOf(phone)).not.toContain(WORDS)
    expect(await account.drafts.load(THREAD)).toEqual({ text: '您说的“”是什么意思？' })
    expect(phone.dropped).toContain(path)
  })

  test('is not brought back by an answer of before that comes late', async () => {
    const { court, network, signedIn, advance } = await world()
    const phone = await signedIn()
    const thread = shown(phone)
    await advance(3_000)
    const before = court.entries[0]!
    court.seal(0)
    await advance(3_000)
    network.say({ type: 'entry', ...THREAD, entry: before } as never)
    await advance(3_000)
    expect(thread.getSnapshot().entries[0]).toMatchObject({ body: null })
    expect(await storageOf(phone)).not.toContain(WORDS)
  })
})

describe('what is another’s now', () => {
  test('a thread that is no longer this reader’s goes as a whole', async () => {
    const { court, signedIn, setOnline, advance } = await world()
    const phone = await signedIn()
    const thread = shown(phone)
    await advance(3_000)
    thread.close()
    setOnline(false)
    court.locked.add(THREAD.personId)
    setOnline(true)
    await advance(60_000)
    expect(await storageOf(phone)).not.toContain('请看上面。')
  })

  test('what was confined goes from the screens of those it is kept from, and comes back when it is released', async () => {
    const { court, network, signedIn, advance } = await world()
    const phone = await signedIn()
    const thread = shown(phone)
    await advance(3_000)
    const body = court.entries[0]!
    court.entries[0] = { ...body, body: null, nonce: null, withheld: 'confidential' }
    network.say(putAway('confidential'))
    await settle()
    expect(thread.getSnapshot().rows.find((row) => row.kind === 'withheld')).toMatchObject({ title: '这条消息只给承办人看' })
    await advance(3_000)
    expect(await storageOf(phone)).not.toContain(WORDS)
    court.entries[0] = body
    court.append(OFFICER, 'message.released', { of: 0, reason: '已核实' })
    await advance(3_000)
    expect(thread.getSnapshot().entries[0]?.body).toMatchObject({ text: WORDS })
  })
})

describe('what lies on the phone of lists', () => {
  test('says nobody’s words', async () => {
    const { court, signedIn, advance } = await world()
    court.lastText = WORDS
    const phone = await signedIn(OFFICER.id)
    const { workList } = phone.services.account.getSnapshot()!
    await workList.load()
    await advance(1_000)
    expect(workList.getSnapshot().list?.items[0]?.lastText).toBe(WORDS)
    expect(await storageOf(phone)).not.toContain(WORDS)
  })
})

describe('what was fetched to be shown', () => {
  const URGENT = `/urgent/${THREAD.caseId}/${THREAD.personId}/attachments/${PICTURE.id}`
  async function opened() {
    const all = await world()
    const phone = await all.signedIn()
    const account = phone.services.account.getSnapshot()!
    const thread = account.thread(THREAD)
    await all.advance(3_000)
    await account.attachmentFiles.fetch(THREAD, PICTURE)
    expect([...phone.storage.files]).toEqual([expect.stringContaining(`attachments/${PICTURE.id}`)])
    return { ...all, another: all.phone, phone, account, thread, files: phone.storage.files }
  }

  test('is fetched once, and named as what it is', async () => {
    const { account, files } = await opened()
    await account.attachmentFiles.fetch(THREAD, PICTURE)
    expect([...files]).toEqual([expect.stringMatching(/蓝胡子\.png$/)])
  })

  test('goes when the page that shows it is closed, but not while another shows the same thread', async () => {
    const { account, thread, files } = await opened()
    const other = account.thread(THREAD)
    other.close()
    await settle()
    expect(files.size).toBe(1)
    thread.close()
    await settle()
    expect(files.size).toBe(0)
  })

  test('goes though it was still on its way when the page was closed', async () => {
    const { account, thread, files } = await opened()
    const late = account.attachmentFiles.fetch(THREAD, { id: 'a_upload002', name: '晚.png' })
    thread.close()
    await late
    await settle()
    expect(files.size).toBe(0)
  })

  test('goes when it is sealed, whichever way it came', async () => {
    const { court, network, account, files, advance } = await opened()
    const urgent = account.urgent(THREAD)
    await urgent.attachment(PICTURE)
    await account.sealRequests.attachment({ ...THREAD, index: 0 }, PICTURE)
    expect([...files].map((path) => path.includes(URGENT) || path.includes('under-seal'))).toEqual([false, true, true])
    court.seal(0)
    network.say(putAway('sealed'))
    await advance(3_000)
    expect(files.size).toBe(0)
    urgent.stop()
  })

  test('goes when it is sealed from a phone that holds nothing else of the thread, as of whoever is on duty', async () => {
    const { network, signedIn, advance } = await world()
    const phone = await signedIn(OFFICER.id)
    await advance(1_000)
    const urgent = phone.services.account.getSnapshot()!.urgent(THREAD)
    await urgent.attachment(PICTURE)
    expect(phone.storage.files.size).toBe(1)
    network.say(putAway('sealed'))
    await advance(3_000)
    expect(phone.storage.files.size).toBe(0)
    urgent.stop()
  })

  test('goes when the urgent clue’s page, or the review of a request, is closed; what the thread shows stays', async () => {
    const { account, files } = await opened()
    const urgent = account.urgent(THREAD)
    await urgent.attachment(PICTURE)
    urgent.stop()
    await settle()
    expect(files.size).toBe(1)
    await account.sealRequests.attachment({ ...THREAD, index: 0 }, PICTURE)
    await account.sealRequests.close({ ...THREAD, index: 0 })
    expect(files.size).toBe(1)
  })

  test('goes when its reader is no longer in the case', async () => {
    const { network, files, advance } = await opened()
    network.say({ type: 'access_ended', ...THREAD } as never)
    await advance(3_000)
    expect(files.size).toBe(0)
  })

  test('goes at the next start when the app was ended before it could remove it', async () => {
    const { another, phone, files } = await opened()
    phone.kill()
    expect(files.size).toBe(1)
    const again = another({ storage: phone.storage })
    await again.services.start()
    await settle()
    expect(again.services.account.getSnapshot()).not.toBeNull()
    expect(files.size).toBe(0)
  })

  test('goes at sign-out, pictures of papers too', async () => {
    const { phone, files } = await opened()
    await phone.services.helpDesk.picture('r_00000001', 'a_upload003')
    expect(files.size).toBe(2)
    await phone.services.session.signOut()
    await settle()
    expect(files.size).toBe(0)
  })
})
