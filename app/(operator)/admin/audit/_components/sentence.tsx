import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { auditActions } from '#lib/portal/audit/audit-actions'
import type { AuditLine } from '#lib/portal/audit/list-audit-trail'
import { readBrand } from '#lib/portal/settings/read-brand'
import { showId } from '#lib/shared/ids'
import { Money } from '#ui/money'
import { amountOf } from './changes'

/** One act in words: who did what to what. */
export function Sentence({ line }: { line: AuditLine }) {
  const t = useTranslations('audit')
  const who = () => <Who line={line} />
  const what = () => <What line={line} />
  const nanos = amountOf(line.after)
  const amount = () => (nanos === null ? null : <Money nanos={nanos} as="charge" className="font-medium" />)
  const action = auditActions.find((name) => name === line.action)
  if (action === undefined) return t.rich('acts.other', { who, what, action: line.action })
  const key = action.replace('.', '_') as Underscored<typeof action>
  return t.rich(`acts.${key}`, { who, what, amount })
}

type Underscored<Text extends string> = Text extends `${infer Thing}.${infer Verb}` ? `${Thing}_${Verb}` : never

async function Who({ line }: { line: AuditLine }) {
  const [t, { name: brand }] = await Promise.all([getTranslations('audit'), readBrand()])
  const name = line.actor_name ?? (line.actor_kind === 'system' ? t('system', { brand }) : t('someone'))
  if (line.actor_kind !== 'user' || line.actor_id === null) return <span className="font-medium">{name}</span>
  return <Named href={`/admin/users/${showId('user', line.actor_id)}`}>{name}</Named>
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function What({ line }: { line: AuditLine }) {
  const { target_kind: kind, target_id: id } = line
  const name = line.target_name ?? id
  if (kind === 'model') return <Named href={`/admin/models/${encodeURIComponent(id).replaceAll('%2F', '/')}`}>{name}</Named>
  if (kind === 'price' && line.target_name) {
    return <Named href={`/admin/models/${encodeURIComponent(line.target_name).replaceAll('%2F', '/')}`}>{name}</Named>
  }
  if (!uuid.test(id)) return <span className="font-medium">{name}</span>
  if (kind === 'user') return <Named href={`/admin/users/${showId('user', id)}`}>{name}</Named>
  if (kind === 'team') return <Named href={`/admin/teams/${showId('team', id)}`}>{name}</Named>
  if (kind === 'channel') return <Named href={`/admin/channels/${showId('chan', id)}`}>{name}</Named>
  if (kind === 'request') return <code className="font-mono">{showId('req', id)}</code>
  if (kind === 'entry') return <code className="font-mono">{showId('entry', id)}</code>
  return <span className="font-medium">{name}</span>
}

function Named({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="font-medium wrap-anywhere hover:underline">
      {children}
    </Link>
  )
}
