import localFont from 'next/font/local'

// The Latin part alone, a third of the whole: everything else is in the system's own fonts, and Chinese always is.

export const GeistSans = localFont({
  src: '../node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
})

/** Not fetched ahead: little is set in it, and what stands in for it is as wide. */
export const GeistMono = localFont({
  src: '../node_modules/@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  preload: false,
  adjustFontFallback: false,
  fallback: ['ui-monospace', 'SFMono-Regular', 'Roboto Mono', 'Menlo', 'Liberation Mono', 'DejaVu Sans Mono', 'Courier New', 'monospace'],
})
