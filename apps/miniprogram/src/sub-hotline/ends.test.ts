import { endOf } from './ends'

const call = { registered: [], callBackAsked: false, ring: null, verified: null }
const ring = { name: '某某', numbers: [{ number: '19900000001', source: 'self', since: '2026-01-01T00:00:00.000Z' }], checks: [] }

it.each([
  ['answered', call],
  ['registered', { ...call, registered: [{ kind: 'petition', stream: 'petition', complaintId: 'k_00000000' }] }],
  ['to_call_back', { ...call, callBackAsked: true }],
  ['no_number', { ...call, ring: { ...ring, numbers: [] } }],
  ['no_answer', { ...call, ring }],
  ['answered', { ...call, ring, verified: { by: 'call_back', name: '某某' } }],
] as const)('put down, a call has ended as %s', (how, one) => expect(endOf(one as never)).toBe(how))
