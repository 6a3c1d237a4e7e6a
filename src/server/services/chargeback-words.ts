import type { ChargebackDto, ChargebackLineDto } from '../dto/chargeback.ts'

const SHOWN = 12

/** '1,240.50 USD'. */
export const amountWords = (amount: string, currency: string): string => `${plainWords(amount)} ${currency}`

const plainWords = (amount: string) =>
  new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    amount as Intl.StringNumericLiteral,
  )

export const partyWords = (name: string | null): string => name ?? 'not assigned'

/** 'Budget lab: 1,200.00 EUR of 4,000.00 EUR billed; likely ...' */
export const limitWords = ({ kind, name, sentence }: ChargebackLineDto['against'][number]): string =>
  `${kind === 'fund' ? 'Grant' : 'Budget'} ${name}: ${sentence}`

/** A line in sentences, for its owner. */
export function lineSentences({ isOpen, month }: ChargebackDto, line: ChargebackLineDto): string[] {
  const { currency, soFar, forecast, couldBeAvoided, against, resources } = line
  const inWallet = (amount: string) => amountWords(amount, currency)
  return [
    isOpen ? `So far ${inWallet(soFar)} in ${month}.` : `Charged for ${month}: ${inWallet(soFar)}.`,
    ...(forecast === null
      ? []
      : [
          `Forecast for the whole month, if topped up: ${inWallet(forecast.p50)}, ` +
            `between ${plainWords(forecast.p10)} and ${plainWords(forecast.p90)} 8 times in 10.`,
        ]),
    ...(couldBeAvoided === null
      ? []
      : [
          `Could be avoided by the advised sleep, each month: ${inWallet(couldBeAvoided.p50)}, ` +
            `between ${plainWords(couldBeAvoided.p10)} and ${plainWords(couldBeAvoided.p90)} 8 times in 10.`,
        ]),
    ...against.map(limitWords),
    ...resources.slice(0, SHOWN).map(({ name, amount }) => `  ${name}: ${inWallet(amount)}`),
    ...(resources.length > SHOWN ? [`  and ${resources.length - SHOWN} more`] : []),
  ]
}
