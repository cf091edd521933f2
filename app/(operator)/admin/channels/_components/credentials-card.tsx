import { useTranslations } from 'next-intl'
import type { ChannelCredential } from '#lib/portal/channels/channel'
import { showId } from '#lib/shared/ids'
import { Card, CardBody, CardHead } from '#ui/card'
import { Time } from '#ui/time'
import { AddCredentials } from './add-credentials'
import { CredentialActs } from './credential-acts'

interface CredentialsCardProps {
  /** The channel's shown id. */
  id: string
  credentials: readonly ChannelCredential[]
  mayChange: boolean
}

/** What is stored, told by fingerprint and end; each is replaced or erased by itself. */
export function CredentialsCard({ id, credentials, mayChange }: CredentialsCardProps) {
  const t = useTranslations('channels')
  return (
    <Card id="credentials">
      <CardHead id="credentials" title={t('credentials')} text={t('credentialsText')} />
      {credentials.length === 0 ? <p className="border-b px-5 py-3 text-muted-foreground max-md:px-4">{t('noCredentials')}</p> : null}
      <ul className="divide-y border-b empty:hidden">
        {credentials.map((credential) => (
          <li key={credential.id} data-testid="credential" className="flex items-center gap-3 px-5 py-2 max-md:px-4">
            <div className="min-w-0 flex-1">
              <code className="block font-mono text-sm">
                {credential.lastCharacters === '' ? '••••••••' : `••••••••${credential.lastCharacters}`}
              </code>
              <span className="text-sm text-muted-foreground">
                {t('fingerprint')} <code className="font-mono">{credential.fingerprint}</code> · <Time at={credential.createdAt} as="day" />
              </span>
            </div>
            {mayChange ? (
              <CredentialActs
                channel={id}
                credential={showId('cred', credential.id)}
                shown={credential.lastCharacters || credential.fingerprint}
                last={credentials.length === 1}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? (
        <CardBody>
          <AddCredentials id={id} />
        </CardBody>
      ) : null}
    </Card>
  )
}
