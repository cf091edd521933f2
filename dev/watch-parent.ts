import { setTimeout as sleep } from 'node:timers/promises'

// Preloaded into every program the launcher starts: when the launcher is gone, however it went, the program ends too.
// Workers of such a program inherit the preload, but have a parent of their own that looks after them.
if (process.connected && process.ppid === Number(process.env.TOLLGATE_LAUNCHER_PID)) {
  process.once('disconnect', () => {
    if (!process.emit('SIGTERM')) process.exit(1)
    // Its database went with the launcher, so there is nothing to wait for that could still succeed.
    void sleep(5_000, undefined, { ref: false }).then(() => process.exit(1))
  })
  // Watching must not keep a program alive that has nothing left to do.
  process.channel?.unref()
}
