import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { RecommendationsDto } from '../../src/server/dto/recommendations.ts'
import { STORES } from '../support/stores.ts'
import { addForgotten, contextOf, fill } from './fixture.ts'

describe.each(STORES)('what is worth doing on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
    await addForgotten(store)
    // A volume of three weeks that belongs to nothing, beside one that is attached.
    await sql`update billing_record set starts_at = '2026-03-20T00:00:00Z' where resource_id = 'v-1'`.execute(store.db)
    await sql`insert into resource (account_id, resource_id, resource_type, name, source_id, first_seen, last_seen)
      select account_id, 'v-2', 'volume', 'attached', 'i-1', first_seen, last_seen from resource
      where resource_id = 'v-1'`.execute(store.db)
  })
  afterAll(() => store.close())

  const request = (path: string, body?: unknown) =>
    createApp(contextOf(store)).request(`/api/v1/${path}`, {
      ...(body !== undefined && {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
  const list = async (query = '') =>
    ((await (await request(`recommendations${query}`)).json()) as RecommendationsDto).rows
  const ids = async () => (await list()).filter(({ dismissed }) => dismissed === null).map(({ id }) => id)
  const dismiss = (id: string, reason: string | null) =>
    request('recommendations/dismissed', { id, reason, by: 'Anna' })

  test('what avoids most comes first, with its risk', async () => {
    const rows = await list()
    expect(rows).toMatchObject([
      {
        id: 'hibernate i-9',
        what: 'Hibernate old;box, a',
        why: 'shut off, its GPUs held and billed in full',
        risk: 'its GPUs may be gone when it is wanted again',
      },
      { id: 'unattached volume v-1 USD', what: 'Delete the volume data, main', perMonth: { p50: '36.525' } },
    ])
    // 1 an hour less a cent for 730.5 hours, and the restores are free.
    expect(Number(rows[0]!.perMonth.p50)).toBeCloseTo(723.2, 0)
    expect(await list('?currency=EUR')).toEqual([])
  })

  test('what several share is recommended to each of them, as a whole', async () => {
    const share = [
      { project: 'lab', share: '3' },
      { project: 'web', owner: 'eve', share: '1' },
    ]
    expect((await request('assignments', { resourceIds: ['i-9'], parts: share })).status).toBe(200)
    const [shared, volume] = await list()
    expect(await list('?project=lab')).toEqual([shared])
    expect(await list('?project=web&owner=eve')).toEqual([shared])
    expect(await list('?project=not%20assigned')).toEqual([volume])
    expect(await list('?project=lab&owner=eve')).toEqual([])
    const csv = await (await request('exports/recommendations.csv?with=owner,project&owner=eve')).text()
    const [head, row, ...others] = csv.split('\r\n')
    expect(head).toBe(
      'id,kind,currency,p10,p50,p90,what,why,risk,resource_ids,dismissed_by,dismissed_reason,owner,project',
    )
    expect(row).toMatch(/^hibernate i-9,hibernate,USD,[\d.]+,[\d.]+,[\d.]+,"?Hibernate .*,i-9,,,eve,lab; web$/)
    expect(others).toEqual([''])
    expect((await request('assignments', { resourceIds: ['i-9'], parts: null })).status).toBe(200)
  })

  test('one that is not wanted is not shown again, until it is wanted', async () => {
    for (const id of await ids()) {
      expect((await dismiss(id, 'kept for the audit')).status).toBe(200)
      expect(await ids()).not.toContain(id)
      expect((await dismiss(id, null)).status).toBe(200)
      expect(await ids()).toContain(id)
    }
    await dismiss('unattached volume v-1 USD', 'kept for the audit')
    expect((await list()).at(-1)).toMatchObject({ dismissed: { reason: 'kept for the audit', by: 'Anna' } })
    await dismiss('unattached volume v-1 USD', null)
  })

  test('a dismissal of what is not recommended, or without a reason, is refused', async () => {
    expect((await dismiss('hibernate i-1', 'why not')).status).toBe(404)
    expect((await dismiss('hibernate i-9', ' ')).status).toBe(400)
  })
})
