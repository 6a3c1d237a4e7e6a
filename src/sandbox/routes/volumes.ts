import { Hono } from 'hono'
import type { Account } from '../account.ts'
import { notFound } from '../api-error.ts'
import { VOLUME_TYPES } from '../catalog.ts'
import { createdAt, stretchAt } from '../ledger.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import type { Volume } from '../resource.ts'
import type { Sandbox } from '../sandbox.ts'
import { isoOf } from '../time.ts'
import { query } from '../validation.ts'

export function volumeRoutes({ account, clock }: Sandbox) {
  return new Hono()
    .get('/', query(pageQuery), (c) => {
      const now = clock.now()
      const { items, pagination } = pageOf(account.existing('volume', now), c.req.valid('query'))
      const volumes = items.map((volume) => volumeView(volume, now))
      return c.json({ success: true, volumes, next_name: nextName(account, now), pagination })
    })
    .get('/types', (c) => c.json({ success: true, volume_types: Object.values(VOLUME_TYPES).flat() }))
    .get('/:id', (c) => {
      const now = clock.now()
      const volume = account.find('volume', c.req.param('id'), now)
      if (!volume) throw notFound('Volume', c.req.param('id'))
      return c.json({ success: true, volume: volumeView(volume, now) })
    })
}

function volumeView(volume: Volume, now: number) {
  const stretch = stretchAt(volume.ledger, now)
  return {
    id: volume.id,
    name: volume.name,
    size_gb: stretch?.gb ?? 0,
    volume_type: volume.volumeType,
    tier: volume.tier,
    region: volume.region,
    status: stretch?.state ?? 'deleted',
    bootable: volume.bootable,
    attached_to: stretch?.attachedTo ?? null,
    created_at: isoOf(createdAt(volume.ledger)),
  }
}

/** The first of volume1, volume2, ... that no volume has. */
function nextName(account: Account, now: number): string {
  const taken = new Set(account.existing('volume', now).map(({ name }) => name))
  let number = 1
  while (taken.has(`volume${number}`)) number++
  return `volume${number}`
}
