'use client'

import { type RefObject, useLayoutEffect, useRef } from 'react'

/** An address typed on one page for the next, behind `#`: that part of a URL never reaches a server or its log. */
export function carryAddress(email: string | undefined): string {
  return email ? `#${encodeURIComponent(email)}` : ''
}

/** For the form's address: fills it with the carried one where it is empty, before the cursor looks for its place. */
export function useCarriedAddress(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    const email = readCarried(window.location.hash)
    if (email !== '' && field.current?.value === '') field.current.value = email
  }, [])
  return field
}

function readCarried(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1))
  } catch {
    return ''
  }
}
