import compile from 'icu-minify/compile'

/**
 * Messages as `use-intl/format-message/format-only` takes them, parsed: browsers need neither the parser nor the time it takes.
 * They keep the type by which calls are checked.
 */
export function compileMessages<Messages extends object>(messages: Messages): Messages {
  // The compiler's plural forms have no prototype; server components hand on only what is plain.
  return JSON.parse(JSON.stringify(compileAll(messages))) as Messages
}

function compileAll(messages: object): object {
  const entries = Object.entries(messages).map(([name, message]: [string, string | object]) => [
    name,
    typeof message === 'string' ? compile(message) : compileAll(message),
  ])
  return Object.fromEntries(entries)
}
