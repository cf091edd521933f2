'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { describe, Field } from './field'
import { Input } from './input'

interface PasswordFieldProps {
  id: string
  name?: string
  label: string
  hint?: string
  error?: string | undefined
  /** What was entered before the network failed; what reached the server never comes back. */
  defaultValue?: string | undefined
  /** Tells password managers whether to fill in or to propose. */
  autoComplete: 'current-password' | 'new-password'
}

/** A password that its writer may look at. */
export function PasswordField({ id, name = id, label, hint, error, ...input }: PasswordFieldProps) {
  const t = useTranslations('auth')
  const [shown, setShown] = useState(false)
  const Icon = shown ? EyeOff : Eye
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <span className="relative block">
        <Input
          {...input}
          {...describe({ id, hint, error })}
          name={name}
          type={shown ? 'text' : 'password'}
          className="pr-10 max-md:pr-12"
          spellCheck={false}
          autoCapitalize="none"
          autoCorrect="off"
          maxLength={1_000}
        />
        <button
          type="button"
          aria-pressed={shown}
          aria-label={t('showPassword')}
          aria-controls={id}
          title={t(shown ? 'hidePassword' : 'showPassword')}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 flex w-9 items-center justify-center rounded text-muted-foreground hover:text-foreground max-md:w-11"
        >
          <Icon aria-hidden className="size-4" />
        </button>
      </span>
    </Field>
  )
}
