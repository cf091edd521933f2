import { waitUntil } from '@vercel/functions'
import { serveThroughWeb } from '#lib/gateway/doors/web-door'
import { startWork } from '#lib/gateway/doors/work'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'
export const maxDuration = 300

/** Behind `server.ts` this door is never reached; on a serverless host it is the only one. */
function handle(request: Request): Promise<Response> {
  return serveThroughWeb(request, {
    maxDurationMs: maxDuration * 1000,
    waitUntil: (work) => {
      startWork(work)
      waitUntil(work)
    },
  })
}

export { handle as DELETE, handle as GET, handle as HEAD, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT }
