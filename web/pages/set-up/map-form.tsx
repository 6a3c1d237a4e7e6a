import { useState } from 'preact/hooks'
import { ApiError } from '../../api.ts'
import { ProblemNote } from '../../components/problem-note.tsx'
import { setUpApi, type ApiMap } from '../../set-up-api.ts'

interface Props {
  readonly slug: string
  /** In force now. */
  readonly map: ApiMap
  /** What the last look or a sample proposes; null where there is neither. */
  readonly proposed: ApiMap | null
  readonly fromFile: boolean
  readonly isDemo: boolean
  readonly onSaved: () => void
}

const textOf = (map: ApiMap) => JSON.stringify(map, null, 2)

/** The map of an API as it is kept, to be read over, edited and saved. Give it the proposal as key. */
export function MapForm({ slug, map, proposed, fromFile, isDemo, onSaved }: Props) {
  const [text, setText] = useState(textOf(proposed ?? map))
  const [said, setSaid] = useState<string | ApiError | null>(null)
  const isInForce = sameJson(text, map)
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    try {
      const { note } = await setUpApi.saveMap(slug, JSON.parse(text) as ApiMap)
      setSaid(`Saved. ${note}`)
      onSaved()
    } catch (cause) {
      setSaid(cause instanceof ApiError ? cause : new ApiError(`That is no JSON: ${(cause as Error).message}`))
    }
  }
  return (
    <form class="map-form" aria-label="Map of the API" onSubmit={(event) => void save(event)}>
      <label>
        <span>
          {isInForce ? 'In force' : 'Not saved yet'}: what of the API differs from the contract ({'{}'} is nothing)
        </span>
        <textarea
          rows={Math.min(24, Math.max(4, text.split('\n').length))}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <div class="actions">
        <button type="submit" class="button" disabled={isInForce || isDemo}>
          Save and read the account
        </button>
        {!isInForce && (
          <button type="button" class="button quiet" onClick={() => setText(textOf(map))}>
            Back to what is in force
          </button>
        )}
      </div>
      {isDemo && <p class="muted">The demo needs no map; save it with an account of yours.</p>}
      {fromFile && (
        <p class="muted">
          BARRACK_ENDPOINTS or BARRACK_AUTH_HEADER is set: what they say goes before what is saved here.
        </p>
      )}
      {said instanceof ApiError ? <ProblemNote error={said} /> : said !== null && <p role="status">{said}</p>}
      <details>
        <summary>How it is written</summary>
        <p>
          By endpoint a path, or its parts: <code>path</code>, <code>list</code> (what holds the rows, dots go down:{' '}
          <code>data.items</code>), <code>fields</code> (our name: theirs), <code>pageParameter</code>,{' '}
          <code>limitParameter</code>. A field in another unit is{' '}
          <code>{'{"from": "cost_cents", "unit": "cents"}'}</code> with cents, hours, seconds or per_hour.{' '}
          <code>auth</code> holds the header and the scheme of the key.
        </p>
        <pre tabIndex={0}>
          <code>{EXAMPLE}</code>
        </pre>
      </details>
    </form>
  )
}

const EXAMPLE = `{
  "auth": { "header": "X-API-Key", "scheme": "" },
  "balance": "/api/v1/credits",
  "instance-billing": {
    "path": "/api/v1/vms/billing",
    "list": "data.items",
    "fields": { "instance_id": "vmId", "total_cost": { "from": "cost_cents", "unit": "cents" } },
    "pageParameter": "p"
  }
}`

function sameJson(text: string, map: ApiMap): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(map)
  } catch {
    return false
  }
}
