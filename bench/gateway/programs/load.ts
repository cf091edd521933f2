import { openExchange, type Exchange, type Exchanged } from '../load/exchange.ts'
import { type LoadOrder, type LoadResult, percentilesOf } from '../load/load.ts'

// A process of its own: what it takes of a core is nobody's request.
process.once('disconnect', () => process.exit(0))
process.on('message', (order: LoadOrder) => void run(order).then((result) => process.send?.(result)))

async function run(order: LoadOrder): Promise<LoadResult> {
  const requests = order.requests.map((request) => Buffer.from(request))
  const tally = createTally()
  const begun = performance.now()
  await (order.perSecond === undefined ? sendInLoops(order, requests, tally) : sendOnTime(order, requests, order.perSecond, tally))
  return tally.result((performance.now() - begun) / 1000)
}

/** Each connection sends its next request when it has the answer to the one before. */
async function sendInLoops({ port, concurrency, ms }: LoadOrder, requests: Buffer[], tally: Tally): Promise<void> {
  const until = performance.now() + ms
  let sent = 0
  async function loop() {
    const exchange = openExchange(port)
    while (performance.now() < until) {
      const exchanged = await exchange.send(requests[sent++ % requests.length] as Buffer)
      tally.add(exchanged, exchanged.startedAt)
    }
    exchange.close()
  }
  await Promise.all(Array.from({ length: concurrency }, loop))
}

/** Requests leave when they are due; one that finds no free connection waits, and its waiting counts. */
async function sendOnTime({ port, concurrency, ms }: LoadOrder, requests: Buffer[], perSecond: number, tally: Tally): Promise<void> {
  const free: Exchange[] = Array.from({ length: concurrency }, () => openExchange(port))
  const due: number[] = []
  const underWay = new Set<Promise<void>>()
  const begun = performance.now()
  const total = Math.floor((ms / 1000) * perSecond)
  let sent = 0
  async function send(exchange: Exchange, dueAt: number) {
    const exchanged = await exchange.send(requests[sent++ % requests.length] as Buffer)
    tally.add(exchanged, dueAt)
    free.push(exchange)
    sendWaiting()
  }
  function sendWaiting() {
    while (due.length > 0 && free.length > 0) {
      const work = send(free.pop() as Exchange, due.shift() as number)
      underWay.add(work)
      void work.finally(() => underWay.delete(work))
    }
  }
  for (let n = 0; n < total; ) {
    const now = performance.now()
    for (; n < total && begun + (n * 1000) / perSecond <= now; n++) due.push(begun + (n * 1000) / perSecond)
    sendWaiting()
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  while (underWay.size > 0 || due.length > 0) await Promise.race(underWay)
  for (const exchange of free) exchange.close()
}

type Tally = ReturnType<typeof createTally>

function createTally() {
  const latencies: number[] = []
  const ttfts: number[] = []
  const failures: Record<string, number> = {}
  let failed = 0
  return {
    add({ status, firstAt, endedAt }: Exchanged, dueAt: number) {
      if (status === 200) {
        latencies.push(endedAt - dueAt)
        ttfts.push(firstAt - dueAt)
      } else {
        failed++
        failures[status] = (failures[status] ?? 0) + 1
      }
    },
    result: (seconds: number): LoadResult => ({
      answered: latencies.length,
      failed,
      failures,
      perSecond: latencies.length / seconds,
      latency: percentilesOf(latencies),
      ttft: percentilesOf(ttfts),
    }),
  }
}
