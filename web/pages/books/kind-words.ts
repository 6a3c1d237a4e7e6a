/** What a wallet is charged for, in the order of the statement. */
export const CHARGE_KINDS = ['machines', 'hibernation', 'volumes', 'snapshots', 'images', 'addresses', 'ai'] as const
export type ChargeKind = (typeof CHARGE_KINDS)[number]

export const KIND_LABELS: Readonly<Record<ChargeKind, string>> = {
  machines: 'Machines',
  hibernation: 'Hibernated',
  volumes: 'Volumes',
  snapshots: 'Snapshots',
  images: 'Images',
  addresses: 'Addresses',
  ai: 'AI models',
}
