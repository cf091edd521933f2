import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../../../app/globals.css', import.meta.url), 'utf8')
const hues = Array.from({ length: 360 }, (_, hue) => hue)
type Theme = 'light' | 'dark'

/** A token of the stylesheet in one theme, as linear light of red, green and blue. */
function token(name: string, theme: Theme, hue: number): number[] {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\(oklch\\((.+?)\\), oklch\\((.+?)\\)\\);`).exec(
    css.replaceAll('var(--accent-hue)', String(hue)),
  ) ?? [undefined, '', '']
  const [lightness, chroma, angle] = (theme === 'light' ? light : dark)?.split(' ').map(Number) ?? []
  if (lightness === undefined || chroma === undefined || angle === undefined) throw new Error(`no token --${name}`)
  return linearLight(lightness, chroma, angle)
}

/** OKLCH to linear sRGB, cut to the gamut as browsers do. https://bottosson.github.io/posts/oklab/ */
function linearLight(lightness: number, chroma: number, hue: number): number[] {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => Math.min(1, Math.max(0, part)))
}

function luminance([red = 0, green = 0, blue = 0]: number[]): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: number[], other: number[]): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((first, second) => second - first)
  return (lighter + 0.05) / (darker + 0.05)
}

/** The worst contrast of two tokens over all hues. */
function worst(one: string, other: string, theme: Theme): number {
  return Math.min(...hues.map((hue) => contrast(token(one, theme, hue), token(other, theme, hue))))
}

describe.each(['light', 'dark'] as const)('in %s, whatever hue the settings choose,', (theme) => {
  test.each([
    ['primary-foreground', 'primary-solid'],
    ['primary-foreground', 'primary-solid-hover'],
    ['primary-text', 'background'],
    ['primary-text', 'card'],
    ['primary-text', 'popover'],
    ['primary-text', 'hover'],
    ['primary-text', 'primary-soft'],
    ['foreground', 'primary-soft'],
    ['muted-foreground', 'primary-soft'],
  ])('%s reads on %s at 4.5:1 or better', (text, ground) => {
    expect(worst(text, ground, theme)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['background', 'card', 'popover'])('the focus ring stands out from %s at 3:1 or better', (ground) => {
    expect(worst('primary', ground, theme)).toBeGreaterThanOrEqual(3)
  })
})
