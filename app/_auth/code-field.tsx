import { InputField } from '#ui/field'

interface CodeFieldProps {
  id: string
  label: string
  hint?: string
  error: string | undefined
  defaultValue?: string | undefined
}

/** Six digits of an authenticator app, which password managers fill in as such. */
export function CodeField(words: CodeFieldProps) {
  return (
    <InputField
      {...words}
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
      maxLength={7}
      className="[&_input]:font-mono [&_input]:tracking-[0.3em] [&_input]:tabular-nums"
    />
  )
}
