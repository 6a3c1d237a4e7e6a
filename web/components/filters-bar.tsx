import type { ComponentChildren } from 'preact'
import type { Meta } from '../api.ts'
import { PRESETS, type Filters, type Preset } from '../filters.ts'
import { setParams } from '../router.ts'
import { addDays } from '../zone-time.ts'
import { AddressChoice } from './address-choice.tsx'
import { PartyChoice } from './party-choice.tsx'

interface Props {
  readonly meta: Meta
  readonly filters: Filters
  /** False on a page that has its own. */
  readonly hasPeriod?: boolean
  /** What else a page can be asked. */
  readonly children?: ComponentChildren
}

/** Period, wallet, region and whose. All of it goes into the address. */
export function FiltersBar({ meta, filters, hasPeriod = true, children }: Props) {
  const { currency, region, parties } = filters
  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      {hasPeriod && <PeriodChoice filters={filters} />}
      <AddressChoice name="currency" label="Wallet" all="All wallets" value={currency} options={meta.currencies} />
      <AddressChoice name="region" label="Region" all="All regions" value={region} options={meta.regions} />
      <PartyChoice meta={meta} parties={parties} />
      {children}
    </form>
  )
}

function PeriodChoice({ filters: { period, from, to } }: { filters: Filters }) {
  const setDays = (changed: { from?: string; to?: string }) => {
    const days = { from, to, ...changed }
    if (days.from && days.to && days.from < days.to) setParams({ period: null, ...days })
  }
  return (
    <>
      <label>
        <span>Period</span>
        <select
          value={period}
          onChange={({ currentTarget }) =>
            setParams(
              currentTarget.value === 'custom'
                ? { period: null, from, to }
                : { period: currentTarget.value, from: null, to: null },
            )
          }
        >
          {(Object.keys(PRESETS) as Preset[]).map((preset) => (
            <option key={preset} value={preset}>
              {PRESETS[preset].label}
            </option>
          ))}
          <option value="custom">Days from and to</option>
        </select>
      </label>
      {period === 'custom' && (
        <>
          <label>
            <span>From</span>
            <input
              type="date"
              value={from}
              max={addDays(to, -1)}
              onChange={({ currentTarget }) => setDays({ from: currentTarget.value })}
            />
          </label>
          <label>
            <span>To and with</span>
            <input
              type="date"
              value={addDays(to, -1)}
              min={from}
              onChange={({ currentTarget }) => {
                if (currentTarget.value) setDays({ to: addDays(currentTarget.value, 1) })
              }}
            />
          </label>
        </>
      )}
    </>
  )
}
