// Writes the OpenAPI document that is committed: `npm run openapi:write`. A test holds it to the routes.
import { writeFile } from 'node:fs/promises'
import packageJson from '../package.json' with { type: 'json' }
import { openapiOf } from '../src/server/openapi-document.ts'

const document = await openapiOf(packageJson.version)
await writeFile(new URL('../docs/openapi.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`)
