import type { TeamRole } from '#lib/portal/acting/permissions'
import { inviteDays } from '#lib/portal/invites/invite'

interface InviteMail {
  brand: string
  team: string
  /** Null where a management key invited. */
  inviter: string | null
  role: TeamRole
  link: string
  locale: string | undefined
}

interface Words {
  subject: string
  by: string
  text: string
  end: string
  roles: Record<TeamRole, string>
}

const en: Words = {
  subject: 'You are invited to the team {team}',
  by: '{inviter} invites you to the team {team} on {brand}, with the role {role}.',
  text: 'You are invited to the team {team} on {brand}, with the role {role}.',
  end: `The link works once, within ${inviteDays} days, for whoever signs in with this address. If you expected no invite, ignore this mail.`,
  roles: { owner: 'owner', admin: 'admin', developer: 'developer', billing: 'billing', viewer: 'viewer' },
}

const zh: Words = {
  subject: '邀请你加入团队 {team}',
  by: '{inviter} 邀请你加入 {brand} 上的团队 {team}，角色为{role}。',
  text: '邀请你加入 {brand} 上的团队 {team}，角色为{role}。',
  end: `链接 ${inviteDays} 天内有效，只能使用一次，需用这个邮箱登录。如果你不知情，请忽略这封邮件。`,
  roles: { owner: '所有者', admin: '管理员', developer: '开发者', billing: '财务', viewer: '访客' },
}

const looksLikeAddress = /\S*(?::\/\/|@|www\.|[\p{L}\p{N}]\.\p{L}{2})\S*/giu

/** A team is named by its people, and the mail goes to a stranger: nothing in the name becomes a link. */
function withoutAddresses(name: string): string {
  return name.replace(looksLikeAddress, '…')
}

/** Subject and text of the mail, in the inviter's language: nobody knows the reader's yet. */
export function inviteMail({ brand, team, inviter, role, link, locale }: InviteMail): { subject: string; text: string } {
  const words = locale === 'zh' ? zh : en
  const values: Record<string, string> = { brand, team: withoutAddresses(team), inviter: inviter ?? '', role: words.roles[role] }
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  return { subject: fill(words.subject), text: [fill(inviter === null ? words.text : words.by), link, words.end].join('\n\n') }
}
