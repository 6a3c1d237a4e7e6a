import { Icon } from '../../components/icon.tsx'
import { whatIfApi, type KeptScenario, type Scenario, type WhatIfAsked } from '../../what-if-api.ts'
import { saveFile, saveJson, scenariosOfFile } from './files.ts'
import { MOST_SCENARIOS } from './scenario-address.ts'

interface Props {
  readonly asked: WhatIfAsked
  readonly isDemo: boolean
  readonly kept: readonly KeptScenario[]
  /** What the page has to say of what was done last. */
  readonly said: string
  readonly onSay: (words: string) => void
  readonly onAdd: (scenarios: readonly Scenario[]) => void
  readonly onForget: (kept: KeptScenario) => void
}

/** From where scenarios come and where they go: new, kept, files, a link. */
export function Toolbar({ asked, isDemo, kept, said, onSay, onAdd, onForget }: Props) {
  const prefix = isDemo ? 'demo-' : ''
  const isFull = asked.scenarios.length >= MOST_SCENARIOS
  const copyLink = async () => {
    await navigator.clipboard.writeText(location.href)
    onSay('The link is copied; whoever opens it sees these scenarios.')
  }
  const saveCsv = async () => saveFile(`${prefix}what-if.csv`, await whatIfApi.csv(asked))
  const tell = (work: Promise<void>) => void work.catch((error: unknown) => onSay(String(error)))
  const open = async (file: File | undefined) => {
    if (!file) return
    const scenarios = await scenariosOfFile(file)
    if (scenarios) onAdd(scenarios)
    onSay(scenarios ? '' : `${file.name} holds no scenarios.`)
  }
  return (
    <div class="toolbar">
      <button type="button" class="button" disabled={isFull} onClick={() => onAdd([])}>
        Add a scenario
      </button>
      {kept.length > 0 && (
        <label>
          <span class="visually-hidden">Open a kept scenario</span>
          <select
            value=""
            disabled={isFull}
            onChange={({ currentTarget }) => {
              const chosen = kept.find(({ scenarioId }) => String(scenarioId) === currentTarget.value)
              currentTarget.value = ''
              if (chosen) onAdd([{ name: chosen.name, changes: chosen.changes }])
            }}
          >
            <option value="">Open a kept one …</option>
            {kept.map(({ scenarioId, name }) => (
              <option key={scenarioId} value={String(scenarioId)}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {kept.length > 0 && (
        <label>
          <span class="visually-hidden">Forget a kept scenario</span>
          <select
            value=""
            onChange={({ currentTarget }) => {
              const chosen = kept.find(({ scenarioId }) => String(scenarioId) === currentTarget.value)
              currentTarget.value = ''
              if (chosen) onForget(chosen)
            }}
          >
            <option value="">Forget a kept one …</option>
            {kept.map(({ scenarioId, name }) => (
              <option key={scenarioId} value={String(scenarioId)}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="button quiet file">
        Import
        <input
          class="visually-hidden"
          type="file"
          accept="application/json,.json"
          onChange={({ currentTarget }) => {
            tell(open(currentTarget.files?.[0]))
            currentTarget.value = ''
          }}
        />
      </label>
      {asked.scenarios.length > 0 && (
        <>
          <button type="button" class="button quiet" onClick={() => tell(saveCsv())}>
            <Icon name="download" />
            CSV
          </button>
          <button type="button" class="button quiet" onClick={() => saveJson(`${prefix}what-if.json`, asked)}>
            <Icon name="download" />
            JSON
          </button>
          <button type="button" class="button quiet" onClick={() => tell(copyLink())}>
            Copy the link
          </button>
        </>
      )}
      <span role="status" class="muted">
        {said}
      </span>
    </div>
  )
}
