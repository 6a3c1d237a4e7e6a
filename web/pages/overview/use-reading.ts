import { useEffect, useState } from 'preact/hooks'
import { api, ApiError } from '../../api.ts'
import { parseProgress, progressSentence } from '../../progress.ts'

const POLL_MS = 1000

interface Reading {
  readonly start: () => void
  readonly isUnderWay: boolean
  /** How far it has come, or how it ended. */
  readonly said: string | null
  readonly error: ApiError | null
}

/** Asks for an ingest and follows its job until it has ended; then calls `onIngested`. */
export function useReading(onIngested: () => void): Reading {
  const [jobId, setJobId] = useState<number | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [error, setError] = useState<ApiError | null>(null)

  const fail = (cause: unknown) => {
    setJobId(null)
    setSaid(null)
    setError(cause instanceof ApiError ? cause : new ApiError(String(cause)))
  }
  useEffect(() => {
    if (jobId === null) return
    const look = async () => {
      const job = await api.job(jobId)
      if (job.status === 'queued' || job.status === 'running') {
        setSaid(progressSentence(parseProgress(job.progress)))
        return
      }
      setJobId(null)
      setSaid(job.status === 'done' ? 'Read again just now.' : null)
      if (job.status === 'failed') setError(new ApiError(job.error ?? 'The reading failed.'))
      onIngested()
    }
    const timer = setInterval(() => void look().catch(fail), POLL_MS)
    return () => clearInterval(timer)
  }, [jobId])

  const start = () => {
    setError(null)
    setSaid('Asking Barrack')
    api.requestIngest().then(({ jobId: id }) => setJobId(id), fail)
  }
  return { start, isUnderWay: said !== null && jobId !== null, said, error }
}
