import { deploymentChecks } from './doctor/deployment.ts'
import { runCheck, type Finding } from './doctor/finding.ts'
import { machineChecks } from './doctor/machine.ts'

// npm run doctor: looks at the deployment that the environment names, or at this machine when it names none.
const deployment = ['DATABASE_URL', 'GATEWAY_DATABASE_URL', 'SUPABASE_URL'].some((name) => process.env[name])
const marks = { ok: '✓', note: '!', missing: '✗' } as const

function show({ name, state, says, mend }: Finding): void {
  process.stdout.write(`  ${marks[state]} ${name}: ${says}${mend ? `\n      → ${mend}` : ''}\n`)
}

process.stdout.write(`\n  ${deployment ? 'The deployment of this environment' : 'This machine, for npm start'}\n\n`)
const findings: Finding[] = []
for (const check of deployment ? deploymentChecks : machineChecks) {
  const finding = await runCheck(check)
  show(finding)
  findings.push(finding)
}
const wrong = findings.filter(({ state }) => state === 'missing').length
process.stdout.write(
  wrong === 0 ? '\n  Nothing is missing.\n\n' : `\n  ${wrong} ${wrong === 1 ? 'thing needs' : 'things need'} mending.\n\n`,
)
process.exit(wrong === 0 ? 0 : 1)
