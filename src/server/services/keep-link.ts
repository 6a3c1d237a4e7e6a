import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { getAccount, type Account } from '../../db/account-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import type { SleepAction } from '../../db/sleep-action-repository.ts'
import { signingKey } from '../../db/signing-key-repository.ts'
import { momentWords } from '../../engine/clock-words.ts'
import { HOUR_MS, type Instant } from '../../engine/index.ts'
import { parsePlanLine } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import { ProblemException } from '../problem.ts'
import { ANYBODY } from './admin.ts'
import { assignedOf, partsOn } from './assigned.ts'
import { createException, createPlan } from './plans.ts'

/** What a link speaks of: one sleep of one machine. */
interface KeepClaim {
  readonly accountId: number
  readonly resourceId: string
  readonly sleepsAt: Instant
  /** The link is worth nothing from then on. */
  readonly endsAt: Instant
}

/** A sleep that somebody can put off, and until when. */
export interface KeepView {
  readonly name: string
  readonly zone: string
  readonly sleepsAt: string
  /** What can be chosen, each with its words. */
  readonly choices: readonly { readonly until: string; readonly words: string }[]
}

const LASTS_MS = 24 * HOUR_MS

/** The path of a signed link by which whoever gets it can put off one sleep, and do nothing else. */
export async function keepPath(
  context: AppContext,
  { accountId, resourceId, at, until }: Pick<SleepAction, 'accountId' | 'resourceId' | 'at' | 'until'>,
): Promise<string> {
  const endsAt = Math.max(until ?? 0, at + LASTS_MS)
  const claim = Buffer.from(JSON.stringify([accountId, resourceId, at, endsAt])).toString('base64url')
  return `/keep/${claim}.${sign(claim, await keyOf(context))}`
}

/** What a link offers. Throws a problem where it was not signed here, or its time is over. */
export async function keepView(context: AppContext, token: string): Promise<KeepView> {
  const { claim, account } = await readLink(context, token)
  const now = context.clock()
  const resources = await findResources(context.store.db, account.accountId)
  const name = resources.find(({ resourceId }) => resourceId === claim.resourceId)?.name ?? claim.resourceId
  const words = (at: Instant) => momentWords(at, account.zone, now)
  const choices = choicesOf(claim, account.zone, now).map((at) => ({
    until: new Date(at).toISOString(),
    words: words(at),
  }))
  return { name, zone: account.zone, sleepsAt: words(claim.sleepsAt), choices }
}

/** Keeps the machine of a link on until a moment (an instant, or as it is said: 'Fri 18:00'); the plan in words. */
export async function keepByLink(context: AppContext, token: string, until: string): Promise<string> {
  const { claim, account } = await readLink(context, token)
  const who = { kind: 'machine', name: claim.resourceId } as const
  const by = await ownerOf(context, account, claim.resourceId)
  const reason = 'by the link in the reminder'
  const query = { account: account.slug }
  if (!Number.isNaN(Date.parse(until)) && until.endsWith('Z')) {
    const body = { who, what: { kind: 'keep-on' }, endsAt: until, source: 'typed', reason, by } as const
    return (await createPlan(context, body, query, ANYBODY)).sentence
  }
  const body = { who, line: `keep on until ${until}`, reason, by }
  return (await createException(context, body, query, ANYBODY)).sentence
}

async function readLink(context: AppContext, token: string): Promise<{ claim: KeepClaim; account: Account }> {
  const refused = new ProblemException('not-found', 'This link is not one of ours, or its time is over.')
  const [claimText = '', signature = ''] = token.split('.')
  const given = Buffer.from(signature)
  const right = Buffer.from(sign(claimText, await keyOf(context)))
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw refused
  const [accountId, resourceId, sleepsAt, endsAt] = JSON.parse(Buffer.from(claimText, 'base64url').toString()) as [
    number,
    string,
    number,
    number,
  ]
  const account = await getAccount(context.store.db, accountId)
  if (!account || context.clock() >= endsAt) throw refused
  return { claim: { accountId, resourceId, sleepsAt, endsAt }, account }
}

/** An hour and three hours more, the next morning, the end of the working week. */
function choicesOf({ sleepsAt }: KeepClaim, zone: string, now: Instant): Instant[] {
  const from = Math.max(sleepsAt, now)
  const said = (words: string) => {
    const read = parsePlanLine(`keep on until ${words}`, zone, from)
    return read.kind === 'understood' ? [read.exception.endsAt!] : []
  }
  const choices = [from + HOUR_MS, from + 3 * HOUR_MS, ...said('tomorrow 09:00'), ...said('Fri 18:00')]
  return [...new Set(choices)].sort((a, b) => a - b)
}

async function ownerOf({ store, clock }: AppContext, account: Account, resourceId: string): Promise<string> {
  const { assignments } = await assignedOf(store, account)
  const today = new Date(clock()).toISOString().slice(0, 10)
  const parts = partsOn(assignments, { resourceType: 'instance', resourceId, currency: '' }, today)
  return parts[0]?.values.owner ?? 'the owner'
}

const sign = (text: string, key: string): string => createHmac('sha256', key).update(text).digest('base64url')

const keyOf = ({ store, clock }: AppContext): Promise<string> =>
  signingKey(store.db, 'keep-link', randomBytes(32).toString('base64url'), clock())
