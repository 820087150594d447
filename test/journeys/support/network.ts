import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** The way between one person's phone and the court: a wire that a test can cut. */
export interface Network {
  readonly origin: string
  /** From now on nothing that the court says gets through, though it still hears the phone: the worst moment to lose a signal. */
  swallowAnswers(): void
  /** Nothing gets through, in neither direction; what was open breaks off. */
  cut(): void
  /** Works again. */
  heal(): void
  close(): Promise<void>
}

/** Listens on a port of its own and passes everything on to `target`, which is asked for each connection. */
export async function openNetwork(target: () => string): Promise<Network> {
  let mode: 'open' | 'mute' | 'cut' = 'open'
  const sockets = new Set<Socket>()

  const server = createServer((phone) => {
    if (mode === 'cut') return phone.destroy()
    const { hostname, port } = new URL(target())
    const court = connect(Number(port), hostname)
    for (const [socket, other] of [[phone, court], [court, phone]] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    phone.on('data', (piece) => void court.write(piece))
    court.on('data', (piece) => {
      if (mode === 'open') phone.write(piece)
    })
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const breakOff = (): void => sockets.forEach((socket) => socket.destroy())

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallowAnswers: () => {
      mode = 'mute'
    },
    cut: () => {
      mode = 'cut'
      breakOff()
    },
    heal: () => {
      mode = 'open'
      // What was opened while nothing came back would wait for ever.
      breakOff()
    },
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      breakOff()
    }),
  }
}
