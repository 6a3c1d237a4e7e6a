import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Config } from '../config.ts'
import type { AccountRowsDto, AccountsDto, RemovedAccountDto, SavedAccountDto } from '../server/dto/accounts.ts'
import type { MetaDto } from '../server/dto/meta.ts'
import type { Api } from './api.ts'
import { withAccounts, withApi } from './product.ts'
import { readSecret } from './read-secret.ts'
import { readText } from './read-text.ts'
import { textTable } from './table.ts'
import { CommandError, print, say } from './talk.ts'

const ACCOUNTS = '/api/v1/accounts'

export interface ConnectionOptions {
  readonly name?: string
  readonly zone?: string
  readonly url?: string
  /** A file as `qm doctor --save` writes it. */
  readonly map?: string
  readonly header?: string
  readonly scheme?: string
  /** The environment variable that holds the key. */
  readonly keyFrom?: string
}

/** `qm account list`. */
export function listAccounts(config: Config, { json }: { json?: true }): Promise<number> {
  return withApi(config, async (api) => {
    const answer = (await (await api.get(ACCOUNTS)).json()) as AccountsDto
    if (json) {
      await print(`${JSON.stringify(answer)}\n`)
      return 0
    }
    const rows = answer.rows.map(({ slug, name, zone, url, key, keyVariable, keyProblem, lastReading, balances }) => [
      slug,
      name,
      zone,
      url ?? '-',
      keyProblem === null ? (key === 'environment' ? (keyVariable ?? 'BARRACK_API_KEY') : key) : 'NOT AT HAND',
      lastReading === null ? 'never' : `${lastReading.status} ${lastReading.finishedAt}`,
      balances.map(({ currency, balance }) => `${balance} ${currency}`).join(', ') || '-',
    ])
    await print(textTable(['account', 'name', 'days of', 'address', 'key', 'last reading', 'balances'], rows))
    for (const { keyProblem } of answer.rows) if (keyProblem !== null) say(keyProblem)
    return 0
  })
}

/** `qm account add NAME`: the key is typed or comes on stdin, and is sealed; or its variable is named. */
export async function addAccount(config: Config, slug: string, options: ConnectionOptions): Promise<number> {
  const told = await toldOf(options)
  return withAccounts(config, async (api) => {
    const body = { slug, ...told, ...(options.keyFrom === undefined && { key: await askedKey(api) }) }
    const { note } = (await (await api.post(ACCOUNTS, body)).json()) as SavedAccountDto
    say(`Account '${slug}' was added. ${note}`)
    say(`A running server reads it now and on its schedule; 'qm ingest --account ${slug}' reads it here.`)
    return 0
  })
}

/** `qm account change NAME`. */
export async function changeAccount(
  config: Config,
  slug: string,
  options: ConnectionOptions & { newKey?: true },
): Promise<number> {
  const told = await toldOf(options)
  if (Object.keys(options).length === 0) throw new CommandError('Say what to change; --help lists what can be.', 2)
  return withAccounts(config, async (api) => {
    const body = { ...told, ...(options.newKey && { key: await askedKey(api) }) }
    const { note } = (await (await api.patch(pathOf(slug), body)).json()) as SavedAccountDto
    say(`Account '${slug}' was changed. ${note}`)
    return 0
  })
}

/** `qm account remove NAME`: says what it deletes, saves it first where that is wanted, and asks. */
export function removeAccount(
  config: Config,
  slug: string,
  { export: folder, yes }: { export?: string; yes?: true },
): Promise<number> {
  return withAccounts(config, async (api) => {
    const { account, rows } = (await (await api.get(`${pathOf(slug)}/rows`)).json()) as AccountRowsDto
    say(`This deletes the account '${slug}' (${account.name}) with all that was read of it:`)
    for (const { table, rows: count } of rows) say(`  ${table.padEnd(24)} ${count} ${count === 1 ? 'row' : 'rows'}`)
    if (!yes && !process.stdin.isTTY)
      throw new CommandError('Nobody is there to be asked: --yes deletes without a question. Nothing was deleted.', 2)
    if (folder !== undefined) await saveAll(api, slug, folder)
    else say('Nothing is saved first (--export FOLDER saves charges and bills).')
    if (!yes && !(await agreed(slug))) {
      say('Nothing was deleted.')
      return 1
    }
    const path = `${pathOf(slug)}?${new URLSearchParams({ confirm: slug }).toString()}`
    const { deleted, note } = (await (await api.delete(path)).json()) as RemovedAccountDto
    say(`Deleted: ${deleted.reduce((sum, table) => sum + table.rows, 0)} rows of ${deleted.length} tables. ${note}`)
    return 0
  })
}

const KEY_QUESTION = 'API key (it is not shown): '
const NO_SECRET =
  'QM_SECRET is not set: no key is stored without it. Set it (openssl rand -base64 32 makes one) and keep it, or leave ' +
  'the key in the environment: --key-from BARRACK_API_KEY_NAME.'

/** A key, unless the owner of the store could not seal it: it would be asked for in vain. */
async function askedKey(api: Api): Promise<string> {
  const { canSeal } = (await (await api.get(ACCOUNTS)).json()) as AccountsDto
  if (!canSeal) throw new CommandError(NO_SECRET, 2)
  return readSecret(KEY_QUESTION)
}

const pathOf = (slug: string) => `${ACCOUNTS}/${encodeURIComponent(slug)}`

/** What the options say, in the words of the API. */
async function toldOf({ name, zone, url, map, header, scheme, keyFrom }: ConnectionOptions) {
  const auth = header === undefined && scheme === undefined ? null : { header, scheme }
  const read = map === undefined ? null : parseMap(map, await readText(map))
  const whole = auth === null ? read : { ...read, auth: { header: 'Authorization', scheme: 'Bearer', ...said(auth) } }
  return said({ name, zone, url, keyVariable: keyFrom, map: whole ?? undefined })
}

/** Without what was not said; 'none' is the scheme of a bare key. */
function said<T extends object>(options: T): Partial<T> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, name === 'scheme' && value === 'none' ? '' : (value as unknown)]),
  ) as Partial<T>
}

function parseMap(file: string, content: string): object {
  try {
    return JSON.parse(content) as object
  } catch (error) {
    throw new CommandError(`${file}: ${(error as Error).message}`, 2)
  }
}

async function agreed(slug: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asking.question(`Type ${slug} to delete it: `)
  asking.close()
  return answer.trim() === slug
}

/** Charges, prices and the bills as Barrack told them: `qm import` takes each of them again. */
async function saveAll(api: Api, slug: string, folder: string): Promise<void> {
  const account = encodeURIComponent(slug)
  const meta = (await (await api.get(`/api/v1/meta?account=${account}`)).json()) as MetaDto
  await mkdir(folder, { recursive: true })
  const files: Record<string, string> = {
    'billing-records.json': `/api/v1/exports/billing-records.json?account=${account}`,
    ...(meta.dataFrom !== null &&
      meta.dataTo !== null && {
        'charges.csv': `/api/v1/exports/charges.csv?account=${account}&from=${meta.dataFrom}&to=${meta.dataTo}`,
        'prices.csv': `/api/v1/exports/prices.csv?account=${account}`,
      }),
  }
  for (const [name, path] of Object.entries(files)) {
    const file = join(folder, `${slug}-${name}`)
    const { body } = await api.get(path)
    await pipeline(Readable.fromWeb(body as never), createWriteStream(file))
    say(`Saved ${file}.`)
  }
}
