import type { AdmittedChat } from '#lib/gateway/admission/admit-chat'
import type { RequestContext } from '#lib/gateway/endpoints/context'
import type { Settlement } from '#lib/ledger/settle-request'

type SettledContext = Pick<Settlement, 'client' | 'endUser' | 'tags' | 'metadata' | 'address'>

/** What the request's row keeps of who asked with what, as far as the policy lets it be written down. */
export function settledContext({ access, request }: RequestContext, { caller, chat }: AdmittedChat): SettledContext {
  const { log, tags: ownTags } = caller.key.policy
  const saidTags = log.metadata ? readRequestTags(request.headers['x-tollgate-tags']) : []
  return {
    client: access.client,
    endUser: log.endUser ? chat.endUser : null,
    tags: joinTags(ownTags, saidTags),
    metadata: log.metadata ? chat.metadata : null,
    address: log.address ? access.address : null,
  }
}

/** Each once; a policy's own are. Null where there are none. */
function joinTags(own: readonly string[], said: readonly string[]): readonly string[] | null {
  if (said.length > 0) return [...new Set([...own, ...said])]
  return own.length > 0 ? own : null
}

const mostTags = 16
const longestTag = 64

/** The tags of `x-tollgate-tags`, separated by commas; for reports alone, and so never a reason to refuse. */
export function readRequestTags(header: string | undefined): string[] {
  if (header === undefined) return []
  const tags = header.split(',').map((tag) => tag.trim())
  return tags.filter((tag) => tag !== '' && tag.length <= longestTag).slice(0, mostTags)
}
