'use client'

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ComponentProps, createContext, type ReactNode, use, useState } from 'react'
import { compileNames } from '#lib/shared/policy/match-names'
import { InputField } from '#ui/field'

interface Suggestions {
  /** What the team may buy. */
  models: readonly string[]
  /** What policies put on keys. */
  tags: readonly string[]
}

const SuggestionsContext = createContext<Suggestions>({ models: [], tags: [] })
export const useSuggestions = () => use(SuggestionsContext)

export const modelList = 'team-models'
export const tagList = 'team-tags'

/** Names to choose from in the fields below: by the ids of their lists, or asked for. */
export function SuggestionsProvider({ models, tags, children }: Suggestions & { children: ReactNode }) {
  return (
    <SuggestionsContext value={{ models, tags }}>
      {children}
      <datalist id={modelList}>
        {models.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
      <datalist id={tagList}>
        {tags.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
    </SuggestionsContext>
  )
}

/** A word about names or patterns that stand for nothing on sale: they may be meant for later, so they are not refused. */
export function NotSold({ names }: { names: readonly string[] }) {
  const t = useTranslations('suggest')
  const { models } = useSuggestions()
  const unknown = names.map((name) => name.trim()).filter((name) => name !== '' && !models.some(compileNames([name])))
  if (unknown.length === 0 || models.length === 0) return null
  return <Warning text={t('notSold', { names: unknown.slice(0, 5).join(', ') })} />
}

export function UnusedTag({ tag }: { tag: string }) {
  const t = useTranslations('suggest')
  const { tags } = useSuggestions()
  return tag.trim() === '' || tags.includes(tag.trim()) ? null : <Warning text={t('tagUnused')} />
}

function Warning({ text }: { text: string }) {
  return (
    <p role="status" className="mt-1.5 flex w-full items-start gap-1.5 text-sm text-warning">
      <TriangleAlert aria-hidden className="h-[1lh] w-4 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{text}</span>
    </p>
  )
}

/** A field that says something about what stands in it. */
export function WatchedField({ remark, ...field }: ComponentProps<typeof InputField> & { remark: (text: string) => ReactNode }) {
  const [text, setText] = useState(String(field.defaultValue ?? ''))
  return (
    <div className="min-w-0">
      <InputField {...field} onChange={(event) => setText(event.target.value)} />
      {remark(text)}
    </div>
  )
}
