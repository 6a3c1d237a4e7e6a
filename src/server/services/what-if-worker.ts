/** The thread that calculates scenarios, spoken to by what-if-thread.ts: five of a large plan take a second. */
import { parentPort } from 'node:worker_threads'
import { baselineFrom, calendarOf, priceBook, type PlanBaseline } from '../../engine/index.ts'
import { outcomeJson, type OutcomeJson } from './outcome-json.ts'
import { answerQuestions } from './thread.ts'
import type { PlanNews, ScenarioQuestion } from './what-if-thread.ts'

const plans = new Map<number, PlanBaseline>()

answerQuestions<PlanNews, ScenarioQuestion, OutcomeJson>(parentPort, {
  hear(news) {
    if (news.kind === 'forget') plans.delete(news.key)
    else {
      const { baseline, zone, window, versions } = news.plan
      plans.set(news.key, baselineFrom(baseline, { calendar: calendarOf(zone), window, prices: priceBook(versions) }))
    }
  },
  answer: ({ key, accounts, scenario, withPieces, parties }) =>
    outcomeJson(plans.get(key)!, scenario, {
      accounts: new Map(accounts.map(([slug, other]) => [slug, plans.get(other)!])),
      withPieces,
      parties,
    }),
  transfer: (outcome) => (outcome.kind === 'outcome' ? [outcome.json.buffer] : []),
})
