/** Ways in which one and the same path is spelled from API to API. */
const SPELLINGS = {
  'without the last slash': (path: string) => path.replace(/\/$/, ''),
  'under /v1': (path: string) => path.replace(/^\/api\//, '/api/v1/'),
  'with underscores': (path: string) => path.replaceAll('-', '_'),
  'without hyphens': (path: string) => path.replaceAll('-', ''),
  'in the singular': (path: string) => path.replace(/s(\/?)$/, '$1'),
  'in the plural': (path: string) => path.replace(/([^s/])(\/?)$/, '$1s$2'),
  'its group in the singular': (path: string) => path.replace(/^(\/api(?:\/v1)?\/[a-z-]+)s\//, '$1/'),
}

/** Changes of spelling, one after another. */
export type Spelling = readonly (keyof typeof SPELLINGS)[]

/** What holds for all paths of an API if it holds for one. */
export const HOUSE_SPELLINGS: readonly Spelling[] = [
  [],
  ['without the last slash'],
  ['under /v1'],
  ['under /v1', 'without the last slash'],
]

/** What a single path may have on top of that. */
const OWN_SPELLINGS: readonly Spelling[] = [
  ['with underscores'],
  ['in the singular'],
  ['without hyphens'],
  ['its group in the singular'],
  ['in the plural'],
]

const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  balance: ['/api/credits/', '/api/credit/', '/api/account/balance/'],
  instances: ['/api/vms/', '/api/virtual-machines/', '/api/servers/', '/api/deployments/'],
  'instance-details': ['/api/vms/{id}/', '/api/virtual-machines/{id}/', '/api/servers/{id}/', '/api/deployments/{id}/'],
  pricing: ['/api/prices/', '/api/pricebook/'],
  'gpu-stocks': ['/api/stocks/', '/api/gpus/stocks/', '/api/availability/'],
  'gpu-specs': ['/api/specs/', '/api/gpus/specs/', '/api/flavors/'],
  'instance-billing': ['/api/vms/billing/', '/api/billing/instances/', '/api/billing/vms/'],
  'volume-billing': ['/api/billing/volumes/', '/api/disks/billing/'],
  'snapshot-billing': ['/api/billing/snapshots/', '/api/backups/billing/'],
  volumes: ['/api/disks/', '/api/storage/volumes/'],
  snapshots: ['/api/backups/'],
}

/** A path under a spelling. */
export function spell(path: string, spelling: Spelling): string {
  return spelling.reduce((changed, name) => SPELLINGS[name](changed), path)
}

/**
 * The paths at which an endpoint may be, beside the expected one in the spelling of the house, the likeliest first: as
 * other paths of this account turned out to be spelled, other names of the same thing, other spellings.
 */
export function candidatePaths(name: string, path: string, house: Spelling, learned: readonly Spelling[]): string[] {
  const others = OTHER_NAMES[name] ?? []
  const candidates = [
    ...learned.map((own) => spell(path, [...own, ...house])),
    ...others.slice(0, 2).map((other) => spell(other, house)),
    ...OWN_SPELLINGS.map((own) => spell(path, [...own, ...house])),
    ...others.slice(2).map((other) => spell(other, house)),
    ...HOUSE_SPELLINGS.map((other) => spell(path, other)),
  ]
  return [...new Set(candidates)].filter((candidate) => candidate !== spell(path, house))
}

/** What a path that was found has on top of the spelling of the house; null where no spelling of ours explains it. */
export function ownSpelling(path: string, found: string, house: Spelling): Spelling | null {
  return OWN_SPELLINGS.find((own) => spell(path, [...own, ...house]) === found) ?? null
}
