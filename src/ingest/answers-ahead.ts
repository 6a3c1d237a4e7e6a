import {
  answers,
  lists,
  type AnswerName,
  type InstanceRow,
  type ListName,
  type MachineDetailsRow,
} from '../barrack/contract/index.ts'
import type { AnswerOf, BarrackClient, Page, Parsed, RowOf } from '../barrack/client.ts'

/** What came of one question: the answers until it failed, and why it did. */
interface Told {
  readonly answers: readonly unknown[]
  readonly failure: { readonly error: Error } | null
}

/**
 * Asks everything that a whole reading asks, at once, and gives a client that tells it again as often as it is wanted:
 * what is written of a moment may then take its time while the account goes on. A question that failed fails again.
 * Of machines it can tell that were not asked about before: `asked` holds those, and has them all afterwards.
 */
export async function answersAhead(
  client: BarrackClient,
  asked: Set<string>,
  signal?: AbortSignal,
): Promise<BarrackClient> {
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
  const machines = new Map<string, Promise<Parsed<MachineDetailsRow>>>()
  const listed = (told.get('instances')!.answers as Page<InstanceRow>[]).flatMap(({ rows }) => rows)
  for (const { id } of listed.filter((row) => !asked.has(row.id))) {
    asked.add(id)
    machines.set(id, client.machine(id, signal))
  }
  await Promise.allSettled(machines.values())
  signal?.throwIfAborted()
  const sent = client.requests - sentBefore
  let isAsked = false
  const toldOf = (name: AnswerName | ListName) => {
    isAsked = true
    return told.get(name)!
  }
  return {
    // They count with the first question, as if they were sent then.
    get requests() {
      return isAsked ? sent : 0
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
    canTellOf: (id) => machines.has(id),
    machine: (id) => machines.get(id) ?? client.machine(id, signal),
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
