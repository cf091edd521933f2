'use client'

import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { NotSold, useSuggestions } from '../_components/suggestions'
import { PolicyLines, usePolicyFields } from './policy-field'
import { addModel, linesOf, modelsIn } from './model-text'

interface ModelLinesProps {
  name: string
  placeholder?: string
  /** Each line is another name for a model: `name = model`. */
  pairs?: boolean
}

/** Lines that name models, with what is on sale to add, and a word about what is not. */
export function ModelLines({ name, placeholder, pairs = false }: ModelLinesProps) {
  const [t, fields] = [useTranslations('suggest'), useTranslations('policy.fields')]
  const { value } = usePolicyFields()
  const { models } = useSuggestions()
  const [typed, setTyped] = useState<string | null>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const text = typed ?? value(name)
  const add = (model: string) => {
    if (!area.current) return
    const { text: next, caret } = addModel(area.current.value, model, pairs)
    area.current.value = next
    area.current.focus()
    area.current.setSelectionRange(caret, caret)
    setTyped(next)
  }
  const left = pairs ? models : models.filter((model) => !linesOf(text).includes(model))
  return (
    <div className="min-w-0">
      <PolicyLines name={name} placeholder={placeholder} ref={area} onChange={(event) => setTyped(event.target.value)} />
      <NotSold names={modelsIn(text, pairs)} />
      {left.length > 0 ? (
        <select
          aria-label={t('addModelTo', { list: fields(name.replace('.', '_') as 'models_allow') })}
          value=""
          onChange={(event) => add(event.target.value)}
          className="mt-1.5 h-8 max-w-full rounded border border-input bg-card px-2 text-sm text-muted-foreground hover:border-muted-foreground max-md:h-11"
        >
          <option value="">{t('addModel')}</option>
          {left.map((model) => (
            <option key={model}>{model}</option>
          ))}
        </select>
      ) : null}
    </div>
  )
}
