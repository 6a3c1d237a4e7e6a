import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** The schema that the product uses by default. */
export const SCHEMA = 'quartermaster'

export interface TestDatabase {
  readonly name: string
  readonly url: string
  drop(): Promise<void>
}

/** A new database on the server: empty, or a copy of `template`. */
export async function createDatabase(serverUrl: string, template = 'template0'): Promise<TestDatabase> {
  const name = `qm_test_${randomBytes(6).toString('hex')}`
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await onServer(serverUrl, `create database ${name} template ${template}`)
  return {
    name,
    url: url.href,
    drop: () => onServer(serverUrl, `drop database if exists ${name} with (force)`),
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
