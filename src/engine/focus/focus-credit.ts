import { formatPicos } from '../money.ts'
import type { Day } from '../time.ts'
import { billingColumns, focusColumns, type FocusAccount, type FocusCell, type FocusVersion } from './focus-row.ts'

/** Credit that came into a wallet, on a UTC day. */
export interface FocusCredit {
  readonly account: FocusAccount
  readonly day: Day
  readonly currency: string
  readonly kind: 'top-up' | 'voucher' | 'adjustment'
  /** What the wallet gained. */
  readonly netPicos: bigint
  readonly taxPicos: bigint
  readonly taxName: string | null
  readonly receipt: string | null
  readonly fund: string | null
}

type Cells = Readonly<Record<string, FocusCell>>

/**
 * The rows of what came into a wallet: the purchase with the cash in BilledCost and an EffectiveCost of 0, since usage
 * draws on it later; its tax as a row of its own; credit that was given as a negative cost without cash.
 */
export function focusCreditRows(credit: FocusCredit, version: FocusVersion): FocusCell[][] {
  const rows = credit.kind === 'top-up' ? [purchaseCells(credit), ...taxCells(credit)] : [givenCells(credit)]
  const shared = sharedCells(credit, version)
  return rows.map((cells) => focusColumns(version).map((name) => cells[name] ?? shared[name] ?? null))
}

function sharedCells({ account, day, currency, receipt, fund }: FocusCredit, version: FocusVersion): Cells {
  return {
    ...billingColumns(account, currency, day, version),
    ChargeFrequency: 'One-Time',
    ServiceCategory: 'Other',
    ServiceName: 'Account Credit',
    ServiceSubcategory: 'Other (Other)',
    x_Fund: fund,
    x_ReceiptNumber: receipt,
  }
}

function purchaseCells({ netPicos, currency, receipt }: FocusCredit): Cells {
  const net = formatPicos(netPicos)
  return {
    BilledCost: net,
    ChargeCategory: 'Purchase',
    ChargeDescription: receipt === null ? 'Credit bought' : `Credit bought, receipt ${receipt}`,
    ContractedCost: net,
    EffectiveCost: '0',
    ListCost: net,
    ListUnitPrice: '1',
    PricingQuantity: net,
    PricingUnit: 'Credits',
    SkuId: 'credit',
    SkuMeter: 'Account Credit',
    SkuPriceId: `credit/${currency}`,
  }
}

function taxCells({ taxPicos, taxName, receipt }: FocusCredit): Cells[] {
  if (taxPicos === 0n) return []
  const tax = formatPicos(taxPicos)
  const name = taxName ?? 'Tax'
  return [
    {
      BilledCost: tax,
      ChargeCategory: 'Tax',
      ChargeDescription: receipt === null ? `${name} on credit` : `${name} on credit, receipt ${receipt}`,
      ContractedCost: tax,
      EffectiveCost: tax,
      ListCost: tax,
    },
  ]
}

function givenCells({ kind, netPicos }: FocusCredit): Cells {
  const cost = formatPicos(-netPicos)
  return {
    BilledCost: '0',
    ChargeCategory: kind === 'voucher' ? 'Credit' : 'Adjustment',
    ChargeDescription: kind === 'voucher' ? 'Voucher' : 'Adjustment of the balance',
    ContractedCost: cost,
    EffectiveCost: cost,
    ListCost: cost,
  }
}
