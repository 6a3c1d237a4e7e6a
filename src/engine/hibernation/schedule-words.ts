import { slotName, WEEK_HOURS } from '../capacity/week.ts'
import type { SleepWindow } from './schedule.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/**
 * A schedule in words: 'asleep Mon to Thu 19:00 to 08:00, and Fri 19:00 to Mon 08:00'. Sleeps of the same hours on days
 * in a row are told together.
 */
export function scheduleWords(windows: readonly SleepWindow[]): string {
  if (windows.length === 0) return 'always awake'
  if (windows[0]!.hours >= WEEK_HOURS) return 'asleep all week, until somebody needs it'
  const told: { days: number[]; fromHour: number; hours: number }[] = []
  for (const { fromSlot, hours } of windows) {
    const day = Math.floor(fromSlot / 24)
    const same = told.find((each) => each.fromHour === fromSlot % 24 && each.hours === hours)
    if (same) same.days.push(day)
    else told.push({ days: [day], fromHour: fromSlot % 24, hours })
  }
  const parts = told.map(({ days, fromHour, hours }) => {
    const from = days[0]! * 24 + fromHour
    const wake = (from + hours) % WEEK_HOURS
    const wakeHour = slotName(wake).slice(4)
    if (days.length === 1) return `${slotName(from)} to ${hours < 24 ? wakeHour : slotName(wake)}`
    const later = hours >= 24 ? ` ${Math.floor((fromHour + hours) / 24)} days later` : ''
    return `${dayRange(days)} ${slotName(from).slice(4)} to ${wakeHour}${later}`
  })
  return `asleep ${parts.join(', and ')}`
}

/** 'Mon to Thu', 'Mon, Wed', 'every day'. */
function dayRange(days: readonly number[]): string {
  if (days.length === 7) return 'every day'
  const inRow = days.length > 2 && days.every((day, i) => i === 0 || day === days[i - 1]! + 1)
  return inRow ? `${DAYS[days[0]!]!} to ${DAYS[days.at(-1)!]!}` : days.map((day) => DAYS[day]!).join(', ')
}
