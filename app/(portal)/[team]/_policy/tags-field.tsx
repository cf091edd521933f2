'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Button } from '#ui/button'
import { useSuggestions } from '../_components/suggestions'
import { PolicyText, usePolicyFields } from './policy-field'

const mostTags = 12

/** Tags, with those that other policies use to add. */
export function TagsField() {
  const t = useTranslations('suggest')
  const { value } = usePolicyFields()
  const { tags } = useSuggestions()
  const [typed, setTyped] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const present = (typed ?? value('tags')).split(/[,，、]/).map((tag) => tag.trim())
  const left = tags.filter((tag) => !present.includes(tag)).slice(0, mostTags)
  const add = (tag: string) => {
    if (!field.current) return
    const next = [...present.filter((one) => one !== ''), tag].join(', ')
    field.current.value = next
    setTyped(next)
  }
  return (
    <div className="min-w-0">
      <PolicyText name="tags" ref={field} onChange={(event) => setTyped(event.target.value)} />
      {left.length > 0 ? (
        <div className="mt-1.5 flex flex-wrap items-center gap-1.5 text-sm text-muted-foreground">
          {t('tagsInUse')}
          {left.map((tag) => (
            <Button key={tag} variant="secondary" size="sm" aria-label={t('addTag', { tag })} onClick={() => add(tag)}>
              <Plus aria-hidden />
              {tag}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  )
}
