import { findConnection } from '../../db/connection-repository.ts'
import { findDoctorReport } from '../../db/doctor-report-repository.ts'
import type { AppContext } from '../context.ts'
import type { ApiFindingsDto, SampleFindingsDto, SetUpDto, SupportBundleDto } from '../dto/set-up.ts'
import { toIso } from '../iso.ts'
import { accountOf, fileNameOf, toAccountDto } from './account.ts'

interface Query {
  readonly account?: string | undefined
}

/** How an account is reached, what was last found there, and the map that is in force. */
export async function setUp(context: AppContext, query: Query): Promise<SetUpDto> {
  const account = await accountOf(context, query.account)
  const { store, access } = context
  const connection = await findConnection(store.db, account.accountId)
  const isDemo = account.kind === 'demo'
  const [last, keyProblem] = await Promise.all([
    findDoctorReport(store.db, account.accountId),
    isDemo ? null : access.keyProblem(account, connection),
  ])
  const { baseUrl, map, fromFile } = access.address(connection)
  return {
    account: toAccountDto(account),
    url: isDemo ? null : baseUrl,
    keyProblem,
    map: isDemo ? {} : map,
    paths: access.paths,
    fromFile: !isDemo && fromFile,
    looking: context.setUp.underWay(account)?.slice() ?? null,
    lookedAt: last ? toIso(last.madeAt) : null,
    findings: last ? (last.report as unknown as ApiFindingsDto) : null,
  }
}

/** Looks at the account's API now. */
export async function lookAtApi(context: AppContext, query: Query): Promise<ApiFindingsDto> {
  return context.setUp.look(await accountOf(context, query.account))
}

/** What saved answers tell of it. */
export async function examineSample(
  context: AppContext,
  { content }: { readonly content: string },
  query: Query,
): Promise<SampleFindingsDto> {
  return context.setUp.examine(await accountOf(context, query.account), content)
}

/** What a bug report needs. */
export async function supportBundle(
  context: AppContext,
  query: Query,
): Promise<{ fileName: string; bundle: SupportBundleDto }> {
  const account = await accountOf(context, query.account)
  return { fileName: fileNameOf(context, account, 'support-bundle.json'), bundle: await context.setUp.bundle(account) }
}
