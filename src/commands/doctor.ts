import { writeFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import type { DoctorReport, DoctorSource } from '../ingest/doctor/doctor-report.ts'
import { runDoctor } from '../ingest/doctor/run-doctor.ts'
import { CommandError, print, say } from './talk.ts'

/** `qm doctor`: how the account's API differs from the contract, by GET alone, and the map that makes it readable. */
export async function doctor(config: Config, { json, save }: { json?: true; save?: string }): Promise<number> {
  const { barrack } = config
  if (barrack.apiKey === null)
    throw new CommandError(
      'The doctor looks at your account: set BARRACK_API_KEY (and BARRACK_URL if it is not Barrack).',
      2,
    )
  say(`Looking at ${barrack.url} with GET alone, at most 60 requests ...`)
  const report = await runDoctor({
    baseUrl: barrack.url,
    apiKey: barrack.apiKey,
    ...(barrack.auth && { authHeader: barrack.auth.header, authScheme: barrack.auth.scheme }),
    endpoints: barrack.endpoints,
    clock: Date.now,
  }).catch((error: unknown) => {
    throw new CommandError((error as Error).message)
  })
  await print(json ? `${JSON.stringify(report)}\n` : inWords(report))
  if (save) {
    writeFileSync(save, `${JSON.stringify(report.endpoints, null, 2)}\n`)
    say(`The map is in ${save}: set BARRACK_ENDPOINTS=${save} and run 'qm ingest'.`)
  }
  return report.auth.accepted ? 0 : 1
}

function inWords({ auth, clockSkewMs, requests, sources, endpoints }: DoctorReport): string {
  const lines = [
    auth.accepted
      ? `The key is accepted as '${auth.use.header}: ${`${auth.use.scheme} <key>`.trim()}'.`
      : `The key was refused. Tried: ${auth.tried.join('; ')}.`,
    ...(clockSkewMs === null ? [] : [`Their clock is ${(clockSkewMs / 1000).toFixed(1)} s from ours.`]),
    '',
    ...sources.map(sourceLine),
    '',
    `${requests} requests.`,
  ]
  if (Object.keys(endpoints).length > 0)
    lines.push('What differs from the contract (--save FILE keeps it):', JSON.stringify(endpoints, null, 2))
  return `${lines.join('\n')}\n`
}

function sourceLine({ name, state, path, rows, total, unknownFields, reason }: DoctorSource): string {
  const facts = [
    rows !== null && `${total ?? rows} rows`,
    unknownFields.length > 0 && `unknown fields: ${unknownFields.join(', ')}`,
    reason,
  ]
  return `  ${name.padEnd(17)} ${state.padEnd(14)} ${path}  ${facts.filter(Boolean).join('; ')}`.trimEnd()
}
