import { z } from 'zod'
import type { CourtFile, CourtFileReceipt, DropBox } from '../ports/court-file'

const ReceiptSchema = z.object({ filingId: z.string(), digest: z.string(), receipt: z.string().min(1).max(100) })

/** A court's file behind two folders: documents go out as drops, and what it took comes back as drops of its own (`filing_ack`). */
export function createDropCourtFile(drops: DropBox): CourtFile {
  return {
    via: 'drop',
    async put({ filingId, files }) {
      await drops.put('filing', filingId, files)
      return undefined
    },
    async receipts() {
      const taken = await drops.take('filing_ack')
      return taken.flatMap(({ files, done }) => {
        const receipt = receiptIn(files)
        return receipt ? [{ receipt, done }] : []
      })
    },
  }
}

function receiptIn(files: { bytes: Buffer }[]): CourtFileReceipt | undefined {
  try {
    return ReceiptSchema.safeParse(JSON.parse(files[0]?.bytes.toString('utf8') ?? '')).data
  } catch {
    return undefined
  }
}
