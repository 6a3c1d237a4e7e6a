import { useState } from 'preact/hooks'
import { ApiError } from '../../api.ts'
import { ProblemNote } from '../../components/problem-note.tsx'
import { setUpApi, type ApiMap, type SetUp } from '../../set-up-api.ts'
import { draftOf, mapOf, sameMap } from './map-entry.ts'
import { MapTable } from './map-table.tsx'

interface Props {
  readonly slug: string
  /** In force now. */
  readonly map: ApiMap
  /** What the last look or a sample proposes; null where there is neither. */
  readonly proposed: ApiMap | null
  /** The contract's, by endpoint. */
  readonly paths: SetUp['paths']
  readonly fromFile: boolean
  readonly isDemo: boolean
  readonly onSaved: () => void
}

const textOf = (map: ApiMap) => JSON.stringify(map, null, 2)

/** The map of an API as it is kept, to be read over, edited and saved. Give it the proposal as key. */
export function MapForm({ slug, map, proposed, paths, fromFile, isDemo, onSaved }: Props) {
  const [draft, setDraft] = useState(draftOf(proposed ?? map))
  const [text, setText] = useState(textOf(proposed ?? map))
  const [said, setSaid] = useState<string | ApiError | null>(null)
  const isInForce = sameMap(parsed(text), map)
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
  const take = (next: ApiMap) => {
    setDraft(draftOf(next))
    setText(textOf(next))
  }
  return (
    <form class="map-form" aria-label="Map of the API" onSubmit={(event) => void save(event)}>
      <p class="muted">
        {isInForce ? 'In force' : 'Not saved yet'}: what of the API differs from the contract
        {text === '{}' && '. Nothing does.'}
      </p>
      <MapTable
        draft={draft}
        endpoints={paths}
        onDraft={(next) => {
          setDraft(next)
          setText(textOf(mapOf(next)))
        }}
      />
      <div class="actions">
        <button type="submit" class="button" disabled={isInForce || isDemo}>
          Save and read the account
        </button>
        {!isInForce && (
          <button type="button" class="button quiet" onClick={() => take(map)}>
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
        <summary>As JSON</summary>
        <textarea
          aria-label="The map as JSON"
          rows={Math.min(24, Math.max(4, text.split('\n').length))}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value)
            const typed = parsed(currentTarget.value)
            if (typed) setDraft(draftOf(typed))
          }}
        />
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

/** Null where it is no object in JSON. */
function parsed(text: string): ApiMap | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ApiMap) : null
  } catch {
    return null
  }
}
