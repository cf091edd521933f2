'use client'

import { useTranslations } from 'next-intl'
import { type ChangeEventHandler, createContext, type Ref, use } from 'react'
import { FieldError, InputField, TextareaField } from '#ui/field'

interface FieldReader {
  /** What a field begins with: what was typed before a refusal, or what is saved. */
  value: (name: string) => string
  error: (name: string) => string | undefined
}

const FieldsContext = createContext<FieldReader>({ value: () => '', error: () => undefined })
export const FieldsProvider = FieldsContext.Provider
export const usePolicyFields = () => use(FieldsContext)

/** Names of fields have dots, which are the levels of messages and ids. */
const plain = (name: string) => name.replaceAll('.', '_')
type Word = 'models_allow'

interface PolicyTextProps {
  name: string
  inputMode?: 'numeric' | 'decimal'
  type?: string
  hintValues?: Record<string, string>
  ref?: Ref<HTMLInputElement>
  onChange?: ChangeEventHandler<HTMLInputElement>
}

export function PolicyText({ name, hintValues, ...props }: PolicyTextProps) {
  const { value, error } = use(FieldsContext)
  const t = useTranslations('policy')
  const key = plain(name) as Word
  return (
    <InputField
      {...props}
      id={`policy-field-${plain(name)}`}
      name={name}
      autoComplete="off"
      label={t(`fields.${key}`)}
      hint={t.has(`hints.${key}`) ? t(`hints.${key}`, hintValues ?? {}) : undefined}
      defaultValue={value(name)}
      error={error(name)}
    />
  )
}

interface PolicyLinesProps {
  name: string
  placeholder?: string | undefined
  ref?: Ref<HTMLTextAreaElement>
  onChange?: ChangeEventHandler<HTMLTextAreaElement>
}

/** A list with an entry on each line. */
export function PolicyLines({ name, ...props }: PolicyLinesProps) {
  const { value, error } = use(FieldsContext)
  const t = useTranslations('policy')
  const key = plain(name) as Word
  const empty = value('kept').split(',').includes(name)
  return (
    <TextareaField
      {...props}
      id={`policy-field-${plain(name)}`}
      name={name}
      rows={3}
      spellCheck={false}
      label={t(`fields.${key}`)}
      hint={empty ? t('hints.keptEmpty') : t.has(`hints.${key}`) ? t(`hints.${key}`) : undefined}
      defaultValue={value(name)}
      error={error(name)}
    />
  )
}

export function PolicyCheck({ name }: { name: string }) {
  const { value, error } = use(FieldsContext)
  const t = useTranslations('policy')
  return (
    <div className="flex flex-col gap-1.5">
      <label className="flex items-center gap-2 text-sm max-md:min-h-9">
        <input type="checkbox" name={name} value="on" defaultChecked={value(name) === 'on'} className="size-4 accent-primary-solid" />
        {t(`fields.${plain(name) as Word}`)}
      </label>
      <FieldError text={error(name)} />
    </div>
  )
}
