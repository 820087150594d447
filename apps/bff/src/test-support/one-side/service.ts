import { form } from '../court'
import type { Stir } from './bustle'
import type { Deed } from './deeds'
import { CASES, type Client, type Session } from './session'

const { first, second } = CASES
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
let written = 0
const newId = (): string => `m_v${String(++written).padStart(20, '0')}`
const pdf = (what: string): Buffer => Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj %${what}\ntrailer<</Root 1 0 R>>\n%%EOF\n`)
/** How many documents each observed person was served: the same ones in both courts, whatever others are served meanwhile. */
const servedOn = new WeakMap<Session, number>()

/** A document that fits either side. */
const ruling = { document: 'enforcement_ruling', name: '裁定书.pdf', number: '裁定1号' }
type Insist = (...request: Parameters<Client['insist']>) => ReturnType<Client['insist']>

async function serve(insist: Insist, thread: string, partyId: string, what: string): Promise<number> {
  const { data } = await insist('POST', `${thread}/attachments`, form(pdf(what), '裁定书.pdf', { kind: 'file' }))
  const said = { commandId: newId(), ...ruling, partyId, attachment: String(data.id), offHoursReason: '限期送达' }
  return (await insist('POST', `${thread}/services`, said)).status
}

/** The observed person agrees to electronic service or not, and gets what is served on them. */
export const SERVICE_DEEDS: Record<string, Deed> = {
  'agree to electronic service, and be served': {
    ways: [1, 9],
    async run(me, a, b, { officer, judge }) {
      const thread = `/threads/${pick(me.mine, a)}/${me.id}`
      const agree = async () => {
        const hash = String(((await me.ask('GET', `${thread}/service`)).data.statement as { hash?: string } | undefined)?.hash ?? '0'.repeat(64))
        return me.ask('POST', `${thread}/service/consent`, { commandId: me.nextId(), hash })
      }
      // Whoever takes documents for somebody else takes them for that party; of the rest everybody is their own.
      const served = async (): Promise<number> => {
        await agree()
        const count = (servedOn.get(me) ?? 0) + 1
        servedOn.set(me, count)
        // The case may have been handed over by then.
        for (const by of [officer, judge]) me.note(`served: ${await serve((...request) => by.insist(...request), thread, me.id, `mine ${count}`)}`)
        const { data } = await me.ask('GET', `${thread}/service`)
        return ((data.services ?? []) as { index: number }[])[0]?.index ?? 0
      }
      switch (b) {
        case 0: return me.ask('GET', `${thread}/service`)
        case 1: return agree()
        case 2:
          await agree()
          return me.ask('POST', `${thread}/service/withdrawal`, { commandId: me.nextId() })
        case 3: return me.ask('POST', `${thread}/service/withdrawal`, { commandId: me.nextId() })
        case 4: return me.ask('GET', `${thread}/services/${await served()}/document`)
        case 5: return me.ask('POST', `${thread}/services/${await served()}/confirmation`, { commandId: me.nextId() })
        case 6: return me.ask('GET', `${thread}/services/${await served()}/receipt`)
        case 7: {
          const paper = { commandId: newId(), given: true, number: '确认书1号', signedOn: '2026-01-05' }
          return me.note(`recorded: ${(await officer.insist('POST', `${thread}/service/paper`, paper)).status}`)
        }
        default: {
          const note = { commandId: newId(), note: '另有一份纸质的' }
          return me.note(`noted: ${(await officer.insist('POST', `${thread}/services/${await served()}/notes`, note)).status}`)
        }
      }
    },
  },
}

export const SERVICE_STAFF_ROUTES = [
  ['GET', `/cases/${first}/services`],
  ['POST', `/threads/${first}/:me/service/paper`, { commandId: 'm_00000000000000000071', given: true, number: '确认书1号', signedOn: '2026-01-05' }],
  ['POST', `/threads/${first}/:me/services`, { commandId: 'm_00000000000000000072', ...ruling, partyId: 'p_0000000000000000', attachment: 'a_0000000000000000000' }],
  ['POST', `/threads/${first}/:me/services/0/notes`, { commandId: 'm_00000000000000000073', note: '发错了文书' }],
] as const

/** The others agree, are served on, open what they got and take their consent back. */
export const SERVICE_STIRS: Record<string, Stir> = {
  'agree to electronic service and are served on': async (all, me: Session, n) => {
    const who = pick(all.litigants, n)
    const id = me.court.id(who)
    const thread = `/threads/${pick([first, second], n)}/${id}`
    const { data } = await all.ask(who, 'GET', `${thread}/service`)
    const hash = String((data.statement as { hash?: string } | undefined)?.hash ?? '0'.repeat(64))
    if (n % 3 === 0) await all.ask('officer', 'POST', `${thread}/service/paper`, { commandId: newId(), given: true, number: `确认书${n}号`, signedOn: '2026-01-05' })
    else await all.ask(who, 'POST', `${thread}/service/consent`, { commandId: newId(), hash })
    await serve((...request) => all.ask('officer', ...request), thread, id, `theirs ${++written}`)
    await all.ask('officer', 'GET', `/cases/${first}/services`)
    const served = ((await all.ask(who, 'GET', `${thread}/service`)).data.services ?? []) as { index: number }[]
    if (served[0]) {
      await all.ask(who, 'GET', `${thread}/services/${served[0].index}/document`)
      await all.ask(who, 'POST', `${thread}/services/${served[0].index}/confirmation`, { commandId: newId() })
      await all.ask('officer', 'POST', `${thread}/services/${served[0].index}/notes`, { commandId: newId(), note: '另有一份纸质的' })
    }
    if (n % 2 === 0) await all.ask(who, 'POST', `${thread}/service/withdrawal`, { commandId: newId() })
    // Knocking at the observed person's door.
    return all.ask(who, 'GET', `/threads/${first}/${me.id}/service`)
  },
}
