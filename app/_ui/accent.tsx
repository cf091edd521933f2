import type { CSSProperties } from 'react'

/** Sets the accent's hue, 0 to 359, for an element; below <html>, mark that element with `data-accent`. */
export function accentStyle(hue: number): CSSProperties {
  return { '--accent-hue': hue } as CSSProperties
}
