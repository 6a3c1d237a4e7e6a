import { alertsApi } from '../../alerts-api.ts'
import { Icon } from '../../components/icon.tsx'
import { plural } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { hrefOf } from '../../router.ts'

const SHOWN = 3
const REFRESH_MS = 60_000

/** What needs somebody, first of all on the page; nothing where nothing does. */
export function OpenAlerts({ version }: { version: string }) {
  const { value } = useLoad(`open alerts ${version}`, () => alertsApi.alerts('open'), REFRESH_MS)
  const open = (value ?? []).filter(({ acknowledged }) => acknowledged === null)
  if (open.length === 0) return null
  const isUrgent = open.some(({ kind }) => kind === 'depletion' || kind === 'burn-guard')
  return (
    <section class={`note ${isUrgent ? 'act' : 'watch'}`} aria-label="Alerts">
      <Icon name="warning" />
      <div>
        <ul>
          {open.slice(0, SHOWN).map(({ alertId, subject }) => (
            <li key={alertId}>{subject}</li>
          ))}
        </ul>
        <a href={hrefOf({ path: '/alerts', params: {} })}>
          {open.length > SHOWN ? `All ${plural(open.length, 'alert')}` : 'What to do, and who takes it up'}
        </a>
      </div>
    </section>
  )
}
