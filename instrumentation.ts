import type { Instrumentation } from 'next'

/** Failures of pages and actions become log lines like all others; the digest is what the reader's page shows. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { log } = await import('#lib/shared/log')
  const digest = error instanceof Error && 'digest' in error && typeof error.digest === 'string' ? error.digest : null
  const path = request.path.split('?', 1)[0]
  log.error('page_failed', { digest, method: request.method, path, route: context.routePath, kind: context.routeType }, error)
}
