interface Waiting<Item, Result> {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

interface GroupCommitOptions<Item, Result> {
  /** Commits a batch and answers in its order, or commits none of it and rejects. */
  commit: (items: Item[]) => Promise<Result[]>
  /** Whether a rejection may be one item's own fault: each is then committed alone, so that it fails nobody else. */
  mayBeOneItem: (error: unknown) => boolean
  maxBatch: number
  /** Waits this long for company before a batch; 0 commits on the next turn of the event loop. */
  lingerMs?: number
}

export interface GroupCommit<Item, Result> {
  submit: (item: Item) => Promise<Result>
  /** Resolves once nothing is waiting or in flight. */
  drain: () => Promise<void>
}

/**
 * One commit in flight; while it flies, the next batch gathers. Many callers then share one round trip and one
 * lock of a busy team, and under no load a caller waits for nobody.
 */
export function createGroupCommit<Item, Result>({
  commit,
  mayBeOneItem,
  maxBatch,
  lingerMs = 0,
}: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> {
  let waiting: Waiting<Item, Result>[] = []
  let flying = false
  let scheduled = false
  let idle: (() => void)[] = []

  function schedule() {
    if (scheduled || flying || waiting.length === 0) return
    scheduled = true
    const start = () => void fly()
    if (lingerMs > 0) setTimeout(start, lingerMs)
    else setImmediate(start)
  }

  async function fly() {
    scheduled = false
    flying = true
    const batch = waiting.splice(0, maxBatch)
    await commitBatch(batch)
    flying = false
    if (waiting.length > 0) return schedule()
    for (const resolve of idle) resolve()
    idle = []
  }

  async function commitBatch(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await commit(batch.map(({ item }) => item))
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result))
    } catch (error) {
      if (batch.length > 1 && mayBeOneItem(error)) for (const one of batch) await commitBatch([one])
      else for (const { reject } of batch) reject(error)
    }
  }

  return {
    submit: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        schedule()
      }),
    drain: () => (flying || waiting.length > 0 ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve()),
  }
}
