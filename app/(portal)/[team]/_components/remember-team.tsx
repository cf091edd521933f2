'use client'

import { useLayoutEffect } from 'react'
import { teamCookieName } from '../../../_auth/auth-cookies'

const yearSeconds = 365 * 24 * 3600

/**
 * Remembers the team a reader is at, for `/start`, which looks whether they belong to it. Only a page that is really shown does:
 * the server cannot tell a visit from what is fetched ahead, or from a refresh that overtakes the way to another team.
 */
export function RememberTeam({ team }: { team: string }) {
  useLayoutEffect(() => {
    const secure = window.location.protocol === 'https:' ? '; secure' : ''
    document.cookie = `${teamCookieName}=${team}; path=/; max-age=${yearSeconds}; samesite=lax${secure}`
  }, [team])
  return null
}
