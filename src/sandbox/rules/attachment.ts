import { stretchAt } from '../ledger.ts'
import type { Instance, Volume } from '../resource.ts'
import type { Sandbox } from '../sandbox.ts'

/** Volumes that hang on a machine at a moment. */
export function volumesOf({ account }: Pick<Sandbox, 'account'>, instanceId: string, now: number): Volume[] {
  return account.existing('volume', now).filter(({ ledger }) => stretchAt(ledger, now)?.attachedTo === instanceId)
}

/** From `at` on the volume hangs on the machine, or on none. It is billed as before. */
export function attachTo({ account }: Sandbox, volume: Volume, instanceId: string | null, at: number): void {
  const gb = stretchAt(volume.ledger, at)?.gb ?? 0
  account.change(volume, at, (writer) =>
    instanceId === null
      ? writer.enter('available', at, { gb })
      : writer.enter('attached', at, { gb, attachedTo: instanceId }),
  )
}

export function detachAll(sandbox: Sandbox, instance: Instance, at: number): void {
  for (const volume of volumesOf(sandbox, instance.id, at)) attachTo(sandbox, volume, null, at)
}
