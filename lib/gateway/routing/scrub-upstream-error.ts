import { scrubText } from '#lib/shared/scrub-text'

/** The parts of an upstream's error that a client may see. */
export interface ScrubbedError {
  message: string | null
  type: string | null
  param: string | null
  code: string | null
}

/** Reads an error body or event in any of the shapes vendors use, and scrubs what it says. */
export function scrubUpstreamError(raw: unknown, secrets: readonly string[]): ScrubbedError {
  const outer = isRecord(raw) ? raw : Array.isArray(raw) && isRecord(raw[0]) ? raw[0] : {}
  const inner = isRecord(outer.error) ? outer.error : outer
  const clean = (value: unknown) => (typeof value === 'string' && value !== '' ? scrubText(value, secrets) : null)
  const message = clean(inner.message) ?? clean(outer.error) ?? clean(outer.detail) ?? clean(outer.message) ?? clean(raw)
  return { message, type: clean(inner.type), param: clean(inner.param), code: clean(inner.code) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
