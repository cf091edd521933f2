import type { Instrumentation } from 'next'

/** Failures of pages and actions become log lines like all others; the digest is what the reader's page shows. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // Next compiles this file for the edge runtime too; there it drops what stands in this branch, which needs Node.
  // oxlint-disable-next-line node/no-process-env -- the compiler puts a literal here; it is no setting
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { log } = await import('#lib/shared/log')
    const digest = error instanceof Error && 'digest' in error && typeof error.digest === 'string' ? error.digest : null
    const path = request.path.split('?', 1)[0]
    log.error('page_failed', { digest, method: request.method, path, route: context.routePath, kind: context.routeType }, error)
  }
}
