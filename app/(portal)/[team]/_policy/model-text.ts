export const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The models or patterns that the lines name; of pairs, what stands behind each name. */
export function modelsIn(text: string, pairs: boolean): string[] {
  return linesOf(text).map((line) => (pairs ? line.slice(line.indexOf('=') + 1 || line.length).trim() : line))
}

/** The text with a model added at its end, and where to go on writing: of a pair at the name that is still to come. */
export function addModel(text: string, model: string, pairs: boolean): { text: string; caret: number } {
  const before = text.trimEnd()
  const last = before.slice(before.lastIndexOf('\n') + 1)
  if (pairs && last !== '' && (!last.includes('=') || last.endsWith('='))) {
    const next = `${before}${last.endsWith('=') ? ' ' : ' = '}${model}`
    return { text: next, caret: next.length }
  }
  const start = before === '' ? '' : `${before}\n`
  return pairs ? { text: `${start} = ${model}`, caret: start.length } : { text: `${start}${model}`, caret: start.length + model.length }
}
