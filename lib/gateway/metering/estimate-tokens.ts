import { setImmediate as nextTurn } from 'node:timers/promises'
import { processState } from '#lib/shared/process-state'

/** Tokenizers are quadratic on unbroken runs, so text is cut into slices of this many UTF-16 units first. */
export const sliceLength = 512
/** How long a count may run before other work gets its turn. */
const turnMs = 5
/** Of a longer text this many slices are counted, spread evenly over it: dense text may take seconds a megabyte. */
export const maxCountedSlices = 1024
const noSpecialTokens = { disallowedSpecial: new Set<string>() }

let loading: Promise<(text: string) => number> | undefined

/** 200 ms and 100 MB once, so only when an estimate is really needed. */
function loadCounter(): Promise<(text: string) => number> {
  loading ??= import('gpt-tokenizer/encoding/o200k_base').then((encoding) => (text: string) => encoding.countTokens(text, noSpecialTokens))
  return loading
}

/** Reads the vocabulary before there are requests for it to hold up; without this the first estimate does. */
export async function prepareCounter(): Promise<void> {
  await loadCounter()
}

/** Tokens of `text` in the o200k vocabulary, about 1 % high for the slicing. One count at a time runs in a process. */
export async function estimateTokens(text: string): Promise<number> {
  if (text === '') return 0
  const queue = processState('token-counts', () => ({ last: Promise.resolve() as Promise<unknown> }))
  const count = queue.last.then(() => countInTurns(text))
  queue.last = count.catch(() => undefined)
  return count
}

async function countInTurns(text: string): Promise<number> {
  const countSlice = await loadCounter()
  const stride = Math.max(1, Math.ceil(text.length / (sliceLength * maxCountedSlices)))
  let tokens = 0
  let countedLength = 0
  let turnEndsAt = performance.now() + turnMs
  for (let start = 0, n = 0; start < text.length; n++) {
    const end = endOfSlice(text, start)
    if (n % stride === 0) {
      tokens += countSlice(text.slice(start, end))
      countedLength += end - start
    }
    start = end
    if (performance.now() >= turnEndsAt) {
      await nextTurn()
      turnEndsAt = performance.now() + turnMs
    }
  }
  return Math.ceil((tokens * text.length) / countedLength)
}

/** Never between the two halves of a surrogate pair. */
export function endOfSlice(text: string, start: number): number {
  const end = start + sliceLength
  if (end >= text.length) return text.length
  const last = text.charCodeAt(end - 1)
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end
}
