import type { RefObject } from 'preact'

/** The commands that show the reader's own account instead of the demo. */
export function ConnectDialog({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) {
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="connect-title">
      <h2 id="connect-title">Connect your account</h2>
      <ol>
        <li>
          In the Barrack console make an API key. Quartermaster only reads with it: it never changes, starts or stops
          anything.
        </li>
        <li>
          Stop this demo with <kbd>Ctrl</kbd> + <kbd>C</kbd> where it runs.
        </li>
        <li>
          Start again with the key:
          <pre tabIndex={0}>
            <code>BARRACK_API_KEY=your-key npm start</code>
          </pre>
          or put the line <code>BARRACK_API_KEY=your-key</code> into a file <code>.env</code> and type{' '}
          <code>npm start</code>.
        </li>
      </ol>
      <p class="muted">
        The demo has its own store: none of its figures get into yours. If the key is refused you are told so, and the
        demo does not come back in its place.
      </p>
      <form method="dialog">
        <button class="button">Close</button>
      </form>
    </dialog>
  )
}
