import { answers, lists, type AnswerName, type ListName } from '../barrack/contract/index.ts'
import type { AnswerOf, BarrackClient, Page, RowOf } from '../barrack/client.ts'

/** What came of one question: the answers until it failed, and why it did. */
interface Told {
  readonly answers: readonly unknown[]
  readonly failure: { readonly error: Error } | null
}

/**
 * Asks everything that a whole reading asks, at once, and gives a client that tells it again as often as it is wanted:
 * what is written of a moment may then take its time while the account goes on. A question that failed fails again.
 */
export async function answersAhead(client: BarrackClient, signal?: AbortSignal): Promise<BarrackClient> {
  const sentBefore = client.requests
  const told = new Map<AnswerName | ListName, Told>()
  await Promise.all([
    ...keysOf(answers).map(async (name) => {
      const answer = client.read(name, signal)
      told.set(name, await answer.then((one) => ({ answers: [one], failure: null }), failed))
    }),
    ...keysOf(lists).map(async (name) => {
      const pages: Page<unknown>[] = []
      let failure: Told['failure'] = null
      try {
        for await (const page of client.pages(name, signal)) pages.push(page)
      } catch (error) {
        failure = failureOf(error)
      }
      told.set(name, { answers: pages, failure })
    }),
  ])
  signal?.throwIfAborted()
  const sent = client.requests - sentBefore
  let asked = false
  const toldOf = (name: AnswerName | ListName) => {
    asked = true
    return told.get(name)!
  }
  return {
    // They count with the first question, as if they were sent then.
    get requests() {
      return asked ? sent : 0
    },
    read<Name extends AnswerName>(name: Name) {
      const { answers: one, failure } = toldOf(name)
      return failure ? Promise.reject(failure.error) : Promise.resolve(one[0] as AnswerOf<Name>)
    },
    async *pages<Name extends ListName>(name: Name) {
      const { answers: pages, failure } = toldOf(name)
      yield* pages as Page<RowOf<Name>>[]
      if (failure) await Promise.reject(failure.error)
    },
    page<Name extends ListName>(name: Name, number: number) {
      const pages = toldOf(name).answers as Page<RowOf<Name>>[]
      const { envelope, total, totalPages } = pages[0]!
      return Promise.resolve(
        pages.find(({ page }) => page === number) ?? {
          page: number,
          rows: [],
          refused: [],
          envelope,
          total,
          totalPages,
        },
      )
    },
  }
}

const failed = (error: unknown): Told => ({ answers: [], failure: failureOf(error) })

const failureOf = (error: unknown) => ({ error: error instanceof Error ? error : new Error(String(error)) })

const keysOf = <Key extends string>(object: Readonly<Record<Key, unknown>>) => Object.keys(object) as Key[]
