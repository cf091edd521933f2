import { type Query, readOne } from './read-query'

export interface Sort<Name extends string> {
  by: Name
  descending: boolean
}

/** `charge` rises, `-charge` falls; what is not allowed is the fallback. */
export function readSort<Name extends string>(query: Query, allowed: readonly Name[], fallback: Name | `-${Name}`): Sort<Name> {
  const read = (text: string | undefined): Sort<Name> | undefined => {
    const by = allowed.find((name) => name === text?.replace(/^-/, ''))
    return by === undefined ? undefined : { by, descending: text?.startsWith('-') ?? false }
  }
  const sort = read(readOne(query, 'sort')) ?? read(fallback)
  if (!sort) throw new Error(`${fallback} is not among the allowed`)
  return sort
}
