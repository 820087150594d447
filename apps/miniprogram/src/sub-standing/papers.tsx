import { Image, Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Tappable } from '@/components/tappable'
import { showPicture } from '@/platform/open-file'
import type { StandingService } from '@/services'
import './standing.less'

/** The pictures of documents that a request shows; one opens as large as the screen. */
export function Papers({ service, requestId, ids }: { service: StandingService; requestId: string; ids: readonly string[] }) {
  if (ids.length === 0) return <View className="zx-pad"><Text className="zx-body">没有附图片。材料原件由本人带到窗口核对。</Text></View>
  return <View className="zx-row zx-row--wrap zx-pad">{ids.map((id, i) => <Paper key={id} service={service} requestId={requestId} id={id} nth={i + 1} />)}</View>
}

function Paper({ service, requestId, id, nth }: { service: StandingService; requestId: string; id: string; nth: number }) {
  const [path, setPath] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let wanted = true
    setFailed(false)
    service.picture(requestId, id).then((local) => wanted && setPath(local), () => wanted && setFailed(true))
    return () => {
      wanted = false
    }
  }, [service, requestId, id, attempt])
  if (path === null) return <Tappable onTap={() => setAttempt(attempt + 1)}><Text className="zx-body">{failed ? `第 ${nth} 张没有打开，点这里重试` : `正在打开第 ${nth} 张…`}</Text></Tappable>
  return <Tappable label={`看大图：第 ${nth} 张`} onTap={() => showPicture(path)}><Image className="zx-paper" src={path} mode="aspectFill" /></Tappable>
}
