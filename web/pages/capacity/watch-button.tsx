import { alertsApi } from '../../alerts-api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { plural } from '../../format.ts'

interface Props {
  readonly region: string
  readonly gpuModel: string
  /** GPUs of one machine. */
  readonly size: number
  readonly machines: number
}

/** Watches for stock to return; whoever has a channel under Alerts is told at once. */
export function WatchButton({ region, gpuModel, size, machines }: Props) {
  const what = `${plural(machines, 'machine')} of ${size} × ${gpuModel} in ${region}`
  return (
    <AskButton
      isQuiet
      ask={async () => {
        await alertsApi.addRule({
          name: `${what} can be had`,
          watch: { kind: 'stock-back', region, gpuModel, size, machines },
          delivery: 'at once',
        })
        const { rows } = await alertsApi.channels()
        return rows.some(({ paused }) => !paused)
          ? `Watched: your channels are told when ${what} can be had. It stands under Alerts.`
          : 'Watched, and shown under Alerts; add a channel there to be told by mail, Slack or webhook.'
      }}
    >
      Tell me when it returns
    </AskButton>
  )
}
