import { Canvas, Text, View } from '@tarojs/components'
import Taro, { useReady } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/button'
import { pictureOf } from '@/platform/canvas-picture'
import './papers.less'

interface Props {
  /** Whose signature. */
  label: string
  busy: boolean
  /** A path of this device, of a PNG. */
  onSigned: (path: string) => void
}

interface Ink {
  canvas: HTMLCanvasElement | Taro.Canvas
  context: CanvasRenderingContext2D
  width: number
  height: number
}
const isH5 = process.env.TARO_ENV === 'h5'
const ID = 'zx-signature'
/** Two points for each of the screen: sharp on paper, and still some ten kilobytes. */
const SHARP = 2
const PEN = 3

function inkOf(canvas: HTMLCanvasElement | Taro.Canvas, width: number, height: number): Ink {
  canvas.width = width * SHARP
  canvas.height = height * SHARP
  const context = canvas.getContext('2d') as CanvasRenderingContext2D
  context.scale(SHARP, SHARP)
  const ink = { canvas, context, width, height }
  wipe(ink)
  return ink
}

/** White below, so that it prints as on paper. */
function wipe({ context, width, height }: Ink): void {
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  context.strokeStyle = '#101318'
  context.lineWidth = PEN
  context.lineCap = 'round'
  context.lineJoin = 'round'
}

/** A box to sign in with a finger. Nothing goes out before whoever signs has said that this is it; until then it can be written anew. */
export function SignaturePad({ label, busy, onSigned }: Props) {
  const element = useRef<HTMLCanvasElement | null>(null)
  const ink = useRef<Ink | null>(null)
  const last = useRef<{ x: number; y: number } | null>(null)
  const [drawn, setDrawn] = useState(false)

  useEffect(() => {
    const canvas = element.current
    if (!isH5 || !canvas) return
    // Without its border, as touches are counted too.
    ink.current = inkOf(canvas, canvas.clientWidth, canvas.clientHeight)
  }, [])
  const look = () => {
    if (isH5) return
    Taro.createSelectorQuery().select(`#${ID}`).fields({ node: true, size: true }).exec(([found]: { node: Taro.Canvas; width: number; height: number }[]) => {
      if (found) ink.current = inkOf(found.node, found.width, found.height)
    })
  }
  useReady(look)
  // A box that is shown later than its page hears of no `ready`.
  useEffect(() => Taro.nextTick(look), [])

  function draw(x: number, y: number, begins: boolean): void {
    const context = ink.current?.context
    if (!context) return
    const from = begins || !last.current ? { x, y } : last.current
    context.beginPath()
    context.moveTo(from.x, from.y)
    // A dot is a line of no length, with round ends.
    context.lineTo(x + (begins ? 0.1 : 0), y)
    context.stroke()
    last.current = { x, y }
    if (!drawn) setDrawn(true)
  }
  const lift = () => {
    last.current = null
  }
  const clear = () => {
    if (ink.current) wipe(ink.current)
    lift()
    setDrawn(false)
  }
  const done = () => {
    if (ink.current) void pictureOf(ink.current.canvas).then(onSigned)
  }

  return (
    <View className="zx-stack">
      {isH5 ? (
        <canvas
          ref={element} className="zx-pad-box" aria-label={`${label}签字的框，用手指或鼠标写`}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            draw(event.nativeEvent.offsetX, event.nativeEvent.offsetY, true)
          }}
          onPointerMove={(event) => last.current && draw(event.nativeEvent.offsetX, event.nativeEvent.offsetY, false)}
          onPointerUp={lift} onPointerCancel={lift}
        />
      ) : (
        <Canvas
          type="2d" id={ID} canvasId={ID} className="zx-pad-box" disableScroll
          onTouchStart={({ touches: [at] }) => at && draw((at as unknown as Point).x, (at as unknown as Point).y, true)}
          onTouchMove={({ touches: [at] }) => at && draw((at as unknown as Point).x, (at as unknown as Point).y, false)}
          onTouchEnd={lift} onTouchCancel={lift}
        />
      )}
      <View className="zx-row">
        <View className="zx-grow"><Button kind="plain" disabled={!drawn || busy} onTap={clear}>重写</Button></View>
        <View className="zx-grow"><Button disabled={!drawn} busy={busy} onTap={done}>确认签字</Button></View>
      </View>
      {drawn ? null : <Text className="zx-caption">请在框里写上姓名。</Text>}
    </View>
  )
}
/** A canvas says where on itself it was touched. */
interface Point {
  x: number
  y: number
}
