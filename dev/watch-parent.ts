import { setTimeout as sleep } from 'node:timers/promises'

// Preloaded into every program the launcher starts: when the launcher is gone, however it went, the program ends too.
if (process.connected) {
  process.once('disconnect', () => {
    if (!process.emit('SIGTERM')) process.exit(1)
    // Its database went with the launcher, so there is nothing to wait for that could still succeed.
    void sleep(5_000, undefined, { ref: false }).then(() => process.exit(1))
  })
  // Watching must not keep a program alive that has nothing left to do.
  process.channel?.unref()
}
