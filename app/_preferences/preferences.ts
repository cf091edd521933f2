export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const rails = ['wide', 'narrow'] as const
export type Rail = (typeof rails)[number]

export function themeOf(cookie: string | undefined): Theme {
  return themes.find((theme) => theme === cookie) ?? 'system'
}

export function railOf(cookie: string | undefined): Rail {
  return rails.find((rail) => rail === cookie) ?? 'wide'
}
