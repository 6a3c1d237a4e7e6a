import { z } from 'zod'
import { accountDto, currency, decimal, instant } from './common.ts'

const RESERVED = ['demo', 'all-accounts']

/** The short name of an account, in addresses, file names and commands. */
export const slugDto = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, at most 40')
  .refine((slug) => !RESERVED.includes(slug), `none of ${RESERVED.join(', ')}`)

const zone = z.string().refine(isZone, 'an IANA time zone, such as Europe/Oslo')

const url = z
  .string()
  .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'an http or https address')
  .refine((text) => !URL.parse(text)?.username, 'an address without a user or a password in it')
  .transform((text) => text.replace(/\/+$/, ''))

const connection = {
  url: url.optional().meta({ description: 'Where its API is; the BARRACK_URL of the settings without it' }),
  key: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'printable characters without spaces')
    .optional()
    .meta({ description: 'Its API key: sealed in the store with QM_SECRET, and told to nobody' }),
  keyVariable: z
    .string()
    .regex(/^BARRACK_API_KEY_[A-Z0-9_]+$/, 'BARRACK_API_KEY_ and a name in capitals')
    .optional()
    .meta({ description: 'In place of `key`: the environment variable of the server that holds it' }),
  map: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'What of its API differs from the contract, as the doctor proposes it' }),
}

export const newAccountBody = z.strictObject({
  slug: slugDto,
  name: z.string().trim().min(1).max(80).optional().meta({ description: 'As pages show it; the slug without it' }),
  zone: zone.optional().meta({ description: 'Whose calendar days count; TZ_ACCOUNT without it' }),
  ...connection,
})
export type NewAccountBody = z.infer<typeof newAccountBody>

export const accountChangesBody = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  zone: zone.optional().meta({ description: 'The days of the past are made anew by the next reading' }),
  ...connection,
})
export type AccountChangesBody = z.infer<typeof accountChangesBody>

export const listedAccountDto = accountDto.extend({
  url: z.string().nullable().meta({ description: 'Where its API is; null for the demo' }),
  key: z.enum(['sealed', 'environment', 'none']).meta({ description: 'Where its key is; none: the demo needs none' }),
  keyVariable: z.string().nullable(),
  keyProblem: z.string().nullable().meta({ description: 'Why it cannot be read; null where its key is at hand' }),
  ofSettings: z.boolean().meta({ description: 'Whether its address and key stand in the settings of the process' }),
  reading: z.boolean(),
  lastReading: z
    .object({
      status: z.enum(['ok', 'partial', 'failed']),
      finishedAt: instant,
      problems: z.array(z.object({ source: z.string(), detail: z.string() })),
    })
    .nullable()
    .meta({ description: 'Null before the first one has ended' }),
  balances: z.array(z.object({ currency, balance: decimal, readAt: instant })),
})
export const accountsDto = z.object({
  rows: z.array(listedAccountDto),
  canSeal: z.boolean().meta({ description: 'Whether keys can be kept in the store: QM_SECRET is set' }),
})
export type AccountsDto = z.infer<typeof accountsDto>

export const savedAccountDto = accountDto.extend({ jobId: z.int().nullable(), note: z.string() })
export type SavedAccountDto = z.infer<typeof savedAccountDto>

const tableRows = z.array(z.object({ table: z.string(), rows: z.int() }))
export const accountRowsDto = z.object({ account: accountDto, rows: tableRows })
export type AccountRowsDto = z.infer<typeof accountRowsDto>

export const removedAccountDto = z.object({ slug: z.string(), deleted: tableRows, note: z.string() })
export type RemovedAccountDto = z.infer<typeof removedAccountDto>

function isZone(text: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: text }))
  } catch {
    return false
  }
}
