'use client'

import { useTimeZone } from 'next-intl'
import { useEffect } from 'react'
import { setPreference } from './set-preference'

/** Tells the server the browser's zone when it renders times in another one. */
export function TimeZoneReport() {
  const rendered = useTimeZone()
  useEffect(() => {
    // Browsers load all their locales for this: not while the page is coming to life.
    const timer = setTimeout(() => {
      const actual = Intl.DateTimeFormat().resolvedOptions().timeZone
      if (actual && actual !== rendered) void setPreference({ name: 'tz', value: actual })
    })
    return () => clearTimeout(timer)
  }, [rendered])
  return null
}
