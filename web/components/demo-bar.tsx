import { useRef } from 'preact/hooks'
import { ConnectDialog } from './connect-dialog.tsx'

/** On every page of the demo, so that nobody takes its figures for their own. */
export function DemoBar() {
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <aside class="demo-bar" aria-label="Demo">
      <p>
        <strong>Demo account.</strong>{' '}
        <span class="wide-only">Invented machines with the arithmetic of real ones; nothing here is yours.</span>
      </p>
      <button type="button" class="button" onClick={() => dialog.current?.showModal()}>
        Connect your account
      </button>
      <ConnectDialog dialog={dialog} />
    </aside>
  )
}
