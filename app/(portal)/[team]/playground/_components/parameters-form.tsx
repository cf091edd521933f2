import { useTranslations } from 'next-intl'
import { InputField } from '#ui/field'
import { Label } from '#ui/label'
import { inputClass } from '#ui/input'
import { cn } from '../../../../_ui/cn'
import type { Parameters } from '../_state/conversation'
import { type ModelLimits, parameterBounds, type ParameterName, readParameter } from '../_state/parameters'

interface ParametersFormProps {
  /** Makes the fields' ids those of this column. */
  id: string
  parameters: Parameters
  limits: ModelLimits
  onChange: (parameters: Parameters) => void
}

const names = ['temperature', 'topP', 'maxTokens'] as const satisfies readonly ParameterName[]
const efforts = ['', 'low', 'medium', 'high'] as const

/** What is sent beside the messages; an empty field leaves it to the model. */
export function ParametersForm({ id, parameters, limits, onChange }: ParametersFormProps) {
  const t = useTranslations('playground')
  return (
    <div className="flex flex-col gap-3">
      {names.map((name) => {
        const bounds = parameterBounds[name]
        const max = name === 'maxTokens' ? limits.maxOutputTokens : bounds.max
        const range = max === null ? t('rangeFrom', { min: bounds.min }) : t('range', { min: bounds.min, max })
        const wrong = readParameter(name, parameters[name], limits) === undefined
        return (
          <InputField
            key={name}
            id={`${id}-${name}`}
            type="number"
            inputMode="decimal"
            min={bounds.min}
            max={max ?? undefined}
            step={bounds.step}
            label={t(name)}
            hint={range}
            error={wrong ? range : undefined}
            placeholder={t('asModel')}
            value={parameters[name]}
            onChange={(event) => onChange({ ...parameters, [name]: event.target.value })}
          />
        )
      })}
      {limits.reasoning ? (
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-effort`}>{t('effort')}</Label>
          <select
            id={`${id}-effort`}
            value={parameters.effort}
            onChange={(event) => {
              const effort = efforts.find((value) => value === event.target.value) ?? ''
              onChange({ ...parameters, effort })
            }}
            className={cn(inputClass, 'h-9 max-md:h-11')}
          >
            {efforts.map((effort) => (
              <option key={effort} value={effort}>
                {effort === '' ? t('asModel') : t(`efforts.${effort}`)}
              </option>
            ))}
          </select>
        </div>
      ) : null}
    </div>
  )
}
