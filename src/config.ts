/**
 * The only reader of the environment: strings in, one checked and grouped `Config` out.
 * Every setting stands in `settings` with its default, what it allows and what it means; README's table is held to it
 * by a test. Settings and the reading of them stay one file, long as it is: whoever looks for a setting looks here.
 */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { parseApiMap, type ApiMap, type Credentials } from './barrack/endpoint-map.ts'
import {
  defaultIntervals,
  parseIntervals,
  requestsPerMinute,
  SCHEDULE_SHARE,
  type Intervals,
} from './ingest/schedule.ts'

export interface Config {
  readonly barrack: {
    readonly url: string
    /** Null: no account, the demo is shown. */
    readonly apiKey: string | null
    /** How the key is sent, from the settings or the map file; null: neither says. */
    readonly auth: Credentials | null
    /** What differs from the contract, by endpoint name: a path, or parts of an endpoint. */
    readonly endpoints: ApiMap['endpoints']
    /** Requests a minute of each account; against a loopback address there is no limit. */
    readonly maxPerMinute: number
    /** How often each source is read, in milliseconds. */
    readonly intervals: Intervals
    /** The key that changes machines; null: nothing is carried out. */
    readonly applyKey: string | null
    /** Machines that are put to sleep, woken or started within an hour, at most. */
    readonly applyPerHour: number
  }
  /** What keys are sealed with in the store, and were before: null where it is not set. */
  readonly secrets: { readonly current: string | null; readonly before: string | null }
  /** What reopening a closed month and moving machines ask for; null: nothing. */
  readonly adminToken: string | null
  /** The key that an environment variable holds; null where it is not set. @throws SettingsError */
  readonly keyIn: (variable: string) => string | null
  readonly database: { readonly url: string | null; readonly schema: string; readonly poolSize: number }
  readonly dataDir: string
  readonly server: { readonly host: string; readonly port: number; readonly names: readonly string[] }
  /** The account that a command is about, by its short name (`--account`); null: the first. */
  readonly account: string | null
  readonly zone: string
  /** Whether TZ_ACCOUNT was given: said at start when it was not. */
  readonly zoneGiven: boolean
  /** A pinned clock (epoch ms), or null. */
  readonly now: number | null
  readonly rules: {
    readonly snapshot: 'per_100gb' | 'flat' | 'per_tb'
    readonly gbPerTb: 1000 | 1024
    readonly hibernation: 'own_record' | 'same_record'
  }
  /** The way out of the house for messages. */
  readonly notify: {
    readonly baseUrl: string | null
    readonly smtpUrl: string | null
    readonly mailFrom: string | null
    readonly privateHosts: readonly string[]
    readonly heartbeatUrl: string | null
  }
  readonly logLevel: LogLevel
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** A setting that cannot be used; its message names the variable, the value and what is allowed. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

interface Setting {
  readonly fallback: string | null
  readonly allowed: string
  readonly meaning: string
  readonly schema: z.ZodType<unknown, string>
  /** Its value is never repeated in an error. */
  readonly secret?: true
}

const url = (...protocols: string[]) => z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''))
const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= from && value <= to)

const ALLOWED_KEY = 'the key as Barrack shows it: printable characters without spaces'
const key = z.string().regex(/^[\x21-\x7e]+$/)

/** The variables that can hold the key of an account. */
export const KEY_VARIABLE = /^BARRACK_API_KEY(_[A-Z0-9_]+)?$/

