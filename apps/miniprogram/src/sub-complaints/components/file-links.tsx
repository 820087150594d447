import type { ComplaintDetail } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { Tappable } from '@/components/tappable'
import { useAction } from '@/hooks/use-action'
import { openDocument, showPicture } from '@/platform/open-file'
import { type ComplaintFiles, type ComplaintPlace, explain, sizeWords } from '@/services'
import './files.less'

type Files = ComplaintDetail['papers'][number]['files']

/** Documents of a file, each to be opened. */
export function FileLinks({ files, place, fetch }: { files: Files; place: ComplaintPlace; fetch: ComplaintFiles['fetch'] }) {
  const look = useAction(async (file: Files[number]) => {
    const path = await fetch(place, file)
    if (file.type.startsWith('image/')) showPicture(path)
    else await openDocument(path, file.name)
  })
  if (files.length === 0) return null
  return (
    <View className="zx-stack--tight">
      {files.map((file) => (
        <Tappable key={file.attachmentId} className="zx-file-link" label={`看${file.name}`} onTap={() => look.run(file)}>
          <Text className="zx-link">{file.name}</Text>
          <Text className="zx-caption zx-file-link__size">{sizeWords(file.size)}</Text>
        </Tappable>
      ))}
      {look.busy ? <Text className="zx-caption">正在打开…</Text> : null}
      {look.error ? <Text className="zx-caption zx-late">{explain(look.error)}</Text> : null}
    </View>
  )
}
