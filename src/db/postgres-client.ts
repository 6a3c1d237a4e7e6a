import pg from 'pg'
import { isCopy } from './copy-rows.ts'

interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

/**
 * A statement `copy ... from stdin` with its data, which go out piece by piece when the server asks for them: each is
 * made while the server writes the one before.
 */
class CopyQuery extends pg.Query {
  readonly #pieces: Iterator<string>
  /** What went wrong while a piece was made; the server only knows that no more comes. */
  #failure: Error | null = null
  #isOver = false

  constructor(text: string, pieces: Iterable<string>, done: (error: Error | null, result: pg.QueryResult) => void) {
    super(text, undefined, ((error: Error | null, result: pg.QueryResult) => {
      this.#isOver = true
      done(error ? (this.#failure ?? error) : null, result)
    }) as never)
    this.#pieces = pieces[Symbol.iterator]()
  }

  handleCopyInResponse(connection: CopyConnection): void {
    // After an error of the server the connection belongs to the next statement.
    if (this.#isOver) return
    try {
      const piece = this.#pieces.next()
      if (piece.done) {
        connection.endCopyFrom()
        return
      }
      connection.sendCopyFromChunk(Buffer.from(piece.value))
      setImmediate(() => this.handleCopyInResponse(connection))
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error))
      connection.sendCopyFail('The rows could not be written as text')
    }
  }
}

/** The driver's client, which copies too: the driver knows the messages of COPY but has no statement for them. */
export class PostgresClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    const run = this.query.bind(this) as (...given: unknown[]) => unknown
    const copy = (text: string, [pieces]: readonly Iterable<string>[]) =>
      new Promise((resolve, reject) => {
        run(new CopyQuery(text, pieces!, (error, result) => (error ? reject(error) : resolve(result))))
      })
    this.query = ((...given: unknown[]) => {
      const [text, values] = given
      return typeof text === 'string' && isCopy(text) ? copy(text, values as Iterable<string>[]) : run(...given)
    }) as pg.Client['query']
  }
}
