export const teamRoles = ['owner', 'admin', 'developer', 'billing', 'viewer'] as const
export type TeamRole = (typeof teamRoles)[number]

export const operatorRoles = ['owner', 'finance', 'support', 'engineer'] as const
export type OperatorRole = (typeof operatorRoles)[number]

export interface Permission {
  /** Members of the team who may. */
  members: readonly TeamRole[]
  /** Whether the team's own management keys may. */
  teamKeys: boolean
  /** Operators who may, in any team. An operator-scope management key stands for `owner`. */
  operators: readonly OperatorRole[]
  /** Whether anybody with an account may: such an act is on no team that is there already. */
  accounts?: boolean
}

const everyone = teamRoles
const admins = ['owner', 'admin'] as const
const makers = ['owner', 'admin', 'developer'] as const
const payers = ['owner', 'admin', 'billing'] as const
const nobody = [] as const
const anyOperator = operatorRoles

/**
 * Who may do what. Acts that end in `.read` stay open to the members of a disabled team, and to keys that may only read.
 * Of the operators, support reads and changes nothing.
 */
export const permissions = {
  'team.read': { members: everyone, teamKeys: true, operators: anyOperator },
  'team.list': { members: nobody, teamKeys: false, operators: anyOperator },
  'team.create': { members: nobody, teamKeys: false, operators: ['owner'] },
  'team.update': { members: admins, teamKeys: true, operators: ['owner'] },
  'team.govern': { members: nobody, teamKeys: false, operators: ['owner', 'finance'] },
  'key.read': { members: everyone, teamKeys: true, operators: anyOperator },
  'key.create': { members: makers, teamKeys: true, operators: ['owner', 'engineer'] },
  'key.change_own': { members: makers, teamKeys: true, operators: ['owner', 'engineer'] },
  'key.change': { members: admins, teamKeys: true, operators: ['owner', 'engineer'] },
  'key.govern': { members: admins, teamKeys: true, operators: ['owner', 'engineer'] },
  'policy.read': { members: everyone, teamKeys: true, operators: anyOperator },
  'policy.change': { members: admins, teamKeys: true, operators: ['owner', 'engineer'] },
  'budget.read': { members: everyone, teamKeys: true, operators: anyOperator },
  'budget.change': { members: admins, teamKeys: true, operators: ['owner', 'finance', 'engineer'] },
  'management_key.read': { members: admins, teamKeys: false, operators: ['owner'] },
  'management_key.change': { members: admins, teamKeys: false, operators: ['owner'] },
  'balance.read': { members: everyone, teamKeys: true, operators: anyOperator },
  'ledger.read': { members: payers, teamKeys: true, operators: anyOperator },
  'credit.change': { members: nobody, teamKeys: false, operators: ['owner', 'finance'] },
  'request.read': { members: everyone, teamKeys: true, operators: anyOperator },
  'request.refund': { members: nobody, teamKeys: false, operators: ['owner', 'finance'] },
  'usage.read': { members: everyone, teamKeys: true, operators: anyOperator },
  'audit.read': { members: admins, teamKeys: true, operators: ['owner', 'support'] },
  'catalogue.read': { members: everyone, teamKeys: true, operators: anyOperator },
  'catalogue.change': { members: nobody, teamKeys: false, operators: ['owner', 'engineer'] },
  'channel.read': { members: nobody, teamKeys: false, operators: anyOperator },
  'channel.change': { members: nobody, teamKeys: false, operators: ['owner', 'engineer'] },
  'price.read': { members: nobody, teamKeys: false, operators: anyOperator },
  'price.change': { members: nobody, teamKeys: false, operators: ['owner', 'finance', 'engineer'] },
  'playground.use': { members: makers, teamKeys: false, operators: nobody },
  'report.read': { members: nobody, teamKeys: false, operators: ['owner', 'finance'] },
  'home.read': { members: nobody, teamKeys: false, operators: anyOperator },
  'settings.read': { members: nobody, teamKeys: false, operators: anyOperator },
  'settings.change': { members: nobody, teamKeys: false, operators: ['owner'] },
  'user.read': { members: nobody, teamKeys: false, operators: anyOperator },
  'user.disable': { members: nobody, teamKeys: false, operators: ['owner'] },
  'user.disable_operator': { members: nobody, teamKeys: false, operators: ['owner'] },
  'system.read': { members: nobody, teamKeys: false, operators: anyOperator },
  'job.run': { members: nobody, teamKeys: false, operators: ['owner', 'engineer'] },
  'operator.change': { members: nobody, teamKeys: false, operators: ['owner'] },
  'team.open': { members: nobody, teamKeys: false, operators: anyOperator, accounts: true },
  'team.delete': { members: ['owner'], teamKeys: false, operators: ['owner'] },
  'team.transfer': { members: ['owner'], teamKeys: false, operators: nobody },
  'member.change': { members: admins, teamKeys: true, operators: ['owner'] },
  'member.change_owner': { members: ['owner'], teamKeys: false, operators: ['owner'] },
  'member.leave': { members: everyone, teamKeys: false, operators: nobody },
  'invite.read': { members: admins, teamKeys: true, operators: anyOperator },
  'invite.change': { members: admins, teamKeys: true, operators: ['owner'] },
  'webhook.read': { members: admins, teamKeys: true, operators: ['owner', 'support'] },
  'webhook.change': { members: admins, teamKeys: true, operators: ['owner'] },
} as const satisfies Record<string, Permission>

export type Act = keyof typeof permissions

/** The table row, widened so that any role can be looked up in it. */
export function permissionFor(act: Act): Permission {
  return permissions[act]
}

/** Whether an act leaves everything as it was. */
export function isRead(act: Act): boolean {
  return act.endsWith('.read') || act === 'team.list'
}

/** Whether a member with this role may. */
export function memberMay(act: Act, role: string): boolean {
  return permissionFor(act).members.some((allowed) => allowed === role)
}

/** Whether an operator with this role may; null is no operator. */
export function operatorMay(act: Act, role: string | null): boolean {
  return permissionFor(act).operators.some((allowed) => allowed === role)
}
