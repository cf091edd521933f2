import { setImmediate as nextTurn } from 'node:timers/promises'

/** Tokenizers are quadratic on unbroken runs, so text is cut into slices of this many UTF-16 units first. */
export const sliceLength = 512
/** Slices counted before other work gets its turn. */
const slicesPerTurn = 128
const noSpecialTokens = { disallowedSpecial: new Set<string>() }

let loading: Promise<(text: string) => number> | undefined

/** 200 ms and 100 MB once, so only when an estimate is really needed. */
function loadCounter(): Promise<(text: string) => number> {
  loading ??= import('gpt-tokenizer/encoding/o200k_base').then((encoding) => (text: string) => encoding.countTokens(text, noSpecialTokens))
  return loading
}

/** Tokens of `text` in the o200k vocabulary, about 1 % high for the slicing. */
export async function estimateTokens(text: string): Promise<number> {
  if (text === '') return 0
  const countSlice = await loadCounter()
  let tokens = 0
  let slices = 0
  for (let start = 0; start < text.length; ) {
    const end = endOfSlice(text, start)
    tokens += countSlice(text.slice(start, end))
    start = end
    if (++slices % slicesPerTurn === 0) await nextTurn()
  }
  return tokens
}

/** Never between the two halves of a surrogate pair. */
export function endOfSlice(text: string, start: number): number {
  const end = start + sliceLength
  if (end >= text.length) return text.length
  const last = text.charCodeAt(end - 1)
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end
}
