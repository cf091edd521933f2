'use client'

import { useEffect, useState } from 'react'
import { type Finding, searchPalette } from './search-action'

export type SearchState = { stage: 'idle' | 'asking' | 'failed'; findings: readonly Finding[] }

const restMs = 180
const idle: SearchState = { stage: 'idle', findings: [] }

/** Asks the server once the typing rests; what was found stays until the next answer, and a late answer to an old text is dropped. */
export function useSearch(team: string | null, text: string): SearchState {
  const wanted = text.trim()
  const [state, setState] = useState<SearchState & { of: string }>({ ...idle, of: '' })

  useEffect(() => {
    if (wanted === '') return
    let current = true
    const timer = setTimeout(() => {
      searchPalette(team, wanted).then(
        (answer) => {
          if (current)
            setState(answer.ok ? { stage: 'idle', findings: answer.findings, of: wanted } : { stage: 'failed', findings: [], of: wanted })
        },
        () => {
          if (current) setState({ stage: 'failed', findings: [], of: wanted })
        },
      )
    }, restMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [team, wanted])

  if (wanted === '') return idle
  return state.of === wanted ? state : { stage: 'asking', findings: state.findings }
}
