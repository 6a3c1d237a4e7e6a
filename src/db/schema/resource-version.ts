import type { ResourceTable } from './resource.ts'
import type { Timestamp } from './column.ts'

/** What was known of a resource from a moment on; a row for each change. */
export interface ResourceVersionTable extends Omit<ResourceTable, 'raw'> {
  known_at: Timestamp
}
