import { AskButton } from '../../components/ask-button.tsx'
import { whatIfApi, type KeptScenario, type Scenario } from '../../what-if-api.ts'

interface Props {
  readonly saved: readonly KeptScenario[]
  /** No more fit into the comparison. */
  readonly isFull: boolean
  readonly onOpen: (scenarios: readonly Scenario[]) => void
  readonly onChanged: () => void
}

/** What was saved under a name, to open or to delete. */
export function SavedScenarios({ saved, isFull, onOpen, onChanged }: Props) {
  if (saved.length === 0) return null
  return (
    <details class="saved">
      <summary>Saved scenarios ({saved.length})</summary>
      <ul>
        {saved.map(({ scenarioId, name, changes, sentences }) => (
          <li key={scenarioId}>
            <button
              type="button"
              class="button quiet"
              aria-label={`Open ${name}`}
              disabled={isFull}
              onClick={() => onOpen([{ name, changes }])}
            >
              Open
            </button>
            <AskButton
              isQuiet
              sure={`Delete ${name}?`}
              ask={async () => {
                await whatIfApi.forget(scenarioId)
                onChanged()
                return ''
              }}
            >
              Delete
            </AskButton>
            <span>
              <b>{name}</b> <span class="under">{sentences.join('; ')}</span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
