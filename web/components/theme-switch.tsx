import { themeChoice, type ThemeChoice } from '../theme.ts'
import { Icon, type IconName } from './icon.tsx'

const CHOICES: readonly { choice: ThemeChoice; icon: IconName; label: string }[] = [
  { choice: 'system', icon: 'system', label: 'As the system' },
  { choice: 'light', icon: 'sun', label: 'Light' },
  { choice: 'dark', icon: 'moon', label: 'Dark' },
]

/** Light, dark, or as the system says. */
export function ThemeSwitch() {
  return (
    <fieldset class="theme-switch">
      <legend class="visually-hidden">Colours</legend>
      {CHOICES.map(({ choice, icon, label }) => (
        <label key={choice} title={label}>
          <input
            type="radio"
            name="theme"
            class="visually-hidden"
            checked={themeChoice.value === choice}
            onChange={() => (themeChoice.value = choice)}
          />
          <Icon name={icon} />
          <span class="visually-hidden">{label}</span>
        </label>
      ))}
    </fieldset>
  )
}
