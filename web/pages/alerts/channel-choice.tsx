import type { Channel } from '../../alerts-api.ts'

interface Props {
  readonly label: string
  readonly channels: readonly Channel[]
  readonly chosen: readonly number[]
  readonly onChosen: (channels: readonly number[]) => void
}

/** Any number of channels, by their names. */
export function ChannelChoice({ label, channels, chosen, onChosen }: Props) {
  return (
    <fieldset class="choices wide">
      <legend>{label}</legend>
      {channels.map(({ channelId, name }) => (
        <label key={channelId} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(channelId)}
            onChange={({ currentTarget }) =>
              onChosen(
                currentTarget.checked ? [...chosen, channelId] : chosen.filter((channel) => channel !== channelId),
              )
            }
          />
          {name}
        </label>
      ))}
      {channels.length === 0 && <span class="muted">there is no channel yet</span>}
    </fieldset>
  )
}
