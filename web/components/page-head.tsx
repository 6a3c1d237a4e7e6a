import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { address } from '../router.ts'

let lastPath: string | null = null

interface Props {
  readonly title: string
  /** The one question that the page answers. */
  readonly question: string
  readonly children?: ComponentChildren
}

/** The heading of a page; takes the focus when the reader came from another page, so that it is read out. */
export function PageHead({ title, question, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const { path } = address.peek()
    if (lastPath !== null && lastPath !== path) heading.current?.focus()
    lastPath = path
  }, [])
  return (
    <div class="page-head">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="muted">{question}</p>
      </div>
      {children}
    </div>
  )
}
