import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Meta, Overview } from '../api.ts'
import { sharedParams } from '../filters.ts'
import { ageText, momentText } from '../format.ts'
import { PAGES } from '../pages.ts'
import { hrefOf } from '../router.ts'
import { AccountChoice } from './account-choice.tsx'
import { DemoBar } from './demo-bar.tsx'
import { Icon } from './icon.tsx'
import { LookBack, LookBackBar } from './look-back.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

interface Props {
  readonly meta: Meta | null
  readonly overview: Overview | null
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly children: ComponentChildren
}

/** What stands around every page: the way to its content, the demo bar, the pages, the account. */
export function Frame({ meta, overview, path, params, children }: Props) {
  const current = useRef<HTMLAnchorElement>(null)
  // The bar of a narrow screen is longer than the screen.
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest', inline: 'center' }), [path])
  return (
    <>
      <a class="skip-link" href="#content">
        Skip to the content
      </a>
      {meta?.demo && <DemoBar />}
      {meta && <LookBackBar zone={meta.account.zone} now={Date.parse(meta.now)} path={path} />}
      <div class="frame">
        <nav class="rail" aria-label="Pages">
          <ul>
            {PAGES.map((page) => (
              <li key={page.path}>
                <a
                  ref={page.path === path ? current : null}
                  href={hrefOf({ path: page.path, params: sharedParams(params) })}
                  aria-current={page.path === path ? 'page' : undefined}
                >
                  <Icon name={page.icon} />
                  {page.title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="column">
          <header class="top-bar">
            <a class="brand" href={hrefOf({ path: '/', params: {} })}>
              Quartermaster
            </a>
            {meta && (
              <p class="account">
                <AccountChoice meta={meta} />{' '}
                <span class="muted">
                  days of {meta.account.zone}
                  {overview && `, ${asOfText(meta, overview)}`}
                </span>
              </p>
            )}
            {meta && <LookBack zone={meta.account.zone} now={Date.parse(meta.now)} />}
            <ThemeSwitch />
          </header>
          <main id="content" tabIndex={-1}>
            {children}
          </main>
        </div>
      </div>
    </>
  )
}

function asOfText({ now, account }: Meta, { asOf }: Overview): string {
  const [at, present] = [Date.parse(asOf), Date.parse(now)]
  return `as of ${momentText(at, account.zone, present)} (${ageText((present - at) / 1000)})`
}
