import { z } from 'zod'
import { providers } from '#lib/portal/channels/channel'
import { idField, integerField, linesField, nameField, tickField } from '../../../../_auth/form-fields'

const urlField = z
  .string()
  .trim()
  .pipe(z.url({ protocol: /^https?$/, error: 'url' }))

const mapping = z.array(z.object({ model: z.string(), upstreamModel: z.string() }))

/** The rows of the mapping editor as JSON; an empty name there means the same name. */
export const modelsField = z.string().transform((text, context) => {
  const rows = mapping.safeParse(parseJson(text))
  if (!rows.success) {
    context.addIssue({ code: 'custom', message: 'value' })
    return z.NEVER
  }
  return rows.data.map(({ model, upstreamModel }) => ({ model, upstreamModel: upstreamModel === '' ? null : upstreamModel }))
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const channelForm = z.object({
  name: nameField,
  provider: z.enum(providers),
  base_url: urlField,
  credentials: linesField.default([]),
  priority: integerField,
  weight: integerField,
  drain: tickField,
})

export const oneChannel = z.object({ channel: idField('chan') })

export const newChannelForm = channelForm.extend({ models: modelsField.refine((models) => models.length > 0, 'models') })
export const configurationForm = channelForm.extend({ channel: idField('chan') })
export const modelsForm = oneChannel.extend({ models: modelsField })
export const addCredentialsForm = oneChannel.extend({ credentials: linesField.refine((lines) => lines.length > 0, 'required') })
export const credentialForm = oneChannel.extend({ credential: idField('cred') })
export const replaceCredentialForm = credentialForm.extend({ credentials: z.string().trim().min(1, 'required') })
export const testForm = oneChannel.extend({ model: z.string().min(1, 'required') })
