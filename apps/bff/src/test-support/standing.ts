import { form, newCommandId, type Persona, PNG, type TestCourt } from './court'

export interface AskedFor {
  requestId: string
  commandId: string
  pictureId: string
}

/** Somebody asks to stand for a party, with a picture of the document; an agent with special authority unless said. */
export async function askToStand(court: TestCourt, who: Persona, asked: object): Promise<AskedFor> {
  const commandId = newCommandId()
  const uploaded = await court.call(who, 'POST', `/standing-requests/${commandId}/attachments`, form(PNG, '授权委托书.png', { kind: 'picture' }))
  const pictureId = uploaded.body.data.id as string
  const body = { commandId, kind: 'stand', standing: 'agent', authority: 'special', attachments: [pictureId], ...asked }
  const answer = await court.call(who, 'POST', '/standing-requests', body)
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`)
  return { requestId: answer.body.data.requestId, commandId, pictureId }
}
