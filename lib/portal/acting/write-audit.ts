import { type Actor, actorId } from '#lib/portal/acting/actor'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'

export type AuditValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | readonly AuditValue[]
  | { readonly [field: string]: AuditValue | undefined }

export interface AuditRecord {
  teamId: string | null
  /** `<thing>.<verb>`, such as `key.rotate`. */
  action: string
  targetKind:
    | 'user'
    | 'team'
    | 'invite'
    | 'key'
    | 'management_key'
    | 'channel'
    | 'model'
    | 'price'
    | 'entry'
    | 'request'
    | 'installation'
    | 'budget'
    | 'webhook'
  targetId: string
  /** What the act replaced and what it left; only the fields that matter, never a secret. */
  before?: Record<string, AuditValue | undefined>
  after?: Record<string, AuditValue | undefined>
}

/** Amounts as text: a JSON number would lose digits beyond 2^53. */
function toJson(fields: Record<string, AuditValue | undefined> | undefined): string | null {
  if (!fields) return null
  return JSON.stringify(fields, (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
}

/** Writes the audit row in the transaction of the act: if this fails, the act is undone. */
export async function writeAudit(transaction: RoleTransaction, actor: Actor, record: AuditRecord): Promise<void> {
  await transaction
    .insertInto('core.audit_log')
    .values({
      id: newId(),
      team_id: record.teamId,
      actor_kind: actor.kind,
      actor_id: actorId(actor),
      action: record.action,
      target_kind: record.targetKind,
      target_id: record.targetId,
      before: toJson(record.before),
      after: toJson(record.after),
      address: actor.address ?? null,
      request_id: actor.requestId ?? null,
    })
    .execute()
}
