import { sql } from 'kysely'
import type { Attempt } from '../engine/capacity/index.ts'
import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { timestamptz } from './timestamp.ts'

/** An attempt to get GPUs, with the pool that it was made in. */
export interface PoolAttempt extends Attempt {
  readonly region: string
  readonly gpuModel: string
}

/**
 * The deploys and restores of machines since an instant, in the order of time. A deploy was good when its first bill began,
 * and failed where a machine that was being made came to an error or was gone; a restore was good when the machine was
 * seen running after its sleep, and failed where it came to an error or fell asleep again.
 */
export async function findAttempts(db: Connection, accountId: number, since: Instant): Promise<PoolAttempt[]> {
  const { rows } = await sql<{
    what: Attempt['what']
    at: number
    region: string
    gpu_model: string
    size: number
    is_good: boolean
  }>`
    with change as (
      select resource_id, observed_at, upper(status) as status,
        upper(lag(status) over (partition by resource_id order by observed_at)) as before
      from resource_status
      where account_id = ${accountId}
    ),
    attempt as (
      select resource_id, 'deploy' as what, min(starts_at) as at, true as is_good
      from billing_record
      where account_id = ${accountId} and kind = 'instance'
      group by resource_id
      union all
      select resource_id, 'deploy', observed_at, false
      from change
      where before in ('CREATING', 'BUILD', 'ORDERED', 'PROVISIONING') and status in ('ERROR', 'DELETED')
      union all
      select resource_id, 'restore', observed_at, status in ('ACTIVE', 'RUNNING')
      from change
      where (before in ('HIBERNATED', 'RESTORING') and status in ('ACTIVE', 'RUNNING'))
        or (before = 'RESTORING' and status in ('ERROR', 'HIBERNATED'))
    )
    select attempt.what, (extract(epoch from attempt.at) * 1000)::float8 as at, resource.region, resource.gpu_model,
      coalesce(resource.gpu_count, 1) as size, attempt.is_good
    from attempt
    join resource on resource.account_id = ${accountId} and resource.resource_id = attempt.resource_id
      and resource.resource_type = 'instance'
    where attempt.at >= ${timestamptz(since)} and resource.region is not null and resource.gpu_model is not null
    order by attempt.at`.execute(db)
  return rows.map(({ what, at, region, gpu_model: gpuModel, size, is_good: isGood }) => ({
    what,
    at,
    region,
    gpuModel,
    size,
    isGood,
  }))
}
