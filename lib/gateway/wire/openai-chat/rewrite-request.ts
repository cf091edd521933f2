import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'
import { scanTopLevel } from '#lib/gateway/wire/scan-top-level'

export interface RequestRewrite {
  upstreamModel: string
  /** Written only where the client left the output open; null leaves it so. */
  outputCeiling: { field: 'max_tokens' | 'max_completion_tokens'; tokens: number } | null
}

interface Splice {
  start: number
  end: number
  text: string
}

/** The bytes for the upstream: the client's own, but for the model's name, the usage option, a granted output ceiling and a policy's defaults. */
export function rewriteChatRequest(request: ChatRequest, rewrite: RequestRewrite): Buffer {
  const splices: Splice[] = []
  const model = request.members.get('model')
  if (model && rewrite.upstreamModel !== request.model)
    splices.push({ start: model.valueStart, end: model.valueEnd, text: JSON.stringify(rewrite.upstreamModel) })
  if (request.stream) splices.push(...askForUsage(request))
  if (rewrite.outputCeiling) splices.push(setMember(request, rewrite.outputCeiling.field, String(rewrite.outputCeiling.tokens)))
  for (const { name, text } of request.additions) splices.push(setMember(request, name, text))
  return applySplices(request.body, splices)
}

const includeUsage: ReadonlySet<string> = new Set(['include_usage'])

function askForUsage(request: ChatRequest): Splice[] {
  const options = request.members.get('stream_options')
  const value = options && request.body.subarray(options.valueStart, options.valueEnd)
  const inner = value && scanTopLevel(value, includeUsage)
  if (!options || !value || !inner) return [setMember(request, 'stream_options', '{"include_usage":true}')]
  const own = inner.members.get('include_usage')
  if (!own) {
    const at = options.valueStart + inner.inside
    return [{ start: at, end: at, text: inner.isEmpty ? '"include_usage":true' : '"include_usage":true,' }]
  }
  if (value.subarray(own.valueStart, own.valueEnd).equals(trueBytes)) return []
  return [{ start: options.valueStart + own.valueStart, end: options.valueStart + own.valueEnd, text: 'true' }]
}

const trueBytes = Buffer.from('true')

function setMember(request: ChatRequest, name: string, text: string): Splice {
  const member = request.members.get(name)
  if (member) return { start: member.valueStart, end: member.valueEnd, text }
  return { start: request.inside, end: request.inside, text: `"${name}":${text},` }
}

function applySplices(body: Buffer, splices: Splice[]): Buffer {
  if (splices.length === 0) return body
  splices.sort((a, b) => a.start - b.start)
  const pieces: Buffer[] = []
  let at = 0
  for (const splice of splices) {
    pieces.push(body.subarray(at, splice.start), Buffer.from(splice.text))
    at = splice.end
  }
  pieces.push(body.subarray(at))
  return Buffer.concat(pieces)
}
