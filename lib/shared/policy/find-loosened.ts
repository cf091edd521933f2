import { parseUsd } from '#lib/shared/money'
import type { PolicyDocument, PolicyMember } from '#lib/shared/policy/policy-document'

type Lists = { allow?: readonly string[]; deny?: readonly string[] } | undefined
type Limits = Readonly<Record<string, unknown>> | undefined

/**
 * The members in which `after` allows more than `before`. Lists are compared by what is written in them: a pattern within
 * another one counts as more. Names and defaults bind nothing, and tags and budgets are no one's to compare.
 */
export function findLoosened(before: PolicyDocument, after: PolicyDocument): PolicyMember[] {
  const loosened: Partial<Record<PolicyMember, boolean>> = {
    models: loosensLists(before.models, after.models),
    endpoints: loosensLists(before.endpoints, after.endpoints),
    clients: loosensLists(before.clients, after.clients),
    ip_allow: addsTo(before.ip_allow, after.ip_allow),
    expires_at: isMore(timeOf(before.expires_at), timeOf(after.expires_at)),
    max_output_tokens: isMore(before.max_output_tokens, after.max_output_tokens),
    max_request_usd: isMore(amountOf(before.max_request_usd), amountOf(after.max_request_usd)),
    block_after_failures: isMore(before.block_after_failures, after.block_after_failures),
    limits: raises(before.limits, after.limits),
    end_users:
      raises(before.end_users?.limits, after.end_users?.limits) || (before.end_users?.required === true && !after.end_users?.required),
    log: Object.entries(before.log ?? {}).some(([name, kept]) => (after.log as Limits)?.[name] !== kept),
  }
  return (Object.keys(loosened) as PolicyMember[]).filter((member) => loosened[member])
}

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text)
}

function amountOf(text: string | undefined): bigint | undefined {
  return text === undefined ? undefined : parseUsd(text)
}

function isMore<T extends number | bigint>(before: T | undefined, after: T | undefined): boolean {
  return before !== undefined && (after === undefined || after > before)
}

function addsTo(before: readonly string[] | undefined, after: readonly string[] | undefined): boolean {
  return before !== undefined && (after === undefined || after.some((entry) => !before.includes(entry)))
}

function loosensLists(before: Lists, after: Lists): boolean {
  return addsTo(before?.allow, after?.allow) || (before?.deny ?? []).some((entry) => !after?.deny?.includes(entry))
}

/** Any number under any name, of the whole, a model or a method, that is gone or higher. */
function raises(before: Limits, after: Limits): boolean {
  return Object.entries(before ?? {}).some(([name, limit]) => {
    const other = after?.[name]
    if (typeof limit === 'number') return typeof other !== 'number' || other > limit
    return typeof limit === 'object' && raises(limit as Limits, typeof other === 'object' ? (other as Limits) : undefined)
  })
}
