import type { ComponentChildren } from 'preact'
import type { Meta } from '../api.ts'
import { sharedParams } from '../filters.ts'
import { PAGES } from '../pages.ts'
import { hrefOf } from '../router.ts'
import { DemoBar } from './demo-bar.tsx'
import { Icon } from './icon.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

interface Props {
  readonly meta: Meta | null
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly children: ComponentChildren
}

/** What stands around every page: the way to its content, the demo bar, the pages, the account. */
export function Frame({ meta, path, params, children }: Props) {
  return (
    <>
      <a class="skip-link" href="#content">
        Skip to the content
      </a>
      {meta?.demo && <DemoBar />}
      <div class="frame">
        <nav class="rail" aria-label="Pages">
          <ul>
            {PAGES.map((page) => (
              <li key={page.path}>
                <a
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
            <a class="brand" href="/">
              Quartermaster
            </a>
            {meta && (
              <p class="account">
                {meta.account.name} <span class="muted">days of {meta.account.zone}</span>
              </p>
            )}
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
