import type { ExternalToast, toast as show } from 'sonner'

type Saying = (toast: typeof show) => void

const waiting: Saying[] = []
let toldOf: (() => void) | undefined
let speak: ((saying: Saying) => void) | undefined

function say(saying: Saying): void {
  if (speak) return speak(saying)
  waiting.push(saying)
  toldOf?.()
}

/** A short confirmation. Pages that are only read never fetch what shows it. */
export const toast = Object.assign((text: string, options?: ExternalToast) => say((on) => on(text, options)), {
  success: (text: string) => say((on) => on.success(text)),
  error: (text: string) => say((on) => on.error(text)),
})

/** For `useSyncExternalStore`: whether something is to be said. */
export const firstSaying = {
  subscribe: (told: () => void) => {
    toldOf = told
    return () => {
      toldOf = undefined
    }
  },
  isThere: () => waiting.length > 0 || speak !== undefined,
}

/** Says what has waited, and from now on everything at once. */
export function speakThrough(on: typeof show): void {
  speak = (saying) => saying(on)
  for (const saying of waiting.splice(0)) saying(on)
}
