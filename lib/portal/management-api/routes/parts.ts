import { z } from 'zod'
import { idIn } from '#lib/portal/management-api/wire/fields'

/** Where a route takes nothing. */
export const nothing = z.strictObject({})

export const teamParams = z.strictObject({ team_id: idIn('team') })
export const budgetParams = z.strictObject({ budget_id: idIn('budget') })
export const keyParams = z.strictObject({ key_id: idIn('key') })
export const channelParams = z.strictObject({ channel_id: idIn('chan') })
export const requestParams = z.strictObject({ request_id: idIn('req') })
export const entryParams = z.strictObject({ entry_id: idIn('entry') })
export const webhookParams = z.strictObject({ webhook_id: idIn('hook') })
export const modelParams = z.strictObject({ model: z.string().min(1).max(200) })
export const memberParams = z.strictObject({ team_id: idIn('team'), user_id: idIn('user') })
export const inviteParams = z.strictObject({ invite_id: idIn('invite') })
