import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

interface Props<PageProps extends object> {
  readonly load: () => Promise<ComponentType<PageProps>>
  readonly given: PageProps
}

/** A page, whose code is fetched at its first visit. Give it the page's path as key. */
export function PageView<PageProps extends object>({ load, given }: Props<PageProps>) {
  const [View, setView] = useState<ComponentType<PageProps> | null>(null)
  const [isMissing, setMissing] = useState(false)
  useEffect(() => {
    load().then(
      (loaded) => setView(() => loaded),
      () => setMissing(true),
    )
  }, [load])
  if (View) return <View {...given} />
  return isMissing ? (
    <p role="alert">This page could not be fetched. The server may have been updated: load it anew.</p>
  ) : null
}
