import { z } from 'zod'
import { ApiError } from '../api-error.ts'

/** 1 to 50 letters, digits, spaces, `-`, `_` and `.`. */
export const nameSchema = z
  .string()
  .regex(/^[A-Za-z0-9 ._-]{1,50}$/, '1 to 50 letters, digits, spaces, "-", "_" or "." are allowed')

/** The region that a request is about. */
export const regionSchema = z.enum(['NORWAY-1', 'CANADA-1', 'US-1'])

/** The wallet that pays for what a request makes. */
export const currencySchema = z.enum(['USD', 'EUR', 'INR']).default('USD').describe('The wallet that pays')

/** 409 where something of the account has the name already. */
export function requireFreeName(what: string, name: string, taken: readonly { name: string }[]): void {
  if (taken.some((other) => other.name === name))
    throw new ApiError('already_exists', `A ${what} named '${name}' exists already`)
}