export const settings = {
  BARRACK_URL: {
    fallback: 'https://barrack.ai',
    allowed: 'an http or https address',
    meaning: 'Where the Barrack API is.',
    schema: url('http:', 'https:'),
  },
  BARRACK_API_KEY: {
    fallback: null,
    allowed: ALLOWED_KEY,
    meaning: 'Your API key. Without it and without accounts that were added the demo is shown.',
    schema: key,
    secret: true,
  },
  BARRACK_AUTH_HEADER: {
    fallback: 'Authorization',
    allowed: 'a header name',
    meaning: 'The header that carries the key.',
    schema: z.string().regex(/^[A-Za-z0-9_-]+$/),
  },
  BARRACK_AUTH_SCHEME: {
    fallback: 'Bearer',
    allowed: "a word, or 'none' for the bare key",
    meaning: 'What stands before the key in that header.',
    schema: z.string().regex(/^[A-Za-z0-9_-]+$/),
  },
  BARRACK_ENDPOINTS: {
    fallback: null,
    allowed: 'a JSON file as `qm doctor --save` writes it, such as {"balance": "/api/v1/credit/"}',
    meaning: 'What of your API differs from the contract: paths, field names, list keys, units, the header of the key.',
    schema: z.string().min(1),
  },
  BARRACK_MAX_PER_MINUTE: {
    fallback: '300',
    allowed: 'a whole number from 1 to 100000',
    meaning: 'Requests a minute at most, over all jobs of an account; not applied to a loopback address.',
    schema: whole(1, 100_000),
  },
  BARRACK_READ_EVERY: {
    fallback: '',
    allowed: 'sources with a time from 1m to 7d, such as balance=10m, pricing=1h',
    meaning:
      'How often what is read. Without it balance, instances and gpu-stocks 5m; instance-billing, volume-billing, snapshot-billing, volumes, snapshots and ai-history 1h; pricing 6h; hibernated, regions, gpu-specs, volume-types, images, ai-models and ai-summary 1d. Together a tenth of BARRACK_MAX_PER_MINUTE at most.',
    schema: z.string().transform((text, context) => {
      try {
        return { ...defaultIntervals, ...parseIntervals(text) }
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message })
        return z.NEVER
      }
    }),
  },
  BARRACK_APPLY_KEY: {
    fallback: null,
    allowed: 'the key as Barrack shows it: printable characters without spaces',
    meaning:
      'A key that may change machines, used by `start --apply` alone to put to sleep and wake what approved plans say.',
    schema: z.string().regex(/^[\x21-\x7e]+$/),
    secret: true,
  },
  BARRACK_APPLY_PER_HOUR: {
    fallback: '20',
    allowed: 'a whole number from 1 to 1000',
    meaning: 'Machines that `start --apply` puts to sleep, wakes or starts within an hour, at most.',
    schema: whole(1, 1000),
  },
  QM_SECRET: {
    fallback: null,
    allowed: 'at least 24 characters, such as what `openssl rand -base64 32` prints',
    meaning: 'What the API keys of added accounts are sealed with in the store. Without it none is stored.',
    schema: z.string().min(24),
    secret: true,
  },
  QM_SECRET_BEFORE: {
    fallback: null,
    allowed: 'the QM_SECRET before',
    meaning: 'Opens keys that were sealed before QM_SECRET was changed; the next start seals them anew.',
    schema: z.string().min(24),
    secret: true,
  },
  QM_ADMIN_TOKEN: {
    fallback: null,
    allowed: 'at least 24 printable characters without spaces, such as what `openssl rand -hex 24` prints',
    meaning:
      'What an admin has to show to open a closed month again, and to approve or take back what has machines put to sleep: the page asks for it, the CLI takes it from here. Without it the person at the machine can, and nobody where QM_HOSTS or QM_BASE_URL lets others in.',
    schema: z.string().regex(/^[\x21-\x7e]{24,}$/),
    secret: true,
  },
  DATABASE_URL: {
    fallback: null,
    allowed: 'postgres://user:password@host:port/database, with sslmode and sslrootcert if needed',
    meaning: 'A Postgres (14 or newer) to keep the data in. Without it an embedded one is used.',
    schema: url('postgres:', 'postgresql:'),
    secret: true,
  },
  DATABASE_SCHEMA: {
    fallback: 'quartermaster',
    allowed: 'lower-case letters, digits and underscores',
    meaning: 'The schema in that database; made when missing.',
    schema: z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/),
  },
  DATABASE_POOL: {
    fallback: '10',
    allowed: 'a whole number from 2 to 200',
    meaning: 'Connections to that database at most.',
    schema: whole(2, 200),
  },
  DATA_DIR: {
    fallback: './data',
    allowed: 'a folder that can be written',
    meaning: 'Where the embedded store lives; the demo has its own in `demo` below it.',
    schema: z.string().min(1),
  },
  HOST: {
    fallback: '127.0.0.1',
    allowed: '127.0.0.1, localhost or ::1',
    meaning: 'The address to listen on. There is no access control yet, so nothing but loopback is accepted.',
    schema: z.enum(['127.0.0.1', 'localhost', '::1']),
  },
  PORT: {
    fallback: '3000',
    allowed: 'a whole number from 0 to 65535; 0 takes any free one',
    meaning: 'The port to listen on; when it is taken the next free one is used.',
    schema: whole(0, 65_535),
  },
  QM_HOSTS: {
    fallback: '',
    allowed: 'host names without port, separated by commas',
    meaning: 'Further names by which a browser may ask for the page, for instance behind a reverse proxy.',
    schema: z.string().regex(/^([a-z0-9.-]+(,|$))*$/i),
  },
  TZ_ACCOUNT: {
    fallback: 'UTC',
    allowed: 'an IANA time zone, such as Europe/Oslo',
    meaning: 'The zone of calendar days for an account that is added; each account keeps its own.',
    schema: z.string().refine((zone) => isZone(zone)),
  },
  QM_NOW: {
    fallback: null,
    allowed: 'an instant with zone, such as 2026-03-01T12:00:00Z',
    meaning: 'Pins the clock, for tests and demos: it stands still and the schedule is off.',
    schema: z.iso.datetime({ offset: true }),
  },
  SNAPSHOT_RULE: {
    fallback: 'per_100gb',
    allowed: 'per_100gb, flat or per_tb',
    meaning: 'How the published snapshot price is read: for each 100 GB, for each snapshot, or for each TB.',
    schema: z.enum(['per_100gb', 'flat', 'per_tb']),
  },
  HIBERNATION_RULE: {
    fallback: 'own_record',
    allowed: 'own_record or same_record',
    meaning:
      'Whether sleep has a billing record of its own or goes on in the running one. A record that was seen asleep and awake tells by itself.',
    schema: z.enum(['own_record', 'same_record']),
  },
  GB_PER_TB: {
    fallback: '1000',
    allowed: '1000 or 1024',
    meaning: 'How many GB a TB of the price list has.',
    schema: z.enum(['1000', '1024']),
  },
  QM_BASE_URL: {
    fallback: null,
    allowed: 'an http or https address without a path, such as https://quartermaster.lab.example',
    meaning: 'Where people reach this server, for the links in messages. Without it messages have none.',
    schema: url('http:', 'https:'),
  },
  SMTP_URL: {
    fallback: null,
    allowed: 'smtp://user:password@host:587 or smtps://user:password@host:465',
    meaning: 'The server that sends mails. Without it there are none.',
    schema: url('smtp:', 'smtps:'),
    secret: true,
  },
  QM_MAIL_FROM: {
    fallback: null,
    allowed: 'a mail address, such as Quartermaster <qm@lab.example>',
    meaning: 'The sender of mails; without it the user of SMTP_URL.',
    schema: z.string().regex(/^[^\r\n]*\S+@\S+$/),
  },
  QM_PRIVATE_HOSTS: {
    fallback: '',
    allowed: 'host names, addresses and networks (10.0.0.0/8), separated by commas',
    meaning: 'What webhooks may reach although its address is private.',
    schema: z.string().refine((text) => text.split(',').every((part) => isHostOrNetwork(part.trim()))),
  },
  QM_HEARTBEAT_URL: {
    fallback: null,
    allowed: 'an http or https address; {account} in it becomes the name of the account',
    meaning: 'Called after each good reading, so that a watchdog notices when Quartermaster is dead.',
    schema: url('http:', 'https:'),
    secret: true,
  },
  LOG_LEVEL: {
    fallback: 'warn',
    allowed: LOG_LEVELS.join(', '),
    meaning: 'How much is logged (JSON lines on stderr).',
    schema: z.enum(LOG_LEVELS),
  },
} satisfies Record<string, Setting>

