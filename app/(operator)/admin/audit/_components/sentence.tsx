import Link from 'next/link'
import type { ReactNode } from 'react'
import type { AuditLine } from '#lib/portal/audit/list-audit-trail'
import { showTarget } from '#lib/portal/audit/show-target'
import { showId } from '#lib/shared/ids'
import { ActorName, AuditSentence } from '../../../../_audit/audit-sentence'

/** One act in words, with the names as ways to their pages. */
export function Sentence({ line }: { line: AuditLine }) {
  return <AuditSentence line={line} who={<Who line={line} />} what={<What line={line} />} />
}

function Who({ line }: { line: AuditLine }) {
  const name = <ActorName line={line} />
  if (line.actor_kind !== 'user' || line.actor_id === null) return <span className="font-medium">{name}</span>
  return <Named href={`/admin/users/${showId('user', line.actor_id)}`}>{name}</Named>
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function What({ line }: { line: AuditLine }) {
  const { target_kind: kind, target_id: id } = line
  const name = line.target_name ?? showTarget(kind, id)
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
