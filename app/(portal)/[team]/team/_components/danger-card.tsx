import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card, CardHead } from '#ui/card'
import { DeleteTeam } from './delete-team'
import { LeaveTeam } from './leave-team'
import type { Heir } from './member-subject'
import { TransferDialog } from './transfer-dialog'

interface DangerCardProps {
  /** The shown id. */
  team: string
  name: string
  /** How many keys count for the reader. */
  keys: number
  /** Whether the team would be left without an owner. */
  lastOwner: boolean
  owner: boolean
  /** Who may take keys over. */
  heirs: readonly Heir[]
  /** Who may become owner. */
  successors: readonly Heir[]
  members: number
  creditNanos: bigint
}

/** What cannot be taken back: to leave, to hand over, to delete. */
export function DangerCard({ team, name, keys, lastOwner, owner, heirs, successors, members, creditNanos }: DangerCardProps) {
  const t = useTranslations('team')
  return (
    <Card id="danger">
      <CardHead id="danger" title={t('danger')} />
      <ul className="divide-y">
        <Row title={t('leave')} text={t(lastOwner ? 'leaveLast' : 'leaveHint')}>
          {lastOwner ? null : <LeaveTeam team={team} name={name} keys={keys} heirs={heirs} />}
        </Row>
        {owner ? (
          <Row title={t('transfer')} text={t(successors.length === 0 ? 'transferNobody' : 'transferHint')}>
            {successors.length === 0 ? null : <TransferDialog team={team} name={name} successors={successors} />}
          </Row>
        ) : null}
        {owner ? (
          <Row title={t('delete')} text={t('deleteHint')}>
            <DeleteTeam team={team} name={name} members={members} creditNanos={creditNanos} />
          </Row>
        ) : null}
      </ul>
    </Card>
  )
}

function Row({ title, text, children }: { title: ReactNode; text: ReactNode; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-5 py-4 max-md:px-4">
      <div className="min-w-0 max-w-prose">
        <p className="font-medium">{title}</p>
        <p className="text-muted-foreground">{text}</p>
      </div>
      {children}
    </li>
  )
}
