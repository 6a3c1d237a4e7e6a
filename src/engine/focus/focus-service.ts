import type { DayCharge } from '../rating/charge.ts'

export interface FocusService {
  readonly name: string
  readonly category: string
  readonly subcategory: string
  readonly resourceType: string
  readonly meter: string
}

const MACHINE: FocusService = {
  name: 'GPU Virtual Machines',
  category: 'Compute',
  subcategory: 'Virtual Machines',
  resourceType: 'Virtual Machine',
  meter: 'GPU Machine Hours',
}

/** A service of its own, because a service has one category and a sleeping machine is storage. */
const HIBERNATION: FocusService = {
  name: 'Hibernation Storage',
  category: 'Storage',
  subcategory: 'Block Storage',
  resourceType: 'Virtual Machine',
  meter: 'Hibernated Root Disk',
}

const OTHERS: Readonly<Record<Exclude<DayCharge['resourceType'], 'instance'>, FocusService>> = {
  volume: {
    name: 'Block Volumes',
    category: 'Storage',
    subcategory: 'Block Storage',
    resourceType: 'Volume',
    meter: 'Volume Storage',
  },
  snapshot: {
    name: 'Snapshots',
    category: 'Storage',
    subcategory: 'Backup Storage',
    resourceType: 'Snapshot',
    meter: 'Snapshot Storage',
  },
  image: {
    name: 'Machine Images',
    category: 'Storage',
    subcategory: 'Other (Storage)',
    resourceType: 'Image',
    meter: 'Image Storage',
  },
  public_ip: {
    name: 'Public IP',
    category: 'Networking',
    subcategory: 'Network Connectivity',
    resourceType: 'Public IP',
    meter: 'Public IP Hours',
  },
  ai_model: {
    name: 'Inference',
    category: 'AI and Machine Learning',
    subcategory: 'Generative AI',
    resourceType: 'Model',
    meter: 'Tokens',
  },
}

/** Which service a charge belongs to; each name has one category and one subcategory. */
export function serviceOf({ resourceType, state, sku }: DayCharge): FocusService {
  if (resourceType === 'instance') return state === 'hibernated' ? HIBERNATION : MACHINE
  if (resourceType !== 'ai_model') return OTHERS[resourceType]
  return { ...OTHERS.ai_model, meter: sku.endsWith('/output') ? 'Output Tokens' : 'Input Tokens' }
}
