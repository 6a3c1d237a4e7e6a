/**
 * What a forecast is made of. With what is billed they add up to it exactly.
 *
 * keepsRunning: machines that run now, going on at their rate. schedules: what the rhythm of machines that come and go
 * takes from that or adds. churn: what is expected to end and to begin. planned: what the plans in force change.
 * priceChange: prices that are known to change. storage: volumes and snapshots. ai: models paid by use.
 */
export const DRIVERS = ['keepsRunning', 'schedules', 'churn', 'planned', 'priceChange', 'storage', 'ai'] as const
export type Driver = (typeof DRIVERS)[number]

/** Picos by driver; a driver that is not named is nought. */
export type DriverAmounts = Readonly<Partial<Record<Driver, bigint>>>

export function addDrivers(into: Partial<Record<Driver, bigint>>, amounts: DriverAmounts): void {
  for (const driver of DRIVERS) {
    const picos = amounts[driver]
    if (picos) into[driver] = (into[driver] ?? 0n) + picos
  }
}
