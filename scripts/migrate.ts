import { runAsOwner } from './connect-owner.ts'
import { applyMigrations } from './migrations.ts'

// npm run db:migrate: brings the database of DATABASE_ADMIN_URL to this code's schema.
await runAsOwner(async (client) => {
  const applied = await applyMigrations(client, { onApply: ({ version, name }) => process.stdout.write(`applying ${version}_${name}\n`) })
  process.stdout.write(applied.length === 0 ? 'Nothing to apply: the database is up to date.\n' : `Applied ${applied.length} migrations.\n`)
})
