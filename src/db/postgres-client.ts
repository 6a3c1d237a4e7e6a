import type { Duplex } from 'node:stream'
import pg from 'pg'
import { isCopy } from './copy-rows.ts'

interface CopyConnection {
  readonly stream: Duplex
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

/** The message that holds a piece of a COPY: the letter d, and the length with its own four bytes. */
const HEAD_BYTES = 5
const COPY_DATA = 'd'.charCodeAt(0)

/**
 * A statement `copy ... from stdin` with its data, which go out piece by piece as the connection takes them: each is
 * made while the server writes the one before.
 */
class CopyQuery extends pg.Query {
  readonly #pieces: Iterator<Uint8Array>
  /** What went wrong while a piece was made; the server only knows that no more comes. */
  #failure: Error | null = null
  #isOver = false

  constructor(text: string, pieces: Iterable<Uint8Array>, done: (error: Error | null, result: pg.QueryResult) => void) {
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
      // A connection that broke tells the statement itself.
      send(connection.stream, piece.value, (error) => {
        if (!error) setImmediate(() => this.handleCopyInResponse(connection))
      })
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error))
      connection.sendCopyFail('The rows could not be written')
    }
  }
}

/** The driver's own way copies each piece, and does not tell when it has gone out. */
function send(stream: Duplex, piece: Uint8Array, sent: (error?: Error | null) => void): void {
  const head = Buffer.allocUnsafe(HEAD_BYTES)
  head[0] = COPY_DATA
  head.writeInt32BE(piece.length + HEAD_BYTES - 1, 1)
  stream.cork()
  stream.write(head)
  stream.write(piece, sent)
  stream.uncork()
}

/** The driver's client, which copies too: the driver knows the messages of COPY but has no statement for them. */
export class PostgresClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    const run = this.query.bind(this) as (...given: unknown[]) => unknown
    const copy = (text: string, [pieces]: readonly Iterable<Uint8Array>[]) =>
      new Promise((resolve, reject) => {
        run(new CopyQuery(text, pieces!, (error, result) => (error ? reject(error) : resolve(result))))
      })
    this.query = ((...given: unknown[]) => {
      const [text, values] = given
      return typeof text === 'string' && isCopy(text) ? copy(text, values as Iterable<Uint8Array>[]) : run(...given)
    }) as pg.Client['query']
  }
}
