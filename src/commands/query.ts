/** Options of a command, by their names; a switch is true. */
export type Options = Readonly<Record<string, string | true | undefined>>

/** Options as parameters of the API, without those that were not said; a switch is 'true', costCenter is cost_center. */
export function parametersOf({ costCenter, ...options }: Options): string {
  const said = Object.entries({ ...options, cost_center: costCenter })
  return new URLSearchParams(
    said.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]])),
  ).toString()
}
