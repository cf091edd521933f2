import { readFile } from 'node:fs/promises'

/** The kernel's clock ticks a second, as /proc counts processor time. */
const ticksPerSecond = 100

/** A process, alone or with everything it has started. */
export interface Watched {
  pid: number
  withChildren: boolean
}

/** Microseconds of processor time that the processes have taken so far; children that have ended count with their parent. */
export async function processorUs(watched: readonly Watched[]): Promise<number> {
  const sums = await Promise.all(watched.map(sumOf))
  return (sums.reduce((sum, ticks) => sum + ticks, 0) * 1_000_000) / ticksPerSecond
}

async function sumOf({ pid, withChildren }: Watched): Promise<number> {
  const own = await ticksOf(pid, withChildren)
  if (!withChildren) return own
  const ofChildren = await Promise.all((await childrenOf(pid)).map((child) => ticksOf(child, false)))
  return own + ofChildren.reduce((sum, ticks) => sum + ticks, 0)
}

/** `utime` and `stime`, and those of ended children where asked. */
async function ticksOf(pid: number, withEnded: boolean): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, withEnded ? 15 : 13).reduce((sum, field) => sum + Number(field), 0)
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.split(' ').filter(Boolean).map(Number)
}

/** Megabytes in memory; what processes share is counted once, by its part in each. */
export async function residentMb(watched: readonly Watched[]): Promise<number> {
  let kilobytes = 0
  for (const { pid, withChildren } of watched) {
    for (const one of [pid, ...(withChildren ? await childrenOf(pid) : [])]) {
      const smaps = await readFile(`/proc/${one}/smaps_rollup`, 'utf8').catch(() => '')
      kilobytes += Number(/^Pss: +(\d+)/m.exec(smaps)?.[1] ?? 0)
    }
  }
  return kilobytes / 1024
}
