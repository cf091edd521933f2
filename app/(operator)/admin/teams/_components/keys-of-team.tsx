import { useTranslations } from 'next-intl'
import type { ApiKey } from '#lib/portal/keys/api-key'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { KeyStatus } from '#ui/key-status'

/** A team's keys, as many as an operator needs to recognise one. */
export function KeysOfTeam({ keys, now }: { keys: readonly ApiKey[]; now: Date }) {
  const t = useTranslations('teams')
  return (
    <Card id="keys">
      <CardHead id="keys" title={t('keys')} />
      {keys.length === 0 ? <EmptyState title={t('noKeys')} text={t('noKeysText')} /> : null}
      <ul className="max-h-80 divide-y overflow-y-auto">
        {keys.map((key) => (
          <li key={key.id} className="flex items-center gap-2 px-5 py-2 text-sm max-md:px-4">
            <span className="min-w-0 flex-1 truncate">{key.name}</span>
            <TroubledState {...key} now={now} />
            <code className="font-mono text-muted-foreground">{key.display}</code>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Nothing of a key that works. */
function TroubledState({ status, expiresAt, now }: Pick<ApiKey, 'status' | 'expiresAt'> & { now: Date }) {
  if (status !== 'active') return <KeyStatus status={status} />
  return expiresAt !== null && expiresAt <= now ? <KeyStatus status="expired" /> : null
}
