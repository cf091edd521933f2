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
  /** The longest that a batch waits for more. */
  gatherMs: number
  /** Whether every batch does, or only where there was company lately: for as many again up to 16, and no longer than a commit takes. */
  gathers: 'always' | 'in company'
}

/** So many share what a commit costs by itself; to wait for more would cost their callers more than it saves. */
const worthwhile = 16

export interface GroupCommit<Item, Result> {
  submit: (item: Item) => Promise<Result>
  /** Resolves once nothing is waiting or in flight. */
  drain: () => Promise<void>
}

/**
 * One commit in flight; while it flies, the next batch gathers, and waits a little for those who were there lately: a
 * commit costs much by itself and little for each of its items. Who comes alone waits for nobody.
 */
export function createGroupCommit<Item, Result>({
  commit,
  mayBeOneItem,
  maxBatch,
  gatherMs,
  gathers,
}: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> {
  let waiting: Waiting<Item, Result>[] = []
  let flying = false
  /** As many as wait for no more. */
  let enough = gathers === 'always' ? maxBatch : 1
  let patienceMs = gatherMs
  let gathering: NodeJS.Timeout | undefined
  let starting: NodeJS.Immediate | undefined
  let idle: (() => void)[] = []

  function schedule() {
    if (flying || starting || waiting.length === 0) return
    if (waiting.length < enough) gathering ??= setTimeout(() => void fly(), patienceMs)
    else starting = setImmediate(() => void fly())
  }

  async function fly() {
    clearTimeout(gathering)
    clearImmediate(starting)
    gathering = starting = undefined
    flying = true
    const batch = waiting.splice(0, maxBatch)
    const startedAt = performance.now()
    await commitBatch(batch)
    flying = false
    if (gathers === 'in company') {
      enough = Math.min(worthwhile, batch.length + waiting.length)
      patienceMs = Math.min(gatherMs, performance.now() - startedAt)
    }
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
