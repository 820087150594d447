import { Text } from '@tarojs/components'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { AttachmentNote } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { useAction } from '@/hooks/use-action'
import { openDocument, showPicture } from '@/platform/open-file'
import { type Account, explain } from '@/services'

/** The scan of a signed 送达地址确认书. */
export function ScanButton({ account: { attachmentFiles }, thread, scan }: { account: Account; thread: ThreadKey; scan: AttachmentNote }) {
  const look = useAction(async () => {
    const path = await attachmentFiles.fetch(thread, scan)
    if (scan.kind === 'picture') showPicture(path)
    else await openDocument(path, scan.name)
  })
  return (
    <>
      <Button kind="plain" busy={look.busy} onTap={() => look.run()}>看签字的确认书</Button>
      {look.error ? <Text className="zx-body zx-late">{explain(look.error)}</Text> : null}
    </>
  )
}
