/** Whether a name is one of a list of patterns. */
export type NameMatcher = (name: string) => boolean

/**
 * A matcher of names such as `gpt-4o`, `openai/*` or `*-mini`; `*` stands for any characters, none included. Letters count
 * as they are written. No pattern makes it slow: time grows with name times pattern at most.
 */
export function compileNames(patterns: readonly string[]): NameMatcher {
  const exact = new Set<string>()
  const globs: string[] = []
  for (const pattern of patterns) {
    if (pattern === '*') return () => true
    if (pattern.includes('*')) globs.push(pattern)
    else exact.add(pattern)
  }
  return (name) => exact.has(name) || globs.some((glob) => matchesGlob(glob, name))
}

/** Goes back only to the last star, which is enough: an earlier star could not match more. */
function matchesGlob(glob: string, name: string): boolean {
  let at = 0
  let star = -1
  let resume = 0
  let i = 0
  while (i < name.length) {
    if (glob[at] === '*') {
      star = at++
      resume = i
    } else if (glob[at] === name[i]) {
      at++
      i++
    } else if (star >= 0) {
      at = star + 1
      i = ++resume
    } else {
      return false
    }
  }
  while (glob[at] === '*') at++
  return at === glob.length
}