type Name = keyof typeof settings

/**
 * Reads `.env` of the working folder (the environment wins over it) and checks every setting.
 * @throws SettingsError naming the variable, its value and what is allowed.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env, folder = process.cwd()): Config {
  const given = { ...readEnvFile(resolve(folder, '.env')), ...environment }
  const text = (name: Name): string | null => given[name]?.trim() || settings[name].fallback
  const required = <N extends Name>(name: N) => parse(name, text(name) ?? '')
  const optional = <N extends Name>(name: N) => {
    const value = text(name)
    return value ? parse(name, value) : null
  }

  const barrackUrl = required('BARRACK_URL').replace(/\/+$/, '')
  const mapFile = optional('BARRACK_ENDPOINTS')
  const map = mapFile ? readApiMap(resolve(folder, mapFile)) : { auth: null, endpoints: {} }
  const isAuthGiven = Boolean(given.BARRACK_AUTH_HEADER?.trim() || given.BARRACK_AUTH_SCHEME?.trim())
  const scheme = required('BARRACK_AUTH_SCHEME')
  const pinned = optional('QM_NOW')
  const maxPerMinute = required('BARRACK_MAX_PER_MINUTE')
  const intervals = required('BARRACK_READ_EVERY')
  checkRate(intervals, maxPerMinute)
  return {
    barrack: {
      url: barrackUrl,
      apiKey: optional('BARRACK_API_KEY'),
      auth: isAuthGiven
        ? { header: required('BARRACK_AUTH_HEADER'), scheme: scheme.toLowerCase() === 'none' ? '' : scheme }
        : map.auth,
      endpoints: map.endpoints,
      maxPerMinute,
      intervals,
      applyKey: optional('BARRACK_APPLY_KEY'),
      applyPerHour: required('BARRACK_APPLY_PER_HOUR'),
    },
    secrets: { current: optional('QM_SECRET'), before: optional('QM_SECRET_BEFORE') },
    adminToken: optional('QM_ADMIN_TOKEN'),
    keyIn: (variable) => keyIn(given, variable),
    database: {
      url: optional('DATABASE_URL'),
      schema: required('DATABASE_SCHEMA'),
      poolSize: required('DATABASE_POOL'),
    },
    dataDir: resolve(folder, required('DATA_DIR')),
    server: {
      host: required('HOST'),
      port: required('PORT'),
      names: (optional('QM_HOSTS') ?? '').split(',').filter(Boolean),
    },
    account: null,
    zone: required('TZ_ACCOUNT'),
    zoneGiven: Boolean(given.TZ_ACCOUNT?.trim()),
    now: pinned === null ? null : Date.parse(pinned),
    rules: {
      snapshot: required('SNAPSHOT_RULE'),
      gbPerTb: required('GB_PER_TB') === '1024' ? 1024 : 1000,
      hibernation: required('HIBERNATION_RULE'),
    },
    notify: {
      baseUrl: optional('QM_BASE_URL')?.replace(/\/+$/, '') ?? null,
      smtpUrl: optional('SMTP_URL'),
      mailFrom: optional('QM_MAIL_FROM'),
      privateHosts: (optional('QM_PRIVATE_HOSTS') ?? '')
        .split(',')
        .map((host) => host.trim())
        .filter(Boolean),
      heartbeatUrl: optional('QM_HEARTBEAT_URL'),
    },
    logLevel: required('LOG_LEVEL'),
  }
}

/** A request a reading is the least there can be; what long lists take is known once they were read (`withinLimit`). */
function checkRate(intervals: Intervals, maxPerMinute: number): void {
  const least = requestsPerMinute(intervals)
  const allowed = maxPerMinute * SCHEDULE_SHARE
  if (least <= allowed) return
  throw new SettingsError(
    `BARRACK_READ_EVERY takes at least ${least.toFixed(2)} requests a minute, and a tenth of BARRACK_MAX_PER_MINUTE=${maxPerMinute} is ${allowed}: read less often (such as balance=30m, instances=30m, gpu-stocks=30m), or raise the limit.`,
  )
}

