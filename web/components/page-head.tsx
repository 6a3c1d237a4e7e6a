import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

let isFirstPage = true

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
    if (!isFirstPage) heading.current?.focus()
    isFirstPage = false
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
