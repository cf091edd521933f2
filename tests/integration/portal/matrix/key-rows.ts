import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { disableKeys } from '#lib/portal/keys/disable-keys'
import { getKey } from '#lib/portal/keys/get-key'
import { listKeys } from '#lib/portal/keys/list-keys'
import { listTeamKeys } from '#lib/portal/keys/list-team-keys'
import { rotateKey } from '#lib/portal/keys/rotate-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { listManagementKeys } from '#lib/portal/management-keys/list-management-keys'
import { revokeManagementKey } from '#lib/portal/management-keys/revoke-management-key'
import { asPerson, type VerbRow } from '#tests/integration/portal/matrix/verb-row'

const team = { on: 'team' } as const
const installation = { on: 'installation' } as const

/** Verbs on keys of both kinds. */
export const keyRows: readonly VerbRow[] = [
  { ...team, verb: 'createKey', acts: ['key.create'], run: (actor, { teamId }, tx) => createKey(actor, { teamId, name: 'x' }, tx) },
  {
    ...team,
    verb: 'createKey tags',
    acts: ['key.create', 'key.govern'],
    run: (actor, { teamId }, tx) => createKey(actor, { teamId, name: 'x', policy: { tags: ['t'] } }, tx),
  },
  { ...team, verb: 'getKey', acts: ['key.read'], run: (actor, { keyId }) => getKey(actor, keyId) },
  { ...team, verb: 'listKeys', acts: ['key.read'], run: (actor, { teamId }) => listKeys(actor, { teamId }) },
  { ...team, verb: 'listTeamKeys', acts: ['key.read'], run: (actor, { teamId }) => listTeamKeys(actor, { teamId, now: new Date() }) },
  { ...team, verb: 'updateKey', acts: ['key.change'], run: (actor, { keyId }, tx) => updateKey(actor, { keyId, name: 'x' }, tx) },
  {
    ...team,
    verb: 'updateKey of one’s own',
    acts: ['key.change_own'],
    people: true,
    run: asPerson((actor, { keyId, keysOf }, tx) => updateKey(actor, { keyId: keysOf.get(actor.userId) ?? keyId, name: 'x' }, tx)),
  },
  { ...team, verb: 'rotateKey', acts: ['key.change'], run: (actor, { keyId }, tx) => rotateKey(actor, { keyId, overlapSeconds: 0 }, tx) },
  { ...team, verb: 'disableKeys', acts: ['key.change'], run: (actor, { keyId }, tx) => disableKeys(actor, [keyId], tx) },
  { ...team, verb: 'deleteKey', acts: ['key.change'], run: (actor, { keyId }, tx) => deleteKey(actor, keyId, tx) },
  {
    ...team,
    verb: 'createManagementKey',
    acts: ['management_key.change'],
    run: (actor, { teamId }, tx) => createManagementKey(actor, { teamId, name: 'x' }, tx),
  },
  { ...team, verb: 'listManagementKeys', acts: ['management_key.read'], run: (actor, { teamId }) => listManagementKeys(actor, { teamId }) },
  {
    ...team,
    verb: 'revokeManagementKey',
    acts: ['management_key.change'],
    run: (actor, { managementKeyId }, tx) => revokeManagementKey(actor, managementKeyId, tx),
  },
  {
    ...installation,
    verb: 'createManagementKey of the operator',
    acts: ['management_key.change'],
    run: (actor, _world, tx) => createManagementKey(actor, { teamId: null, name: 'x' }, tx),
  },
  {
    ...installation,
    verb: 'listManagementKeys of the operator',
    acts: ['management_key.read'],
    run: (actor) => listManagementKeys(actor, { teamId: null }),
  },
]
