import type { ApiError } from '../api.ts'
import { Icon } from './icon.tsx'

/** A request that failed: what stays on screen is older than it could be. */
export function ProblemNote({ error }: { error: ApiError }) {
  return (
    <p class="note act" role="alert">
      <Icon name="warning" />
      <span>
        <strong>{error.problem?.title ?? 'No answer'}.</strong> {error.message}
        {error.problem?.requestId && <span class="muted"> (request {error.problem.requestId})</span>}
      </span>
    </p>
  )
}
