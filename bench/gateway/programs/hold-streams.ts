import { connect } from 'node:net'

interface HoldOrder {
  port: number
  request: string
  streams: number
}

// Opens streams and reads of each what comes, until it ends.
process.once('disconnect', () => process.exit(0))
process.on('message', (order: HoldOrder) => void hold(order).then((open) => process.send?.({ open })))

/** Answers how many have begun when all were asked for. */
async function hold({ port, request, streams }: HoldOrder): Promise<number> {
  const atOnce = 50
  let open = 0
  for (let n = 0; n < streams; n += atOnce) {
    const begun = Array.from({ length: Math.min(atOnce, streams - n) }, () => beginStream(port, request))
    open += (await Promise.all(begun)).filter(Boolean).length
  }
  return open
}

function beginStream(port: number, request: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(request))
    socket.on('data', (data) => data.includes('data: ') && resolve(true))
    socket.on('error', () => resolve(false))
    socket.on('close', () => resolve(false))
  })
}
