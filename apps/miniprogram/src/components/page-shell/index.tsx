import { ArrowLeft } from '@nutui/icons-react-taro'
import { Text, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, type PropsWithChildren, type ReactNode } from 'react'
import { demo, online } from '@/platform/app-status'
import { back } from '@/platform/navigation'
import { useDisplay } from '@/platform/use-display'
import { useValue } from '@/platform/use-value'
import { Tappable } from '../tappable'
import { ErrorBoundary } from './error-boundary'
import './index.less'

const isH5 = process.env.TARO_ENV === 'h5'

interface Props {
  title: string
  /** At the bottom: the way between main pages, or a composer. */
  foot?: ReactNode
  /** As high as the screen, with `children` scrolling themselves. Otherwise the page scrolls. */
  fixed?: boolean
  /** A list beside the page, drawn at desk width only. */
  list?: ReactNode
  /** Cards that stand in two columns (.zx-cards) at desk width. */
  wide?: boolean
  /** A main page has no way back. */
  root?: boolean
}

/** The frame of every page: title, demo and offline bars, the reader's own sizes, and a net under what breaks. */
export function PageShell({ title, foot, fixed = false, list, wide = false, root = false, children }: PropsWithChildren<Props>) {
  const { rootClass, rootStyle, elder } = useDisplay()
  const isDemo = useValue(demo)
  const isOnline = useValue(online)
  useEffect(() => {
    void Taro.setNavigationBarTitle({ title })
  }, [title])
  return (
    <View className={`${rootClass} zx-page ${fixed ? 'zx-page--fixed' : ''}`} style={rootStyle}>
      {isH5 ? <TitleBar title={title} root={root} /> : null}
      {isDemo ? <View className="zx-page__bar zx-page__bar--demo"><Text>{elder ? '演示：' : '演示环境：'}人物、案件、号码均为虚构</Text></View> : null}
      {isOnline ? null : <View className="zx-page__bar zx-page__bar--offline"><Text>网络不通。写好的内容会保存在本机，恢复后自动发出</Text></View>}
      <View className="zx-page__columns">
        {list ? <View className="zx-page__list">{list}</View> : null}
        <View className={`zx-page__main ${list ? 'zx-page__main--beside' : ''} ${wide ? 'zx-page__main--wide' : ''}`}>
          <ErrorBoundary>{children}</ErrorBoundary>
        </View>
      </View>
      {foot}
    </View>
  )
}

function TitleBar({ title, root }: { title: string; root: boolean }) {
  return (
    <View className="zx-page__title">
      {root ? <View className="zx-page__title-side" /> : <Tappable className="zx-page__title-side" label="返回" onTap={back}><ArrowLeft /></Tappable>}
      <Text className="zx-title zx-grow zx-page__title-word">{title}</Text>
      <View className="zx-page__title-side" />
    </View>
  )
}
