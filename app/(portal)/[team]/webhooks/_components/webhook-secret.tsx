'use client'

import { useTranslations } from 'next-intl'
import { SecretPanel } from '#ui/secret-panel'

/** The signing secret of a webhook, this once; Tollgate keeps it too, wrapped, to sign with. */
export function WebhookSecret({ secret }: { secret: string }) {
  const t = useTranslations('webhooks')
  return (
    <SecretPanel
      secret={secret}
      env={{ TOLLGATE_WEBHOOK_SECRET: secret }}
      fileName="tollgate-webhook.env"
      words={{ once: t('secretOnce'), unsaved: t('secretUnsaved'), copy: t('copySecret') }}
    />
  )
}
