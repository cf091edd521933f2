/**
 * Lets many askers share one read, of which none gets an answer older than its question: who asks while a read is under
 * way waits for the next one, which all such askers share.
 */
export function shareRead<T>(read: () => Promise<T>): () => Promise<T> {
  let flying: Promise<T> | null = null
  let next: Promise<T> | null = null

  function start(): Promise<T> {
    next = null
    const started = read()
    flying = started
    const land = () => {
      if (flying === started) flying = null
    }
    started.then(land, land)
    return started
  }

  return () => {
    if (!flying) return start()
    next ??= flying.then(start, start)
    return next
  }
}
