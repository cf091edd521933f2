/** Whether a name is one of a list of patterns. */
export type NameMatcher = (name: string) => boolean

/**
 * A matcher of names such as `gpt-4o`, `openai/*` or `*-mini`; `*` stands for any characters, none included. Letters count
 * as they are written. No pattern makes it slow, however it was made: each literal part is searched for once.
 */
export function compileNames(patterns: readonly string[]): NameMatcher {
  const exact = new Set<string>()
  const globs: NameMatcher[] = []
  for (const pattern of patterns) {
    if (pattern.includes('*')) globs.push(compileGlob(pattern))
    else exact.add(pattern)
  }
  const [only] = globs
  if (!only) return (name) => exact.has(name)
  if (exact.size === 0 && globs.length === 1) return only
  return (name) => exact.has(name) || globs.some((matches) => matches(name))
}

/** The first part begins the name, the last ends it, those between come in order: the earliest place is as good as any. */
function compileGlob(pattern: string): NameMatcher {
  const parts = pattern.split('*')
  const start = parts[0] ?? ''
  const end = parts.at(-1) ?? ''
  const between = parts.slice(1, -1).filter((part) => part !== '')
  return (name) => {
    const last = name.length - end.length
    if (last < start.length || !name.startsWith(start) || !name.endsWith(end)) return false
    let at = start.length
    for (const part of between) {
      const found = name.indexOf(part, at)
      if (found < 0 || found + part.length > last) return false
      at = found + part.length
    }
    return true
  }
}
