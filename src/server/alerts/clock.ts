/** '08:30' is 510 minutes of the day. */
export function minutesOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number)
  return hours! * 60 + minutes!
}
