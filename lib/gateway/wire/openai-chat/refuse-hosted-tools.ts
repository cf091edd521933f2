import type { Steps } from '#lib/gateway/take-turns'
import { scanArray } from '#lib/gateway/wire/scan-array'
import { scanTopLevel } from '#lib/gateway/wire/scan-top-level'
import { TollgateError } from '#lib/shared/errors'

const clientSideTools = new Set<unknown>(['function', 'custom'])
const typeName: ReadonlySet<string> = new Set(['type'])
const toolsAtOnce = 250

/**
 * Only tools that run at the client have no price of their own: each must say so in a `type` that no parser reads otherwise.
 * @throws TollgateError with status 400, naming the tool.
 */
export function* refuseHostedTools(tools: unknown, bytes: Buffer | null): Steps<void> {
  if (tools === undefined || tools === null) return
  if (!Array.isArray(tools)) throw new TollgateError('invalid_request', { param: 'tools', message: '"tools" must be an array.' })
  for (const [index, tool] of tools.entries()) {
    if (typeof tool !== 'object' || tool === null || Array.isArray(tool))
      throw new TollgateError('invalid_request', { param: `tools[${index}]`, message: `"tools[${index}]" must be an object.` })
    const param = `tools[${index}].type`
    if (!('type' in tool) || !clientSideTools.has(tool.type)) {
      const message = 'Tools that run at the provider are not supported: only "function" and "custom" are.'
      throw new TollgateError('unsupported_parameter', { param, message })
    }
  }
  yield
  for (const [index, element] of (bytes ? scanArray(bytes) : []).entries()) {
    if (index % toolsAtOnce === 0) yield
    const param = `tools[${index}].type`
    if (scanTopLevel(element, typeName)?.ambiguous != null)
      throw new TollgateError('duplicate_field', { param, message: `"${param}" appears more than once, or in another spelling.` })
  }
}
