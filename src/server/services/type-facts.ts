import { setTimeout as delay } from 'node:timers/promises'
import { typeFacts, type Word } from '../../charges/type-facts.ts'
import type { Account } from '../../db/account-repository.ts'
import { holdingAccount } from '../../db/account-lock.ts'
import { findResources, type StoredResource } from '../../db/resource-repository.ts'
import { calendarOf, factsOf, TYPED_FACTS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { typeFactsBody, type TypeFactsBody } from '../dto/typed-facts.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { readTable, type CsvLine } from './csv-table.ts'

interface Query {
  readonly account?: string | undefined
}

/** A reading under way is waited for so long; the usual one, every five minutes, takes seconds. */
const PATIENCE_MS = 20_000
const STEP_MS = 250

/** Says by hand what Barrack does not tell of a resource; null takes back what was typed. What is billed stays. */
export async function putTypedFacts(context: AppContext, body: TypeFactsBody, query: Query) {
  return saveWords(context, query, (resources) => [orProblem(() => wordOf(body, resources))])
}

/** The same of many: a CSV `resource,region,tier,volume_type` and `by`; an empty cell leaves the fact as it is. */
export async function importTypedFacts(
  context: AppContext,
  { csv, by }: { readonly csv: string; readonly by: string },
  query: Query,
) {
  return saveWords(context, query, (resources) =>
    readTable(csv, ['resource'], (line) => wordOf(bodyOf(line, by), resources)),
  )
}

async function saveWords(context: AppContext, query: Query, wordsOf: (resources: Finder) => Word[]) {
  const account = await accountOf(context, query.account)
  const { store, clock, config } = context
  const rating = { account, calendar: calendarOf(account.zone), rules: config.rules }
  const words = await holding(context, account, async () => {
    const said = wordsOf(finder(await findResources(store.db, account.accountId)))
    const fresh = said.filter(({ said: facts }) => Object.keys(facts).length > 0)
    await store.db.transaction().execute((tx) => typeFacts(tx, rating, fresh, clock()))
    return fresh
  })
  return { resources: new Set(words.map(({ resource }) => resource.resourceId)).size }
}

/** As the only one on the account: a reading writes resources as it found them at its start. */
async function holding<T>({ store }: AppContext, { accountId }: Account, work: () => Promise<T>): Promise<T> {
  for (let waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
    const held = await holdingAccount(store, accountId, work)
    if (held) return held.result
    await delay(STEP_MS)
  }
  throw new ProblemException('not-ready', 'The account is being read. Try again when the reading has ended.')
}

type Finder = (cell: string) => StoredResource

function finder(resources: readonly StoredResource[]): Finder {
  const byId = new Map(resources.map((resource) => [resource.resourceId, resource]))
  const byName = Map.groupBy(resources, ({ name }) => name)
  return (cell) => {
    const named = byName.get(cell) ?? []
    const found = byId.get(cell) ?? named[0]
    if (!found) throw new RangeError(`there is no resource '${cell}'`)
    if (!byId.has(cell) && named.length > 1)
      throw new RangeError(`${named.length} resources are named '${cell}': take an id, as ${found.resourceId}`)
    return found
  }
}

const COLUMNS = { region: 'region', tier: 'tier', volumeType: 'volume_type' } as const

/** @throws RangeError for a fact that Barrack tells, or that a resource of its type does not have. */
function wordOf(body: TypeFactsBody, resourceOf: Finder): Word {
  const resource = resourceOf(body.resourceId)
  const said = TYPED_FACTS.flatMap((fact) => {
    const given = body[fact]
    if (given === undefined) return []
    const value = given !== null && fact === 'tier' ? given.toLowerCase() : given
    const now = resource[fact]
    if (!factsOf(resource.type).includes(fact))
      throw new RangeError(`${resource.name} is of type ${resource.type}, which has no ${COLUMNS[fact]}`)
    if (now !== null && resource.typed[fact] === undefined && value !== now)
      throw new RangeError(`Barrack itself tells the ${COLUMNS[fact]} of ${resource.name}: ${now}`)
    return value === now ? [] : [[fact, value] as const]
  })
  return { resource, said: Object.fromEntries(said), by: body.by }
}

function bodyOf({ cell }: CsvLine, by: string): TypeFactsBody {
  const resourceId = cell('resource')
  if (resourceId === '') throw new RangeError('resource is empty: its id or its name')
  const parsed = typeFactsBody.safeParse({
    resourceId,
    region: cell('region') || undefined,
    tier: cell('tier') || undefined,
    volumeType: cell('volume_type') || undefined,
    by: cell('by') || by,
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new RangeError(`${issue!.path.join('.')}: ${issue!.message}`)
}

function orProblem<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new ProblemException('invalid-request', `${error.message}.`)
  }
}
