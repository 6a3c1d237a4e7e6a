import type { Change, ChangeKind, Choices } from '../../what-if-api.ts'

/** How a field of a change is asked for. */
export type FieldType =
  | 'selector'
  | 'text'
  | 'decimal'
  | 'whole'
  | 'model'
  | 'tier'
  | 'region'
  | 'currency'
  | 'day'
  | 'week'
  | 'off'
  | 'sku'
  | 'prices'
  | 'work'
  | 'volume-type'
  | 'account'

export interface Field {
  readonly key: string
  readonly label: string
  readonly type: FieldType
  readonly isOptional?: boolean
  /** Asked only where that field has a value. */
  readonly needs?: string
  /** Of an 'off': what can be chosen. */
  readonly options?: readonly string[]
}

interface Kind {
  /** As the beginning of a sentence. */
  readonly label: string
  readonly fields: readonly Field[]
  /** A change that can be made as it stands, to begin from. */
  readonly start: (choices: Choices) => Change
}

const FROM: Field = { key: 'from', label: 'From (now)', type: 'day', isOptional: true }
const UNTIL: Field = { key: 'until', label: 'Until (for good)', type: 'day', isOptional: true }
const MACHINES: Field = { key: 'machines', label: 'Which machines', type: 'selector' }
const RESOURCES: Field = { key: 'resources', label: 'Which', type: 'selector' }
const NAME: Field = { key: 'name', label: 'Called', type: 'text' }
const WALLET: Field = { key: 'currency', label: 'Wallet', type: 'currency' }
const REGION: Field = { key: 'region', label: 'Region (any)', type: 'region', isOptional: true }
const TIER: Field = { key: 'tier', label: 'Tier', type: 'tier' }
const OFFER: readonly Field[] = [
  { key: 'gpuModel', label: 'GPU model', type: 'model' },
  TIER,
  { key: 'gpuCount', label: 'GPUs each', type: 'whole' },
  REGION,
  WALLET,
]
const OFFICE_HOURS = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, from: 8, to: 20 }]

