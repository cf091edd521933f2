'use server'

import { searchOperator } from '#lib/portal/search/search-operator'
import { searchTeam } from '#lib/portal/search/search-team'
import { asTollgateError, errorTable } from '#lib/shared/errors'
import { parseId, showId } from '#lib/shared/ids'
import { log } from '#lib/shared/log'
import { currentAccount } from '../../_auth/current-account'

export interface Finding {
  kind: 'key' | 'model' | 'team' | 'user'
  title: string
  /** What tells two of the same name apart. */
  note?: string
  href: string
}

export type Search = { ok: true; findings: Finding[] } | { ok: false }

const longest = 100

/** What the reader may open by this name: in the team's area its keys and models and their own teams, in the operator's everything. */
export async function searchPalette(team: string | null, text: string): Promise<Search> {
  const search = text.trim().slice(0, longest)
  if (search === '') return { ok: true, findings: [] }
  const { actor } = await currentAccount()
  try {
    if (team === null) return { ok: true, findings: operatorFindings(await searchOperator(actor, { search })) }
    const teamId = parseId('team', team)
    if (teamId === null) return { ok: false }
    const found = await searchTeam(actor, { teamId, search })
    return { ok: true, findings: teamFindings(team, found) }
  } catch (thrown) {
    const error = asTollgateError(thrown)
    if (errorTable[error.code].owner === 'platform') log.error('search_failed', { code: error.code }, error.cause ?? error)
    return { ok: false }
  }
}

function teamFindings(team: string, { keys, models, teams }: Awaited<ReturnType<typeof searchTeam>>): Finding[] {
  return [
    ...keys.map((key) => ({
      kind: 'key' as const,
      title: key.name,
      note: key.display,
      href: `/${team}/keys?q=${encodeURIComponent(key.name)}`,
    })),
    ...models.map((model) => ({
      kind: 'model' as const,
      title: model,
      href: `/${team}/models/${model.split('/').map(encodeURIComponent).join('/')}`,
    })),
    ...teams.map((other) => ({ kind: 'team' as const, title: other.name, href: `/${showId('team', other.id)}` })),
  ]
}

function operatorFindings({ teams, users, models }: Awaited<ReturnType<typeof searchOperator>>): Finding[] {
  return [
    ...teams.map((team) => ({
      kind: 'team' as const,
      title: team.name,
      note: showId('team', team.id),
      href: `/admin/teams/${showId('team', team.id)}`,
    })),
    ...users.map((user) => ({ kind: 'user' as const, title: user.email, href: `/admin/users/${showId('user', user.id)}` })),
    ...models.map((model) => ({ kind: 'model' as const, title: model, href: `/admin/models?q=${encodeURIComponent(model)}` })),
  ]
}
