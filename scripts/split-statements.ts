/**
 * Splits a migration into its statements, as the Supabase CLI records them: a semicolon ends one unless it stands in a
 * quoted text, a dollar-quoted body, a comment or a `begin atomic ... end` function body.
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = []
  let start = 0
  let atomicDepth = 0
  for (let at = 0; at < sql.length; ) {
    const skipped = skipQuoted(sql, at)
    if (skipped > at) {
      at = skipped
      continue
    }
    const word = /^[a-z_]\w*/i.exec(sql.slice(at, at + 64))?.[0].toLowerCase()
    if (word) {
      if (word === 'begin' && /^begin\s+atomic\b/i.test(sql.slice(at, at + 64))) atomicDepth = 1
      else if (atomicDepth > 0 && word === 'case') atomicDepth++
      else if (atomicDepth > 0 && word === 'end') atomicDepth--
      at += word.length
      continue
    }
    at++
    if (sql[at - 1] === ';' && atomicDepth === 0) {
      statements.push(sql.slice(start, at - 1).trim())
      start = at
    }
  }
  statements.push(sql.slice(start).trim())
  return statements.filter((statement) => !isOnlyComments(statement))
}

/** @returns the place after the quoted text or comment that begins at `at`, or `at` when none does */
function skipQuoted(sql: string, at: number): number {
  const rest = (close: string, from: number) => {
    const end = sql.indexOf(close, from)
    return end < 0 ? sql.length : end + close.length
  }
  if (sql.startsWith('--', at)) return rest('\n', at)
  if (sql.startsWith('/*', at)) return skipBlockComment(sql, at)
  if (sql[at] === '"') return rest('"', at + 1)
  if (sql[at] === "'") return skipText(sql, at, /(?:^|\W)e$/i.test(sql.slice(Math.max(0, at - 2), at)))
  const tag = sql[at] === '$' && !/\w/.test(sql[at - 1] ?? '') ? /^\$(?:[a-z_]\w*)?\$/i.exec(sql.slice(at, at + 64))?.[0] : undefined
  return tag ? rest(tag, at + tag.length) : at
}

/** A doubled quote needs no care: it reads as two texts without a gap. */
function skipText(sql: string, at: number, withBackslashes: boolean): number {
  let end = at + 1
  while (end < sql.length && sql[end] !== "'") end += withBackslashes && sql[end] === '\\' ? 2 : 1
  return Math.min(end + 1, sql.length)
}

function skipBlockComment(sql: string, at: number): number {
  let depth = 0
  for (let end = at; end < sql.length; end++) {
    if (sql.startsWith('/*', end)) depth++
    else if (sql.startsWith('*/', end)) depth--
    else continue
    end++
    if (depth === 0) return end + 1
  }
  return sql.length
}

function isOnlyComments(statement: string): boolean {
  for (let at = 0; at < statement.length; ) {
    const isComment = statement.startsWith('--', at) || statement.startsWith('/*', at)
    if (!isComment && /\S/.test(statement[at] ?? '')) return false
    at = isComment ? skipQuoted(statement, at) : at + 1
  }
  return true
}
