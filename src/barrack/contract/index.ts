import { aiSummaryAnswer, aiTransactionRow } from './ai.ts'
import { instanceBillingRow, snapshotBillingRow, volumeBillingRow } from './billing.ts'
import {
  aiModelRow,
  balanceAnswer,
  gpuSpecRow,
  pricingAnswer,
  regionRow,
  stockRow,
  volumeTypesAnswer,
} from './catalog.ts'
import { machineDetailsRow } from './machine-details.ts'
import { hibernatedRow, imageRow, instanceRow, snapshotRow, volumeRow } from './resources.ts'

export * from './ai.ts'
export * from './billing.ts'
export * from './catalog.ts'
export * from './machine-details.ts'
export * from './resources.ts'

/** Endpoints that answer one object. */
export const answers = {
  balance: balanceAnswer,
  pricing: pricingAnswer,
  'volume-types': volumeTypesAnswer,
  'ai-summary': aiSummaryAnswer,
} as const

/** Endpoints that answer a list: under which key, and what identifies a row. */
export const lists = {
  regions: { key: 'regions', row: regionRow, idOf: idBy('name') },
  'gpu-specs': { key: 'specs', row: gpuSpecRow, idOf: idBy('gpu_model', 'tier', 'gpu_count') },
  'gpu-stocks': { key: 'stocks', row: stockRow, idOf: idBy('region', 'stock-type') },
  instances: { key: 'instances', row: instanceRow, idOf: idBy('id') },
  hibernated: { key: 'instances', row: hibernatedRow, idOf: idBy('id') },
  volumes: { key: 'volumes', row: volumeRow, idOf: idBy('id') },
  snapshots: { key: 'snapshots', row: snapshotRow, idOf: idBy('id') },
  images: { key: 'images', row: imageRow, idOf: idBy('id') },
  'instance-billing': { key: 'records', row: instanceBillingRow, idOf: idBy('billing_id') },
  'volume-billing': { key: 'records', row: volumeBillingRow, idOf: idBy('billing_id') },
  'snapshot-billing': { key: 'records', row: snapshotBillingRow, idOf: idBy('billing_id') },
  'ai-history': { key: 'transactions', row: aiTransactionRow, idOf: idBy('id') },
  'ai-models': { key: 'models', row: aiModelRow, idOf: idBy('id') },
} as const

/** Endpoints that answer one thing of a list, by its id: under which key. */
export const details = {
  'instance-details': { key: 'instance', row: machineDetailsRow },
} as const

export type AnswerName = keyof typeof answers
export type ListName = keyof typeof lists
export type DetailsName = keyof typeof details
export type EndpointName = AnswerName | ListName | DetailsName

/** The fields that identify a raw row, joined; null where one is missing. */
function idBy(...fields: string[]) {
  return (raw: Readonly<Record<string, unknown>>): string | null => {
    const parts = fields.map((field) => raw[field])
    if (parts[0] === undefined || parts[0] === null) return null
    return parts.map((part) => (typeof part === 'string' ? part.trim() : JSON.stringify(part))).join(' ')
  }
}
