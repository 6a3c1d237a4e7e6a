import type { Tier } from './resource.ts'

export interface Flavor {
  gpuCount: number
  vcpus: number
  ramGb: number
  rootDiskGb: number
  ephemeralGb: number
}

export interface GpuModel {
  model: string
  tier: Tier
  vramGb: number
  maxCount: number
  regions: readonly string[]
  canHibernate: boolean
  flavors: readonly Flavor[]
}

export interface Region {
  name: string
  country: string
  tiers: readonly Tier[]
}

export const REGIONS: readonly Region[] = [
  { name: 'NORWAY-1', country: 'NO', tiers: ['legacy', 'advanced'] },
  { name: 'CANADA-1', country: 'CA', tiers: ['legacy'] },
  { name: 'US-1', country: 'US', tiers: ['legacy', 'advanced'] },
]

/** Sizes as [GPUs, vCPUs, RAM GB, ephemeral GB]; every root disk has 100 GB. */
function flavors(...sizes: [number, number, number, number][]): Flavor[] {
  return sizes.map(([gpuCount, vcpus, ramGb, ephemeralGb]) => ({
    gpuCount,
    vcpus,
    ramGb,
    rootDiskGb: 100,
    ephemeralGb,
  }))
}

const ALL = ['NORWAY-1', 'CANADA-1', 'US-1'] as const
const EUROPE_AND_CANADA = ['NORWAY-1', 'CANADA-1'] as const
const ADVANCED = ['NORWAY-1', 'US-1'] as const

/** What Barrack sells, smallest memory first. Sizes of the legacy tier are those of its upstream's flavors. */
export const GPU_MODELS: readonly GpuModel[] = [
  {
    model: 'RTX-A6000',
    tier: 'legacy',
    vramGb: 48,
    maxCount: 4,
    regions: ALL,
    canHibernate: true,
    flavors: flavors([1, 28, 58, 0], [2, 60, 116, 200], [4, 124, 232, 650]),
  },
  {
    model: 'A40',
    tier: 'legacy',
    vramGb: 48,
    maxCount: 8,
    regions: EUROPE_AND_CANADA,
    canHibernate: true,
    flavors: flavors([1, 28, 58, 0], [2, 60, 116, 200], [4, 124, 232, 650], [8, 252, 464, 1400]),
  },
  {
    model: 'L40',
    tier: 'legacy',
    vramGb: 48,
    maxCount: 8,
    regions: ALL,
    canHibernate: true,
    flavors: flavors([1, 28, 58, 725], [2, 60, 116, 1550], [4, 124, 232, 3200], [8, 252, 464, 6500]),
  },
  {
    model: 'A100-PCIe-80GB',
    tier: 'legacy',
    vramGb: 80,
    maxCount: 8,
    regions: ALL,
    canHibernate: true,
    flavors: flavors([1, 28, 120, 750], [2, 60, 240, 1500], [4, 124, 480, 3200], [8, 252, 1440, 6500]),
  },
  {
    model: 'A100-SXM4-80GB-NVLink',
    tier: 'legacy',
    vramGb: 80,
    maxCount: 8,
    regions: ['NORWAY-1', 'US-1'],
    canHibernate: true,
    flavors: flavors([1, 24, 240, 750], [2, 48, 480, 1500], [4, 96, 960, 3200], [8, 192, 1920, 6500]),
  },
  {
    model: 'H100-PCIe-80GB',
    tier: 'legacy',
    vramGb: 80,
    maxCount: 8,
    regions: ALL,
    canHibernate: true,
    flavors: flavors([1, 28, 180, 750], [2, 60, 360, 1500], [4, 124, 720, 3200], [8, 252, 1440, 6500]),
  },
  {
    model: 'H100-PCIe-NVLink-80GB',
    tier: 'legacy',
    vramGb: 80,
    maxCount: 8,
    regions: EUROPE_AND_CANADA,
    canHibernate: true,
    flavors: flavors([1, 28, 180, 750], [2, 60, 360, 1500], [4, 124, 720, 3200], [8, 252, 1440, 6500]),
  },
  {
    model: 'H100-SXM5-80GB',
    tier: 'advanced',
    vramGb: 80,
    maxCount: 8,
    regions: ADVANCED,
    canHibernate: false,
    flavors: flavors([1, 24, 240, 0], [2, 48, 480, 0], [4, 96, 960, 0], [8, 192, 1800, 0]),
  },
  {
    model: 'B300-262GB',
    tier: 'advanced',
    vramGb: 262,
    maxCount: 8,
    regions: ADVANCED,
    canHibernate: false,
    flavors: flavors([1, 30, 275, 0], [2, 60, 550, 0], [4, 120, 1100, 0], [8, 240, 2200, 0]),
  },
]

const byModel = new Map(GPU_MODELS.map((model) => [model.model, model]))

/** The model of a name that the sandbox sells; a name of our own lists that is not sold is a mistake of ours. */
export function gpuModel(name: string): GpuModel {
  const model = byModel.get(name)
  if (!model) throw new RangeError(`GPU model ${name} is not sold`)
  return model
}

export function isGpuModel(name: string): boolean {
  return byModel.has(name)
}

/** The size of a machine; counts between two sizes take the next larger one. */
export function flavorOf(model: GpuModel, gpuCount: number): Flavor {
  const flavor = model.flavors.find((size) => size.gpuCount >= gpuCount)
  if (!flavor) throw new RangeError(`${model.model} is sold up to ${model.maxCount} GPUs, not ${gpuCount}`)
  return flavor
}

export const VOLUME_TYPES: Readonly<Record<Tier, readonly string[]>> = { legacy: ['SSD'], advanced: ['HDD', 'NVMe'] }

export interface OsImage {
  id: string
  name: string
  type: string
  version: string
  tier: Tier
}

export const OS_IMAGES: readonly OsImage[] = [
  {
    id: 'ubuntu-2204-r550',
    name: 'Ubuntu Server 22.04 LTS R550 CUDA 12.4',
    type: 'Ubuntu',
    version: '22.04',
    tier: 'legacy',
  },
  {
    id: 'ubuntu-2204-r550-docker',
    name: 'Ubuntu Server 22.04 LTS R550 CUDA 12.4 with Docker',
    type: 'Ubuntu',
    version: '22.04',
    tier: 'legacy',
  },
  {
    id: 'ubuntu-2004-r535',
    name: 'Ubuntu Server 20.04 LTS R535 CUDA 12.2',
    type: 'Ubuntu',
    version: '20.04',
    tier: 'legacy',
  },
  {
    id: 'ubuntu-2004-r535-docker',
    name: 'Ubuntu Server 20.04 LTS R535 CUDA 12.2 with Docker',
    type: 'Ubuntu',
    version: '20.04',
    tier: 'legacy',
  },
  {
    id: 'ubuntu-2404-cuda',
    name: 'Ubuntu Server 24.04 LTS CUDA 12.8',
    type: 'Ubuntu',
    version: '24.04',
    tier: 'advanced',
  },
]
