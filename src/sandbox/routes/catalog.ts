import { Hono } from 'hono'
import { GPU_MODELS, REGIONS } from '../catalog.ts'
import type { Sandbox } from '../sandbox.ts'
import { stockOf } from '../rules/stock.ts'
import { floorText, modelsOf, STOCK_REGIONS } from '../stock.ts'

export function regionRoutes() {
  const regions = REGIONS.map(({ name, country, tiers }) => ({ name, country, green_status: 'GREEN', tiers }))
  return new Hono().get('/', (c) => c.json({ success: true, regions }))
}

export function gpuSpecRoutes() {
  const specs = GPU_MODELS.flatMap(({ model, tier, vramGb, canHibernate, regions, flavors }) =>
    flavors.map((flavor) => ({
      gpu_model: model,
      tier,
      gpu_count: flavor.gpuCount,
      vcpus: flavor.vcpus,
      ram_gb: flavor.ramGb,
      root_disk_gb: flavor.rootDiskGb,
      ephemeral_gb: flavor.ephemeralGb,
      vram_gb: vramGb * flavor.gpuCount,
      can_hibernate: canHibernate,
      regions,
    })),
  )
  return new Hono().get('/', (c) => c.json({ success: true, specs, metadata: { total: specs.length } }))
}

export function gpuStockRoutes(sandbox: Sandbox) {
  return new Hono().get('/', (c) => {
    const now = sandbox.clock.now()
    const text = (planned: number | null) => (planned === null ? null : String(planned))
    const stocks = STOCK_REGIONS.map((region) => ({
      region,
      'stock-type': 'GPU',
      models: modelsOf(region).map((model) => {
        const { free, configurations, planned } = stockOf(sandbox, region, model, now)
        return {
          model: model.model,
          available: floorText(free),
          planned_7_days: text(planned[7]),
          planned_30_days: text(planned[30]),
          planned_100_days: text(planned[100]),
          configurations,
        }
      }),
    }))
    return c.json({ success: true, stocks })
  })
}
