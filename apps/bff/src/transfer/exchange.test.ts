import { CodedError } from '@zhixin/shared/errors'
import type { TransferConfig } from '@zhixin/shared/rules'
import { createLogger } from '../platform/logger'
import type { DropBox } from '../ports/court-file'
import { createExchange } from './exchange'
import type { IncomingStore } from './incoming'
import type { Outgoing } from './outgoing'

/** A folder in which one piece of a case lies, and a court in which taking it ends so. */
async function takenWith(error: Error | undefined): Promise<{ isDone: boolean; said: unknown }> {
  let isDone = false
  const done = async (): Promise<void> => void (isDone = true)
  const drops: DropBox = { canPut: () => true, put: async () => undefined, take: async (kind) => (kind === 'transfer' ? [{ id: 'x', files: [], done }] : []) }
  const takePiece = async (): Promise<void> => {
    if (error) throw error
  }
  const exchange = createExchange({
    own: 'here', config: { courts: [] } as unknown as TransferConfig, incoming: { takePiece } as unknown as IncomingStore, outgoing: {} as Outgoing, drops,
    logger: createLogger('silent'),
  })
  const said = await exchange.takeDrops().catch((rejected: unknown) => rejected)
  return { isDone, said }
}

describe('what lies in the folder of drops', () => {
  it('is put away once it was taken, and when it is wrong in itself', async () => {
    expect(await takenWith(undefined)).toEqual({ isDone: true, said: undefined })
    expect(await takenWith(new CodedError('transfer.not_signed'))).toEqual({ isDone: true, said: undefined })
  })

  it.each([new Error('connection to the store was lost'), new CodedError('log.unavailable')])('stays for the next time after a fault of ours: %s', async (fault) => {
    expect(await takenWith(fault)).toEqual({ isDone: false, said: fault })
  })
})
