import { useTranslations } from 'next-intl'
import type { TeamKey } from '#lib/portal/keys/team-key'

type KeyOfPeople = Pick<TeamKey, 'creator' | 'owner' | 'createdBy' | 'ownerId'>

/** Who made a key. Who is no member is not named: one who left and handed it over, an operator, or a program. */
export function KeyMaker({ of: { creator, createdBy, ownerId } }: { of: KeyOfPeople }) {
  const t = useTranslations('keys')
  if (creator !== null) return creator.name || creator.email
  if (createdBy === null) return t('makers.program')
  return t(ownerId === null ? 'makers.operator' : 'makers.former')
}

/** Whom a key counts for, where that is not whoever made it. */
export function KeyOwner({ of: { owner, createdBy, ownerId } }: { of: KeyOfPeople }) {
  const t = useTranslations('keys')
  if (owner === null || ownerId === createdBy) return null
  return t('countsFor', { name: owner.name || owner.email })
}
