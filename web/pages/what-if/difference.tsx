import { useMemo } from 'preact/hooks'
import { waterfallConfig } from '../../charts/waterfall-config.ts'
import { Chart } from '../../components/chart.tsx'
import { compare, sum } from '../../decimal.ts'
import { theme } from '../../theme.ts'
import type { Outcome, OutcomeWallet, PiecesOf } from '../../what-if-api.ts'
import { CAUSE_WORDS, CAUSES, causesSentence, signed } from './difference-words.ts'
import { LineAmounts } from './line-amounts.tsx'

interface Props {
  readonly outcome: Outcome
  readonly wallet: OutcomeWallet
  readonly piecesOf: PiecesOf
  readonly zone: string
}

/** How a scenario differs from the plan, cause by cause, and which resources make each cause. */
export function Difference({ outcome, wallet, piecesOf, zone }: Props) {
  const { name } = outcome
  const { currency, difference } = wallet
  const steps = useMemo(() => CAUSES.map((cause) => ({ label: cause, value: difference[cause] })), [difference])
  const config = useMemo(
    () => waterfallConfig(steps, difference.total, currency, theme.value),
    [steps, difference.total, currency, theme.value],
  )
  const said = steps.filter(({ value }) => compare(value, '0') !== 0)
  if (said.length === 0) return <p class="muted">{name} changes nothing in this wallet.</p>
  return (
    <>
      <h3>How {name} differs</h3>
      <Chart config={config} description={`${name}: ${causesSentence(wallet)}`} height={200} />
      <table class="data-table">
        <caption class="visually-hidden">Difference of {name} by cause</caption>
        <tbody>
          {said.map(({ label, value }) => (
            <tr key={label}>
              <th scope="row">
                {label} <span class="under">{CAUSE_WORDS[label]}</span>
                {label === 'tax' ? (
                  <span class="under">18 % of what is spent more or less</span>
                ) : (
                  <details class="pieces">
                    <summary>by resource</summary>
                    <LineAmounts
                      {...{ outcome, currency, piecesOf, zone }}
                      amountOf={(line) => line.difference[label]}
                      isDifference
                    />
                  </details>
                )}
              </th>
              <td class="number">{signed(value, currency)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">together</th>
            <td class="number">
              <b>{signed(sum(said.map(({ value }) => value)), currency)}</b>
            </td>
          </tr>
        </tbody>
      </table>
    </>
  )
}
