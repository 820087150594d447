import Taro from '@tarojs/taro'
import type { LiveConnection, SocketAdapter, SocketEvents } from '@/services/adapters'

const CLOSED_BY_CLIENT = 1000

export const socketAdapter: SocketAdapter = { connect: process.env.TARO_ENV === 'h5' ? browserSocket : weappSocket }

function browserSocket(url: string, { onOpen, onMessage, onClose }: SocketEvents): LiveConnection {
  const socket = new WebSocket(url)
  socket.onopen = onOpen
  socket.onmessage = ({ data }) => onMessage(String(data))
  socket.onclose = ({ code }) => onClose(code)
  return { send: (text) => socket.send(text), close: () => socket.close(CLOSED_BY_CLIENT) }
}

/** WeChat may report an error without a close, and both in either order: the first counts. */
function weappSocket(url: string, { onOpen, onMessage, onClose }: SocketEvents): LiveConnection {
  let ended = false
  const end = (code: number) => {
    if (ended) return
    ended = true
    onClose(code)
  }
  let task: Taro.SocketTask | undefined
  let closing = false
  Taro.connectSocket({ url }).then(
    (opened) => {
      task = opened
      task.onOpen(() => onOpen())
      task.onMessage(({ data }) => onMessage(String(data)))
      task.onError(() => end(0))
      task.onClose(({ code }: { code?: number }) => end(code ?? 0))
      if (closing) task.close({ code: CLOSED_BY_CLIENT })
    },
    () => end(0),
  )
  return {
    send: (text) => void task?.send({ data: text, fail: () => end(0) }),
    close: () => {
      closing = true
      task?.close({ code: CLOSED_BY_CLIENT })
    },
  }
}
