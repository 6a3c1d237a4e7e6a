import { computed, signal } from '@preact/signals'

/** All state of a page is its address: what is looked at can be sent to someone else, and back goes back. */
export interface Address {
  readonly path: string
  readonly params: Readonly<Record<string, string>>
}

/** Changes of the query; null takes a parameter out. */
export type ParamChanges = Readonly<Record<string, string | null>>

const current = signal<Address>({ path: '/', params: {} })

/** Where the reader is. */
export const address = computed(() => current.value)

/** The account that is looked at; null: the first. */
export const accountSlug = computed(() => current.value.params['account'] ?? null)

/** '/spend' and {group: 'region'} is '/spend?group=region'; parameters sorted, so that one view has one address. A link stays with the account that is looked at. */
export function hrefOf({ path, params }: Address): string {
  const account = accountSlug.peek()
  const query = new URLSearchParams(
    Object.entries(account === null ? params : { account, ...params }).sort(([a], [b]) => (a < b ? -1 : 1)),
  ).toString()
  return query ? `${path}?${query}` : path
}

/** The address that a link holds: '/spend?group=region'. A trailing slash says nothing. */
export function parseAddress(href: string): Address {
  const url = new URL(href, 'http://here')
  const path = url.pathname.replace(/(?<=.)\/+$/, '')
  return { path, params: Object.fromEntries([...url.searchParams].filter(([, value]) => value !== '')) }
}

/** The parameters after changes, without the empty ones. */
export function changedParams(params: Address['params'], changes: ParamChanges): Address['params'] {
  const merged = Object.entries({ ...params, ...changes })
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ''))
}

/** Goes to an address of ours and leaves a step to go back to. */
export function navigate(to: Address): void {
  if (hrefOf(to) === hrefOf(current.peek())) return
  history.pushState(null, '', hrefOf(to))
  current.value = to
}

/** Changes the query of the page that is open. */
export function setParams(changes: ParamChanges): void {
  const { path, params } = current.peek()
  navigate({ path, params: changedParams(params, changes) })
}

/** Follows the address bar, back and forward, and the clicks on links of ours. Call once. */
export function startRouter(): void {
  const read = () => (current.value = parseAddress(location.href))
  read()
  addEventListener('popstate', read)
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || !isOurs(link, event)) return
    event.preventDefault()
    navigate(parseAddress(link.href))
    scrollTo(0, 0)
  })
}

function isOurs(link: HTMLAnchorElement, event: MouseEvent): boolean {
  const isPlainClick = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  const isPage = link.origin === location.origin && !link.pathname.startsWith('/api/') && !link.hash
  return isPlainClick && isPage && !link.download && !link.target && !event.defaultPrevented
}
