import 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** Why `skipIf` and `runIf` leave tests out; `npm test` says it. */
    skipReason?: string
  }
}
