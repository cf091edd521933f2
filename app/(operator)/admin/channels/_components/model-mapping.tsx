'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { Field } from '#ui/field'
import { Input, Textarea } from '#ui/input'

export interface MappedModel {
  model: string
  /** What the upstream calls it; empty where it is the same. */
  upstreamModel: string
}

interface ModelMappingProps {
  initial: readonly MappedModel[]
  error: string | undefined
}

/** Lines `model` or `model = upstream-model`, also separated by commas. */
function readLines(text: string): MappedModel[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [model = '', upstreamModel = ''] = line.split(/\s+=\s+|=(?=\S)/).map((part) => part.trim())
      return { model, upstreamModel: upstreamModel === model ? '' : upstreamModel }
    })
}

/** Which models a channel serves, and what they are called there. What is still in the lower field counts as added. */
export function ModelMapping({ initial, error }: ModelMappingProps) {
  const t = useTranslations('channels')
  const [rows, setRows] = useState(initial)
  const [text, setText] = useState('')
  const pending = readLines(text)
  const all = [...rows.filter((row) => !pending.some(({ model }) => model === row.model)), ...pending]
  const change = (index: number, upstreamModel: string) =>
    setRows(rows.map((row, place) => (place === index ? { ...row, upstreamModel } : row)))
  const add = () => {
    setRows(all)
    setText('')
  }
  return (
    <div className="flex flex-col gap-4">
      <input type="hidden" name="models" value={JSON.stringify(all)} />
      {rows.length > 0 ? (
        <ul aria-label={t('models')} className="divide-y border-y">
          {rows.map((row, index) => (
            <li key={row.model} className="grid grid-cols-[1fr_1fr_auto] items-center gap-2 py-1.5 max-md:grid-cols-[1fr_auto]">
              <code className="truncate font-mono text-sm max-md:col-span-2" title={row.model}>
                {row.model}
              </code>
              <Input
                aria-label={t('upstreamNameOf', { model: row.model })}
                placeholder={row.model}
                value={row.upstreamModel}
                maxLength={200}
                spellCheck={false}
                onChange={(event) => change(index, event.target.value.trim())}
                className="h-8 font-mono text-sm"
              />
              <Button
                variant="ghost"
                size="icon"
                aria-label={t('removeModel', { model: row.model })}
                onClick={() => setRows(rows.filter((_, place) => place !== index))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <Field id="channel-models" label={t('addModels')} hint={t('modelsHint')} error={error}>
        <div className="flex items-start gap-2">
          <Textarea
            id="channel-models"
            aria-describedby="channel-models-note"
            aria-invalid={error ? true : undefined}
            rows={2}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="min-h-16 font-mono text-sm"
          />
          <Button variant="secondary" onClick={add} aria-disabled={pending.length === 0}>
            <Plus aria-hidden />
            {t('addThem')}
          </Button>
        </div>
      </Field>
    </div>
  )
}
