import { apiMapOf } from '../barrack/endpoint-map.ts'
import { createRateLimiter } from '../barrack/rate-limiter.ts'
import type { Account } from '../db/account-repository.ts'
import { findConnection } from '../db/connection-repository.ts'
import { saveDoctorReport } from '../db/doctor-report-repository.ts'
import { mapOf } from '../ingest/doctor/doctor-report.ts'
import { examineSamples } from '../ingest/doctor/examine-samples.ts'
import { runDoctor } from '../ingest/doctor/run-doctor.ts'
import type { ApiFindingsDto } from '../server/dto/set-up.ts'
import { ProblemException } from '../server/problem.ts'
import type { SetUp } from '../server/set-up.ts'
import { apiAddress, isUsual, type ApiAddress } from './connection.ts'
import { KeyError } from './key-ring.ts'
import type { Rooms } from './rooms.ts'
import { sharingLimit } from './share-limit.ts'
import { supportBundle } from './support-bundle.ts'

/** Finding out how APIs differ, for the server, the CLI and the first start alike. */
export function setUpOf(house: Rooms): SetUp {
  const underWay = new Map<number, { readonly soFar: string[]; readonly done: Promise<ApiFindingsDto> }>()
  return {
    look(account) {
      const known = underWay.get(account.accountId)
      if (known) return known.done
      const soFar: string[] = []
      const done = look(house, account, (name) => {
        if (!soFar.includes(name)) soFar.push(name)
      }).finally(() => underWay.delete(account.accountId))
      underWay.set(account.accountId, { soFar, done })
      return done
    },
    underWay: ({ accountId }) => underWay.get(accountId)?.soFar ?? null,
    async examine(account, content) {
      const { auth, endpoints } = await addressOf(house, account)
      const inForce = { auth: isUsual(auth) ? null : auth, endpoints }
      try {
        const { map, ...report } = examineSamples(content, account.kind === 'demo' ? undefined : inForce)
        return { ...copied(report), map: apiMapOf(map) }
      } catch (error) {
        if (error instanceof RangeError) throw new ProblemException('invalid-request', error.message)
        throw error
      }
    },
    bundle: (account) => supportBundle(house, account),
  }
}

async function addressOf({ store, config }: Rooms, { accountId }: Account): Promise<ApiAddress> {
  return apiAddress(config, await findConnection(store.db, accountId))
}

async function look(house: Rooms, account: Account, onSource: (name: string) => void): Promise<ApiFindingsDto> {
  if (account.kind === 'demo')
    throw new ProblemException('invalid-request', 'This is the demo, whose API is as the contract says.')
  const { store, keys } = house
  const address = await addressOf(house, account)
  const { baseUrl, auth } = address
  const apiKey = await keys
    .keyOf(account, await findConnection(store.db, account.accountId))
    .catch((error: unknown) => {
      throw error instanceof KeyError ? new ProblemException('invalid-request', error.message) : error
    })
  const limiter = createRateLimiter(address.maxPerMinute)
  const report = await sharingLimit(store, account, { limiter, address }, () =>
    runDoctor({
      baseUrl,
      apiKey,
      authHeader: auth.header,
      authScheme: auth.scheme,
      endpoints: address.endpoints,
      clock: Date.now,
      take: () => limiter.take(),
      onSource: ({ name }) => onSource(name),
    }),
  ).catch((error: unknown) => {
    const { message, cause } = error as Error
    const why = cause instanceof Error ? `${message} (${cause.message})` : message
    throw new ProblemException('invalid-request', `${baseUrl} cannot be reached: ${why}.`)
  })
  const { endpoints: _, ...told } = report
  const findings: ApiFindingsDto = { ...copied(told), map: apiMapOf(mapOf(report)) }
  await saveDoctorReport(store.db, account.accountId, { madeAt: house.clock(), report: findings })
  return findings
}

/** As it is sent: lists that can be changed by whoever gets them. */
const copied = <T>(value: T) => structuredClone(value) as { -readonly [K in keyof T]: Mutable<T[K]> }
type Mutable<T> = T extends readonly (infer Row)[]
  ? Mutable<Row>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T
