'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type TeamRole, teamRoles } from '#lib/portal/acting/permissions'
import { SelectField } from '#ui/select'

interface RoleFieldProps {
  initial: TeamRole
  /** Owners alone make owners. */
  mayOwn: boolean
  error?: string | undefined
}

/** A role, with what it lets its holder do. */
export function RoleField({ initial, mayOwn, error }: RoleFieldProps) {
  const t = useTranslations('team')
  const [chosen, setChosen] = useState(initial)
  return (
    <SelectField
      id="role"
      name="role"
      label={t('role')}
      hint={t(`roleHints.${chosen}`)}
      error={error}
      defaultValue={initial}
      onValueChange={(value) => setChosen(teamRoles.find((role) => role === value) ?? initial)}
      options={teamRoles.filter((role) => mayOwn || role !== 'owner').map((role) => ({ value: role, label: t(`roles.${role}`) }))}
    />
  )
}
