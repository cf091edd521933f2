import localFont from 'next/font/local'

export { GeistSans } from 'geist/font/sans'

/** As `geist/font/mono` has it, but not fetched ahead: little is set in it, and what stands in for it is as wide. */
export const GeistMono = localFont({
  src: '../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  preload: false,
  adjustFontFallback: false,
  fallback: ['ui-monospace', 'SFMono-Regular', 'Roboto Mono', 'Menlo', 'Liberation Mono', 'DejaVu Sans Mono', 'Courier New', 'monospace'],
})
