type Level = 'info' | 'warn' | 'error'
type Field = string | number | boolean | null | undefined

function write(level: Level, event: string, fields: Record<string, Field>, cause?: unknown) {
  const line = JSON.stringify({ at: new Date().toISOString(), level, event, ...fields, ...describeCause(cause) })
  const stream = level === 'info' ? process.stdout : process.stderr
  stream.write(`${line}\n`)
}

/** Name, message and stack of an error only: other properties of driver errors may hold values of the query. */
function describeCause(cause: unknown): Record<string, Field> {
  if (cause === undefined) return {}
  if (!(cause instanceof Error)) return { cause: String(cause) }
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  return { cause: `${cause.name}: ${cause.message}`, cause_code: code, stack: cause.stack?.split('\n').slice(1, 6).join('\n') }
}

/** One JSON line per event on stdout or stderr. Callers pass ids, codes and counts; never keys, bodies or credentials. */
export const log = {
  info: (event: string, fields: Record<string, Field> = {}) => write('info', event, fields),
  warn: (event: string, fields: Record<string, Field> = {}, cause?: unknown) => write('warn', event, fields, cause),
  error: (event: string, fields: Record<string, Field> = {}, cause?: unknown) => write('error', event, fields, cause),
}
