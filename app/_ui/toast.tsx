import type { ExternalToast } from 'sonner'

/** Something short to say, in one of the looks that Sonner knows. */
export interface Saying {
  look: 'plain' | 'success' | 'error'
  text: string
  options?: ExternalToast | undefined
}

const waiting: Saying[] = []
let toldOf: (() => void) | undefined
let speak: ((saying: Saying) => void) | undefined

function say(saying: Saying): void {
  if (speak) return speak(saying)
  waiting.push(saying)
  toldOf?.()
}

/** A short confirmation. Pages that are only read never fetch what shows it. */
export const toast = Object.assign((text: string, options?: ExternalToast) => say({ look: 'plain', text, options }), {
  success: (text: string) => say({ look: 'success', text }),
  error: (text: string) => say({ look: 'error', text }),
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
export function speakThrough(voice: (saying: Saying) => void): void {
  speak = voice
  for (const saying of waiting.splice(0)) voice(saying)
}
