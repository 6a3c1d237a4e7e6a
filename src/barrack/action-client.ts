import { BarrackError } from './barrack-error.ts'
import type { BarrackClientOptions } from './client.ts'
import { instanceRow, stockModel, stockRow, type InstanceRow } from './contract/index.ts'
import { endpointMap, isObject, mapFields, valueAt } from './endpoint-map.ts'
import { reasonOf } from './parse-rows.ts'
import { createTransport } from './transport.ts'

/** What can be asked of a machine. */
export type MachineAction = 'start' | 'hibernate' | 'restore'

/** Changes machines of one Barrack account, by a key of its own. It hibernates, restores and starts, and does nothing else. */
export interface ActionClient {
  /** A machine as it is right now. @throws BarrackError */
  instance(id: string, signal?: AbortSignal): Promise<InstanceRow>
  /** Machines of a size that could be had right now; null where stock is not told. @throws BarrackError */
  machinesInStock(
    pool: { readonly region: string; readonly gpuModel: string; readonly size: number },
    signal?: AbortSignal,
  ): Promise<number | null>
  /**
   * Asks once, and never again by itself: whether an answer that got lost was obeyed is seen in the machine's state.
   * @throws BarrackError
   */
  act(id: string, action: MachineAction, signal?: AbortSignal): Promise<void>
}

export function createActionClient(options: BarrackClientOptions): ActionClient {
  const endpoints = endpointMap(options.endpoints)
  const transport = createTransport(options)
  const pathOf = (id: string) => `${endpoints.instances.path.replace(/\/*$/, '/')}${encodeURIComponent(id)}/`
  return {
    async instance(id, signal) {
      const answer = await transport.get(pathOf(id), {}, signal)
      const body = isObject(answer) && isObject(answer.instance) ? answer.instance : answer
      const result = instanceRow.safeParse(isObject(body) ? mapFields(body, endpoints.instances.fields) : body)
      if (result.success) return result.data
      throw new BarrackError('unreadable', `GET ${pathOf(id)} answered in another form: ${reasonOf(result.error)}.`)
    },
    async machinesInStock({ region, gpuModel, size }, signal) {
      const { path, list = 'stocks' } = endpoints['gpu-stocks']
      const answer = await transport.get(path, {}, signal).catch((error: unknown) => {
        if (error instanceof BarrackError && error.kind === 'not-found') return null
        throw error
      })
      const rows = isObject(answer) ? valueAt(answer, list) : null
      if (!Array.isArray(rows)) return null
      const models = rows.flatMap((row) => {
        const parsed = stockRow.safeParse(row)
        return parsed.success && parsed.data.region === region ? parsed.data.models : []
      })
      const told = models.flatMap((model) => {
        const parsed = stockModel.safeParse(model)
        return parsed.success && parsed.data.model === gpuModel ? [parsed.data.configurations[`${size}x`]] : []
      })
      return told[0] ?? null
    },
    act: (id, action, signal) => transport.post(`${pathOf(id)}${action}/`, signal),
  }
}
