import type { Actor } from '#lib/portal/acting/actor'
import { memberMay, type TeamRole } from '#lib/portal/acting/permissions'
import { revokeInvitesOf } from '#lib/portal/invites/revoke-invites'
import { revokeManagementKeys } from '#lib/portal/management-keys/revoke-management-keys'
import { switchOffWebhooks } from '#lib/portal/webhooks/switch-off-webhooks'
import type { RoleTransaction } from '#lib/shared/database/as-role'

interface NewRole {
  teamId: string
  userId: string
  role: TeamRole
}

/** Ends the open invites and management keys of a member that their new role could not have made, and switches off such webhooks. */
export async function takeBackGrants(transaction: RoleTransaction, actor: Actor, { teamId, userId, role }: NewRole): Promise<void> {
  if (!memberMay('management_key.change', role)) await revokeManagementKeys(transaction, actor, { teamId, createdBy: userId })
  if (!memberMay('invite.change', role)) await revokeInvitesOf(transaction, actor, teamId, userId)
  else if (!memberMay('member.change_owner', role)) await revokeInvitesOf(transaction, actor, teamId, userId, 'owner')
  if (!memberMay('webhook.change', role)) await switchOffWebhooks(transaction, actor, teamId, userId)
}
