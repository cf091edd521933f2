import { describe, expect, it } from 'vitest'
import { shareRead } from '#lib/shared/share-read'

/** A read whose answers the test gives out by hand. */
function manualRead() {
  const open: PromiseWithResolvers<number>[] = []
  const ask = shareRead(() => {
    const read = Promise.withResolvers<number>()
    open.push(read)
    return read.promise
  })
  return { open, ask }
}

describe('shareRead', () => {
  it('gives nobody an answer that was asked for before they asked', async () => {
    const { open, ask } = manualRead()
    const first = ask()
    const [second, third] = [ask(), ask()]
    expect(open).toHaveLength(1)
    open[0]?.resolve(1)
    expect(await first).toBe(1)
    await Promise.resolve()
    expect(open).toHaveLength(2)
    open[1]?.resolve(2)
    expect(await Promise.all([second, third])).toEqual([2, 2])
  })

  it('asks anew once nothing is under way', async () => {
    const { open, ask } = manualRead()
    const first = ask()
    open[0]?.resolve(1)
    await first
    const second = ask()
    expect(open).toHaveLength(2)
    open[1]?.resolve(2)
    expect(await second).toBe(2)
  })

  it('goes on after a failure', async () => {
    const { open, ask } = manualRead()
    const first = ask()
    const second = ask()
    open[0]?.reject(new Error('lost'))
    await expect(first).rejects.toThrow('lost')
    await Promise.resolve()
    open[1]?.resolve(2)
    expect(await second).toBe(2)
  })
})
