import { operatorRoles, type OperatorRole } from '#lib/portal/acting/permissions'
import { runAsOwner } from './connect-owner.ts'
import { grantOperator } from './grant-operator.ts'

// npm run operator:grant -- you@example.com [owner|finance|support|engineer]
const [email, role = 'owner'] = process.argv.slice(2)

function isOperatorRole(text: string): text is OperatorRole {
  return operatorRoles.some((known) => known === text)
}

await runAsOwner(async (client) => {
  if (!email?.includes('@') || !isOperatorRole(role)) {
    throw new Error(`Use: npm run operator:grant -- you@example.com [${operatorRoles.join('|')}]`)
  }
  if (!(await grantOperator(client, email, role))) {
    throw new Error(`Nobody with the address ${email} has signed in yet: sign up in the portal first, then run this again.`)
  }
  process.stdout.write(`${email} is now an operator (${role}).\n`)
})