/** The process that started us (bin/run.js), so that we can end when it is gone. */
export function launcherPid(environment: NodeJS.ProcessEnv = process.env): number | null {
  return environment.QM_LAUNCHER_PID ? Number(environment.QM_LAUNCHER_PID) : null
}

function parse<N extends Name>(name: N, value: string): z.output<(typeof settings)[N]['schema']> {
  const setting: Setting = settings[name]
  const result = setting.schema.safeParse(value)
  if (result.success) return result.data as z.output<(typeof settings)[N]['schema']>
  const [issue] = result.error.issues
  const isSaid = issue?.code === 'custom' && issue.message !== 'Invalid input' && !setting.secret
  const shown = setting.secret ? 'not usable (its value is not shown)' : `'${value}'`
  throw new SettingsError(`${name} is ${shown}; allowed: ${setting.allowed}.${isSaid ? ` ${issue.message}.` : ''}`)
}

function readEnvFile(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new SettingsError(`${path} cannot be read: ${(error as Error).message}.`)
  }
}

function keyIn(given: NodeJS.ProcessEnv, variable: string): string | null {
  if (!KEY_VARIABLE.test(variable))
    throw new SettingsError(`'${variable}' holds no key: the variable is named BARRACK_API_KEY or BARRACK_API_KEY_...`)
  const value = given[variable]?.trim()
  if (!value) return null
  const { success } = key.safeParse(value)
  if (success) return value
  throw new SettingsError(`${variable} is not usable (its value is not shown); allowed: ${ALLOWED_KEY}.`)
}

function readApiMap(path: string): ApiMap {
  try {
    return parseApiMap(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new SettingsError(`BARRACK_ENDPOINTS is '${path}'; allowed: ${settings.BARRACK_ENDPOINTS.allowed}. ${why}`)
  }
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

function isHostOrNetwork(text: string): boolean {
  const [address = '', prefix] = text.split('/')
  const family = isIP(address)
  if (prefix === undefined) return family !== 0 || /^[a-z0-9.-]+$/i.test(address)
  return family !== 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128)
}
