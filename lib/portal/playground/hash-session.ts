import { createHash } from 'node:crypto'

/** What is kept of a session's id beside a playground secret: enough to end it, nothing to use. */
export function hashSession(sessionId: string): Buffer {
  return createHash('sha256').update('tollgate-playground:').update(sessionId).digest()
}
