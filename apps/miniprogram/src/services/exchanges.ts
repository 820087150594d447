import { FilingCountsSchema, TransferExchangesSchema } from '@zhixin/shared/contract'
import { ExchangeListSchema } from '@zhixin/shared/integration'
import type { Api } from './api'

/** For whoever keeps the exchange with other systems and courts going. Everything rejects with CodedError. */
export const createExchanges = (api: Pick<Api, 'read' | 'download'>) => ({
  latest: async () => {
    const [{ exchanges }, { transfers }, filing] = await Promise.all([
      api.read('/admin/exchanges', ExchangeListSchema), api.read('/admin/exchanges/transfers', TransferExchangesSchema),
      api.read('/admin/exchanges/filings', FilingCountsSchema),
    ])
    return { exchanges, transfers, filing }
  },
  /** The path of a table on this device. */
  refused: (exchangeId: string) => api.download(`/admin/exchanges/${exchangeId}/refused`, '退回清单.csv'),
})
export type ExchangesService = ReturnType<typeof createExchanges>
