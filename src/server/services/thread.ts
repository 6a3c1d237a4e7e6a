import { Worker, type MessagePort } from 'node:worker_threads'

/** What a thread is sent: something to remember, or a question. */
type Message<Told, Question> =
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'asked'; readonly id: number; readonly question: Question }

type Answered<Answer> = { readonly id: number } & ({ readonly answer: Answer } | { readonly error: string })

/** A thread that works things out, so that whoever asks for a page meanwhile is not kept waiting. */
export interface Thread<Told, Question, Answer> extends AsyncDisposable {
  readonly tell: (told: Told) => void
  /** Answered after all that was asked before. @throws Error with what was thrown there, or where the thread ended. */
  readonly ask: (question: Question) => Promise<Answer>
  /** Whether it stopped, after which nothing is answered. */
  readonly hasEnded: () => boolean
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

/** Starts a file that calls `answerQuestions`. It keeps the process alive for as long as somebody waits for an answer. */
export function openThread<Told, Question, Answer>(file: URL, name: string): Thread<Told, Question, Answer> {
  const worker = new Worker(file, { execArgv: [] })
  worker.unref()
  const waiting = new Map<number, Waiting<Answer>>()
  let lastId = 0
  let ended: Error | null = null
  const post = (message: Message<Told, Question>) => worker.postMessage(message)

  worker.on('message', (answered: Answered<Answer>) => {
    const caller = waiting.get(answered.id)
    waiting.delete(answered.id)
    if (waiting.size === 0) worker.unref()
    if ('error' in answered) caller?.reject(new Error(answered.error))
    else caller?.resolve(answered.answer)
  })
  const end = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  worker.on('error', (error: Error) => end(new Error(`The ${name} stopped: ${error.message}`, { cause: error })))
  worker.on('exit', () => end(new Error(`The ${name} were ended`)))

  return {
    tell: (told) => {
      post({ kind: 'told', told })
    },
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(ended)
          return
        }
        const id = ++lastId
        worker.ref()
        waiting.set(id, { resolve, reject })
        post({ kind: 'asked', id, question })
      }),
    hasEnded: () => ended !== null,
    async [Symbol.asyncDispose]() {
      await worker.terminate()
    },
  }
}

interface Answering<Told, Question, Answer> {
  readonly hear: (told: Told) => void
  readonly answer: (question: Question) => Answer
  /** What of an answer is handed over, not copied. */
  readonly transfer?: (answer: Answer) => ArrayBuffer[]
}

/** The other end, in the thread. */
export function answerQuestions<Told, Question, Answer>(
  port: MessagePort | null,
  { hear, answer, transfer = () => [] }: Answering<Told, Question, Answer>,
): void {
  if (!port) throw new Error('This file is the entry of a worker thread')
  port.on('message', (message: Message<Told, Question>) => {
    if (message.kind === 'told') {
      hear(message.told)
      return
    }
    const { id } = message
    const post = (answered: Answered<Answer>, handed: ArrayBuffer[] = []) => {
      port.postMessage(answered, handed)
    }
    try {
      const own = answer(message.question)
      post({ id, answer: own }, transfer(own))
    } catch (error) {
      post({ id, error: error instanceof Error ? error.message : String(error) })
    }
  })
}