/** Every kind of change, in the order of the menu. */
export const KINDS: Readonly<Record<ChangeKind, Kind>> = {
  'replace-gpu': {
    label: 'Use another GPU, number, tier or region',
    fields: [
      MACHINES,
      { key: 'gpuModel', label: 'GPU model (as it is)', type: 'model', isOptional: true },
      { key: 'tier', label: 'Tier (of the model)', type: 'tier', isOptional: true },
      { key: 'gpuCount', label: 'GPUs each (as it is)', type: 'whole', isOptional: true },
      { key: 'region', label: 'Region (as it is)', type: 'region', isOptional: true },
      FROM,
      UNTIL,
    ],
    start: (choices) => ({ kind: 'replace-gpu', machines: { name: '*' }, gpuModel: offerOf(choices).gpuModel }),
  },
  schedule: {
    label: 'Run by a weekly schedule',
    fields: [
      MACHINES,
      { key: 'week', label: 'Runs', type: 'week' },
      { key: 'off', label: 'Otherwise', type: 'off', options: ['hibernate', 'stop', 'delete'] },
      FROM,
      UNTIL,
    ],
    start: (choices) => ({
      kind: 'schedule',
      machines: { name: nameOfSleeper(choices) },
      week: OFFICE_HOURS.map((window) => ({ ...window, days: [...window.days] })),
      off: 'hibernate',
    }),
  },
  'instead-of-stopping': {
    label: 'Hibernate or delete what is left shut off',
    fields: [MACHINES, { key: 'off', label: 'Instead', type: 'off', options: ['hibernate', 'delete'] }, FROM, UNTIL],
    start: () => ({ kind: 'instead-of-stopping', machines: { name: '*' }, off: 'hibernate' }),
  },
  'add-machines': {
    label: 'Add machines',
    fields: [NAME, { key: 'machines', label: 'How many', type: 'whole' }, ...OFFER, FROM, UNTIL],
    start: (choices) => ({ kind: 'add-machines', name: 'new', machines: 1, ...offerOf(choices) }),
  },
  'another-account': {
    label: 'Run in another account',
    fields: [
      RESOURCES,
      { key: 'account', label: 'Account', type: 'account' },
      { key: 'currency', label: 'Wallet there (the same)', type: 'currency', isOptional: true },
      FROM,
      UNTIL,
    ],
    start: ({ accounts }) => ({ kind: 'another-account', resources: { name: '*' }, account: accounts[0] ?? '' }),
  },
  remove: {
    label: 'Delete machines, volumes or snapshots',
    fields: [RESOURCES, FROM, UNTIL],
    start: ({ resources }) => ({ kind: 'remove', resources: { name: resources[0]?.name ?? '*' } }),
  },
  'add-volumes': {
    label: 'Add volumes',
    fields: [
      NAME,
      { key: 'volumes', label: 'How many', type: 'whole' },
      { key: 'sizeGb', label: 'GB each', type: 'whole' },
      { key: 'volumeType', label: 'Type', type: 'volume-type' },
      TIER,
      REGION,
      WALLET,
      FROM,
      UNTIL,
    ],
    start: ({ volumes, currencies }) => ({
      kind: 'add-volumes',
      name: 'data',
      volumes: 1,
      sizeGb: 1000,
      tier: volumes[0]?.tier ?? 'legacy',
      volumeType: volumes[0]?.volumeType ?? 'SSD',
      currency: currencies[0] ?? 'USD',
    }),
  },
  'add-snapshots': {
    label: 'Add snapshots',
    fields: [
      NAME,
      { key: 'snapshots', label: 'How many', type: 'whole' },
      { key: 'sizeGb', label: 'GB each', type: 'whole' },
      TIER,
      REGION,
      WALLET,
      FROM,
      UNTIL,
    ],
    start: ({ currencies }) => ({
      kind: 'add-snapshots',
      name: 'copy',
      snapshots: 1,
      sizeGb: 100,
      tier: 'legacy',
      currency: currencies[0] ?? 'USD',
    }),
  },
  'price-percent': {
    label: 'Change prices by per cent',
    fields: [
      { key: 'sku', label: 'Price of', type: 'sku' },
      { key: 'percent', label: 'Per cent', type: 'decimal' },
      { key: 'currency', label: 'Wallet (all)', type: 'currency', isOptional: true },
      FROM,
      UNTIL,
    ],
    start: () => ({ kind: 'price-percent', sku: 'gpu/*', percent: '5' }),
  },
  'price-list': {
    label: 'Take a new price list',
    fields: [{ key: 'prices', label: 'A line for each: sku, wallet, price', type: 'prices' }, FROM, UNTIL],
    start: (choices) => {
      const { tier, gpuModel, currency } = offerOf(choices)
      return { kind: 'price-list', prices: [{ sku: `gpu/${tier}/${gpuModel}`, currency, price: '1' }] }
    },
  },
  growth: {
    label: 'Grow or shrink each month',
    fields: [RESOURCES, { key: 'percentPerMonth', label: 'Per cent a month', type: 'decimal' }, FROM, UNTIL],
    start: () => ({ kind: 'growth', resources: { name: '*' }, percentPerMonth: '5' }),
  },
  job: {
    label: 'Do a piece of work once',
    fields: [
      NAME,
      { key: 'work', label: 'Work', type: 'work' },
      { key: 'machines', label: 'Machines', type: 'whole' },
      ...OFFER,
      FROM,
      { key: 'deadline', label: 'Done by the end of', type: 'day', isOptional: true },
      { key: 'week', label: 'Runs', type: 'week', isOptional: true },
      {
        key: 'off',
        label: 'Otherwise (hibernated)',
        type: 'off',
        options: ['hibernate', 'delete'],
        isOptional: true,
        needs: 'week',
      },
    ],
    start: (choices) => {
      const offer = offerOf(choices)
      const work = { measure: 'gpu-hours', amount: 1000, referenceModel: offer.gpuModel } as const
      return { kind: 'job', name: 'job', work, machines: 1, ...offer }
    },
  },
}

/** The first machine that can hibernate: not all can. */
function nameOfSleeper({ machines, resources }: Choices): string {
  const awake = new Set(machines.filter(({ canHibernate }) => canHibernate === false).map(({ gpuModel }) => gpuModel))
  return resources.find(({ kind, gpuModel }) => kind === 'instance' && !awake.has(gpuModel ?? ''))?.name ?? '*'
}

/** The first machine that is sold. */
function offerOf({ machines, currencies }: Choices) {
  const first = machines[0]
  return {
    gpuModel: first?.gpuModel ?? 'L40',
    tier: first?.tier ?? 'legacy',
    gpuCount: first?.gpuCounts[0] ?? 1,
    currency: currencies.includes('USD') ? 'USD' : (currencies[0] ?? 'USD'),
  }
}
