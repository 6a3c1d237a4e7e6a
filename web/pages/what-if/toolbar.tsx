import { Icon } from '../../components/icon.tsx'
import { whatIfApi, type Scenario, type WhatIfAsked } from '../../what-if-api.ts'
import { saveFile, saveJson, scenariosOfFile } from './files.ts'
import { MOST_SCENARIOS } from './scenario-address.ts'

interface Props {
  readonly asked: WhatIfAsked
  readonly isDemo: boolean
  /** What the page has to say of what was done last. */
  readonly said: string
  readonly onSay: (words: string) => void
  readonly onAdd: (scenarios: readonly Scenario[]) => void
}

/** From where scenarios come and where they go: new, files, a link. */
export function Toolbar({ asked, isDemo, said, onSay, onAdd }: Props) {
  const prefix = isDemo ? 'demo-' : ''
  const isFull = asked.scenarios.length >= MOST_SCENARIOS
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(location.href)
      onSay('The link is copied; whoever opens it sees these scenarios.')
    } catch {
      onSay('The browser does not let the page copy: the address above is the link.')
    }
  }
  const saveCsv = async (by: 'month' | 'day') =>
    saveFile(`${prefix}what-if${by === 'day' ? '-by-day' : ''}.csv`, await whatIfApi.csv(asked, by))
  const tell = (work: Promise<void>) => void work.catch((error: unknown) => onSay(String(error)))
  const open = async (file: File | undefined) => {
    if (!file) return
    const scenarios = await scenariosOfFile(file)
    if (scenarios) onAdd(scenarios)
    else onSay(`${file.name} holds no scenarios.`)
  }
  return (
    <div class="toolbar">
      <button type="button" class="button" disabled={isFull} onClick={() => onAdd([])}>
        Add a scenario
      </button>
      <label class="button quiet file">
        Import
        <input
          class="visually-hidden"
          type="file"
          accept="application/json,.json"
          disabled={isFull}
          onChange={({ currentTarget }) => {
            tell(open(currentTarget.files?.[0]))
            currentTarget.value = ''
          }}
        />
      </label>
      {asked.scenarios.length > 0 && (
        <>
          <button type="button" class="button quiet" onClick={() => tell(saveCsv('month'))}>
            <Icon name="download" />
            CSV by month
          </button>
          <button type="button" class="button quiet" onClick={() => tell(saveCsv('day'))}>
            <Icon name="download" />
            CSV by day
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
