import pg from 'pg'
import { isCopy } from './copy-rows.ts'

/** A statement `copy ... from stdin` with its data, which go out in one piece when the server asks for them. */
class CopyQuery extends pg.Query {
  readonly #data: Buffer

  constructor(text: string, data: string, done: (error: Error | null, result: pg.QueryResult) => void) {
    super(text, undefined, done as never)
    this.#data = Buffer.from(data)
  }

  handleCopyInResponse(connection: { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }): void {
    connection.sendCopyFromChunk(this.#data)
    connection.endCopyFrom()
  }
}

/** The driver's client, which copies too: the driver knows the messages of COPY but has no statement for them. */
export class PostgresClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    const run = this.query.bind(this) as (...given: unknown[]) => unknown
    const copy = (text: string, [data]: readonly string[]) =>
      new Promise((resolve, reject) => {
        run(new CopyQuery(text, data!, (error, result) => (error ? reject(error) : resolve(result))))
      })
    this.query = ((...given: unknown[]) => {
      const [text, values] = given
      return typeof text === 'string' && isCopy(text) ? copy(text, values as string[]) : run(...given)
    }) as pg.Client['query']
  }
}
