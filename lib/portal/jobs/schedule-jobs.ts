import { type JobName, jobs } from '#lib/portal/jobs/jobs'
import { runJob } from '#lib/portal/jobs/run-job'
import { processState } from '#lib/shared/process-state'

/** Runs every job once now and then at its pace, one run at a time each; for hosts whose process lives on. */
export function scheduleJobs(): () => void {
  return processState('job-schedule', () => {
    const timers = (Object.keys(jobs) as JobName[]).map((job) => {
      let running = false
      const tick = () => {
        if (running) return
        running = true
        // A failure is logged and recorded by the run itself; the next tick tries again.
        runJob(job)
          .catch(() => undefined)
          .finally(() => {
            running = false
          })
      }
      tick()
      return setInterval(tick, jobs[job].everyMs).unref()
    })
    return () => {
      for (const timer of timers) clearInterval(timer)
    }
  })
}
