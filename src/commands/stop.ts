import { launcherPid } from '../config.ts'

/**
 * Resolves when the process shall end: Ctrl-C, a polite kill, a closed terminal, or the launcher that started us gone
 * (a kill -9 reaches only it, and the store's lock must not stay taken by a process that nobody sees).
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => resolve()
    process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop)
    if (launcherPid() === process.ppid) process.on('disconnect', stop)
  })
}
