'use server'

import { cookies } from 'next/headers'
import { z } from 'zod'
import { locales } from '../../i18n/locales'
import { cookieOptions } from './cookie-options'
import { rails, themes } from './preferences'

const preference = z.discriminatedUnion('name', [
  z.object({ name: z.literal('theme'), value: z.enum(themes) }),
  z.object({ name: z.literal('locale'), value: z.enum(locales) }),
  z.object({ name: z.literal('rail'), value: z.enum(rails) }),
  z.object({ name: z.literal('tz'), value: z.string().regex(/^[A-Za-z0-9_+\-/]{1,64}$/) }),
])

const yearSeconds = 365 * 24 * 3600

/** Remembers how this browser wants its pages; the page is rendered again with it. */
export async function setPreference(wish: z.infer<typeof preference>): Promise<void> {
  const { name, value } = preference.parse(wish)
  const jar = await cookies()
  jar.set(name, value, { ...cookieOptions(), maxAge: yearSeconds })
}
