import { z } from 'zod'
import { operatorRoles } from '#lib/portal/acting/permissions'
import { idOut, showTimeOrNull, timeOut } from '#lib/portal/management-api/wire/fields'
import type { Brand } from '#lib/portal/settings/settings'
import { type SignUpRule, signUpModes } from '#lib/portal/settings/sign-up-rule'
import { type ListedUser, userStandings } from '#lib/portal/users/list-users'
import { showId } from '#lib/shared/ids'

export const settingsIn = z
  .strictObject({
    name: z.string().max(100).describe('What the installation is called; 1 to 40 characters'),
    accent_hue: z.number().int().describe('Hue of the accent in OKLCH, 0 to 359 degrees'),
    support_email: z.string().max(254).nullable().describe('Null takes it away'),
    support_url: z.string().max(500).nullable().describe('An http or https address; null takes it away'),
    sign_up: z.enum(signUpModes).describe('Who may make an account; whoever is invited always may'),
    sign_up_domains: z.array(z.string().max(254)).max(50).describe('Of mail addresses, where sign_up is domain'),
  })
  .partial()
  .meta({ id: 'SettingsPatch' })

export const settingsOut = z
  .object({
    name: z.string(),
    accent_hue: z.number().int(),
    support_email: z.string().nullable(),
    support_url: z.string().nullable(),
    sign_up: z.enum(signUpModes),
    sign_up_domains: z.array(z.string()),
  })
  .meta({ id: 'Settings' })

export function settingsInput(body: z.output<typeof settingsIn>): Partial<Brand> {
  return { name: body.name, accentHue: body.accent_hue, supportEmail: body.support_email, supportUrl: body.support_url }
}

export function showSettings(brand: Brand, rule: SignUpRule): z.infer<typeof settingsOut> {
  return {
    name: brand.name,
    accent_hue: brand.accentHue,
    support_email: brand.supportEmail,
    support_url: brand.supportUrl,
    sign_up: rule.mode,
    sign_up_domains: rule.domains,
  }
}

export const userStanding = z.enum(userStandings)

export const userOut = z
  .object({
    id: idOut('user'),
    email: z.string(),
    display_name: z.string(),
    operator_role: z.enum(operatorRoles).nullable().describe('Null for everyone who is not an operator'),
    disabled_at: timeOut.nullable(),
    created_at: timeOut,
    teams: z.number().int().describe('How many they belong to'),
    last_act_at: timeOut.nullable().describe('When they last changed something; null for never'),
  })
  .meta({ id: 'User' })

export function showUser(user: ListedUser): z.infer<typeof userOut> {
  return {
    id: showId('user', user.id),
    email: user.email,
    display_name: user.displayName,
    operator_role: user.operatorRole,
    disabled_at: showTimeOrNull(user.disabledAt),
    created_at: user.createdAt.toISOString(),
    teams: user.teams,
    last_act_at: showTimeOrNull(user.lastActAt),
  }
}
