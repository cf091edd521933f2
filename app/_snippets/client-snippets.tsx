'use client'

import dynamic from 'next/dynamic'

/** Code to paste, whose script only pages fetch that show it: most of them for a newcomer alone. */
export const ClientSnippets = dynamic(async () => (await import('./snippet-tabs')).SnippetTabs)
