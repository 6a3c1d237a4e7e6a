import type { HorizonAccuracy } from '../../api.ts'
import { count, NONE } from '../../format.ts'

export const AHEAD: Readonly<Record<HorizonAccuracy['horizon'], string>> = {
  day: 'A day ahead',
  week: 'A week ahead',
  '30-days': '30 days ahead',
  month: 'The month, in its first half',
  quarter: 'The quarter, in its first half',
}
export const JUDGED = Object.keys(AHEAD) as readonly HorizonAccuracy['horizon'][]

/** Fewer forecasts than these say little: then those that are made again today are shown beside them. */
export const enough = (horizon: HorizonAccuracy['horizon']): number =>
  horizon === 'month' || horizon === 'quarter' ? 4 : 8

/** Whether any horizon of these has too few forecasts that were kept at their time. */
export const needsBacktest = (horizons: readonly HorizonAccuracy[]): boolean =>
  JUDGED.some((each) => {
    const found = horizons.filter(({ horizon }) => horizon === each)
    return found.length === 0 || found.some(({ forecasts }) => forecasts < enough(each))
  })

/** '9 %', with one place under ten. */
export const percent = (share: number | null): string =>
  share === null ? NONE : `${count(share * 100, Math.abs(share) < 0.1 ? 1 : 0)} %`

/** '3 % too high'; 'even' where it leans to neither side. */
export function leanText(bias: number | null): string {
  if (bias === null) return NONE
  return Math.abs(bias) < 0.0005 ? 'even' : `${percent(Math.abs(bias))} too ${bias > 0 ? 'high' : 'low'}`
}

/** 'A week ahead: off by 3 % (median) in the last 8, 7 of 8 inside the band.' */
export function accuracySentence({ horizon, forecasts, medianOff, held }: HorizonAccuracy): string {
  return `${AHEAD[horizon]}: off by ${percent(medianOff)} (median) in the last ${forecasts}, ${held} of ${forecasts} inside the band.`
}
