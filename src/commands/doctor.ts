import { writeFileSync } from 'node:fs'
import { apiMapOf } from '../barrack/endpoint-map.ts'
import type { Config } from '../config.ts'
import { examineSamples, type SampleReport } from '../ingest/doctor/examine-samples.ts'
import type { ApiFindingsDto, SetUpDto } from '../server/dto/set-up.ts'
import { withApi } from './product.ts'
import { readText } from './read-text.ts'
import { CommandError, print, say } from './talk.ts'
import { showsDemo } from './which-store.ts'

export interface DoctorCommandOptions {
  readonly json?: true
  /** Where the map goes. */
  readonly save?: string
  /** A saved answer or the recording of a browser, in place of asking. */
  readonly sample?: string
  /** Where what a bug report needs goes. */
  readonly bundle?: string
}

/** `qm doctor`: how the account's API differs from the contract, by GET alone, and the map that makes it readable. */
export async function doctor(config: Config, options: DoctorCommandOptions): Promise<number> {
  if (options.sample !== undefined) return ofSample(config, options.sample, options)
  if (await showsDemo(config))
    throw new CommandError(
      'The doctor looks at your account: set BARRACK_API_KEY (and BARRACK_URL if it is not Barrack), or give it a saved ' +
        'answer or the recording of a browser (--sample FILE).',
      2,
    )
  return withApi(config, async (api) => {
    if (options.bundle !== undefined) {
      writeFileSync(options.bundle, `${JSON.stringify(await (await api.get(BUNDLE)).json(), null, 2)}\n`)
      say(`What a bug report needs is in ${options.bundle}; read it over before you send it.`)
      return 0
    }
    const { account, url } = (await (await api.get('/api/v1/set-up')).json()) as SetUpDto
    say(`Looking at ${url} with GET alone, at most 60 requests ...`)
    const findings = (await (await api.post('/api/v1/set-up/look')).json()) as ApiFindingsDto
    await print(options.json ? `${JSON.stringify(findings)}\n` : inWords(findings))
    keepMap(options.save, findings.map, account.slug)
    return findings.auth.accepted ? 0 : 1
  })
}

const BUNDLE = '/api/v1/exports/support-bundle.json'

async function ofSample(config: Config, file: string, { json, save }: DoctorCommandOptions): Promise<number> {
  const content = await readText(file)
  const { map, ...report } = examined(file, content, config)
  const findings = { ...report, map: apiMapOf(map) }
  await print(json ? `${JSON.stringify(findings)}\n` : sampleInWords(findings))
  for (const origin of report.origins)
    if (origin !== new URL(config.barrack.url).origin)
      say(`The answers came from ${origin}; BARRACK_URL is ${config.barrack.url}.`)
  keepMap(save, findings.map, 'main')
  return 0
}

function examined(file: string, content: string, config: Config) {
  try {
    return examineSamples(content, config.barrack)
  } catch (error) {
    throw error instanceof RangeError ? new CommandError(`${file}: ${error.message}`, 2) : error
  }
}

function keepMap(file: string | undefined, map: object, slug: string): void {
  if (file === undefined) return
  writeFileSync(file, `${JSON.stringify(map, null, 2)}\n`)
  say(
    `The map is in ${file}: set BARRACK_ENDPOINTS=${file}, or keep it in the store (qm account change ${slug} --map ${file}). ` +
      "Then 'qm ingest'.",
  )
}

function inWords({ auth, clockSkewMs, rateLimit, requests, sources, map }: ApiFindingsDto): string {
  const limits = Object.entries(rateLimit).map(([name, value]) => `${name}: ${value}`)
  const lines = [
    auth.accepted
      ? `The key is accepted as '${auth.use.header}: ${`${auth.use.scheme} <key>`.trim()}'.`
      : `The key was refused. Tried: ${auth.tried.join('; ')}.`,
    ...(clockSkewMs === null ? [] : [`Their clock is ${(clockSkewMs / 1000).toFixed(1)} s from ours.`]),
    ...(limits.length === 0 ? [] : [`Their limit of requests: ${limits.join(', ')}.`]),
    '',
    ...sources.map(sourceLine),
    '',
    `${requests} requests.`,
  ]
  return `${[...lines, ...mapLines(map)].join('\n')}\n`
}

const sampleInWords = ({ sources, leftOut, map }: Sampled & { readonly map: object }) =>
  `${[
    ...sources.map(sourceLine),
    ...leftOut.map(({ what, why }) => `  left out: ${what} (${why})`),
    '',
    ...mapLines(map),
  ].join('\n')}\n`

type Sampled = Pick<SampleReport, 'sources' | 'leftOut'>

const mapLines = (map: object): string[] =>
  Object.keys(map).length === 0
    ? ['Nothing differs from the contract.']
    : ['What differs from the contract (--save FILE keeps it):', JSON.stringify(map, null, 2)]

type ShownSource = Omit<Sampled['sources'][number], 'name'> & { readonly name: string }

function sourceLine({ name, state, path, rows, total, unknownFields, reason }: ShownSource): string {
  const facts = [
    rows !== null && `${total ?? rows} rows`,
    unknownFields.length > 0 && `unknown fields: ${unknownFields.join(', ')}`,
    reason,
  ]
  return `  ${name.padEnd(17)} ${state.padEnd(14)} ${path}  ${facts.filter(Boolean).join('; ')}`.trimEnd()
}
