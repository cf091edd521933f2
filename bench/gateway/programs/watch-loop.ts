import { writeFileSync } from 'node:fs'

// Loaded into a front: keeps the longest that one turn of its event loop took, in processor time of its thread, so that what
// other programs take of the machine does not count. A signal writes it down and begins anew.
let longestMs = 0
let last = process.threadCpuUsage()

setInterval(() => {
  const now = process.threadCpuUsage()
  longestMs = Math.max(longestMs, (now.user - last.user + now.system - last.system) / 1000)
  last = now
}, 1).unref()

process.on('SIGUSR2', () => {
  writeFileSync(process.env.TOLLGATE_BENCH_LOOP_FILE ?? '', String(longestMs))
  longestMs = 0
  last = process.threadCpuUsage()
})
