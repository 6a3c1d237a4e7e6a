import { userInfo } from 'node:os'
import type { Config } from '../config.ts'
import { csvLine, numberCell, textCell } from '../server/export/csv.ts'
import type { NewTokenDto, TokenDto } from '../server/dto/api-token.ts'
import { withApi } from './product.ts'
import { print, say } from './talk.ts'

/** `qm token list`: the tokens by which machines tell the use of their GPUs. */
export function tokenList(config: Config): Promise<number> {
  return withApi(config, async (api) => {
    const { rows } = (await (await api.get('/api/v1/tokens')).json()) as { rows: TokenDto[] }
    const head = csvLine(['token', 'name', 'scope', 'created_by', 'created_at', 'last_used_at', 'revoked_at'])
    const lines = rows.map(({ tokenId, name, scope, createdBy, createdAt, lastUsedAt, revokedAt }) =>
      csvLine([numberCell(tokenId), ...[name, scope, createdBy, createdAt, lastUsedAt, revokedAt].map(textCell)]),
    )
    await print(head + lines.join(''))
    return 0
  })
}

/** `qm token add NAME`: makes one; its secret goes to stdout, this once. */
export function tokenAdd(config: Config, name: string, { by = userInfo().username }: { by?: string }): Promise<number> {
  return withApi(config, async (api) => {
    const { secret, tokenId } = (await (await api.post('/api/v1/tokens', { name, by })).json()) as NewTokenDto
    say(`Token ${tokenId} can tell the use of GPUs and read nothing. Its secret is shown this once:`)
    await print(`${secret}\n`)
    return 0
  })
}

/** `qm token revoke ID`. */
export function tokenRevoke(config: Config, tokenId: number): Promise<number> {
  return withApi(config, async (api) => {
    const { name } = (await (await api.delete(`/api/v1/tokens/${tokenId}`)).json()) as TokenDto
    say(`Token ${tokenId} (${name}) is worth nothing any more.`)
    return 0
  })
}

/** `qm push-script`: the script that tells the use of a machine's GPUs. */
export function pushScriptFile(config: Config): Promise<number> {
  return withApi(config, async (api) => {
    await print(await (await api.get('/api/v1/exports/push-utilisation.sh')).text())
    return 0
  })
}
