import { addDays, calendarOf, formatPicos, isUnexplainedFall, PICOS } from '../../engine/index.ts'
import { statementLines } from '../services/statement-lines.ts'
import type { Finder } from './finder.ts'
import { amountText } from './words.ts'

/** A day is judged once it is over: bills lag behind the balance for an hour. */
const JUDGED_DAYS = 2
/** What bills round away is no fall. */
const CENTS = (5n * PICOS) / 100n

/** Wallets that lost more on one of the last days than bills and restated bills explain. */
export const findFalls: Finder<'wallet-fall'> = async ({ context, account, now, setting }, { ruleId, watch }) => {
  const calendar = calendarOf(account.zone)
  const today = calendar.dayOf(now)
  const first = addDays(today, -JUDGED_DAYS)
  const edges = [first, ...Array.from({ length: JUDGED_DAYS }, (_, i) => addDays(first, i + 1))] as [string, string]
  const wallets = await statementLines(context, account, edges)
  return wallets.flatMap(({ currency, lines }) =>
    lines
      .filter(
        (line) =>
          (watch.currency === null || watch.currency === currency) &&
          calendar.startOf(line.from) >= setting.watchedSince &&
          isUnexplainedFall(line, CENTS),
      )
      .map((line) => {
        const lost = -line.unexplainedPicos!
        return {
          ruleId,
          kind: 'wallet-fall' as const,
          cause: `${currency} ${line.from}`,
          marks: ['fell'],
          holds: ['fell'],
          subject: `You are charged for something that we do not see: ${amountText(lost, currency)} of the ${currency} wallet of ${account.name} on ${line.from}`,
          text: [
            `On ${line.from} the bills say ${amountText(line.chargedPicos, currency)}; the balance lost ${amountText(lost, currency)} more.`,
            'Either a bill is still to come, or Barrack charges for what its lists do not show. The statement has the day; ask Barrack when it stays.',
          ].join('\n'),
          path: '/books',
          facts: {
            currency,
            day: line.from,
            unexplained: formatPicos(line.unexplainedPicos!),
            charged: formatPicos(line.chargedPicos),
          },
        }
      }),
  )
}
