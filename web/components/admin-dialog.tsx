import { useEffect, useRef, useState } from 'preact/hooks'
import { askedAdmin } from '../admin.ts'

/** Asks for the admin's token when the server does. */
export function AdminDialog() {
  const asked = askedAdmin.value
  const dialog = useRef<HTMLDialogElement>(null)
  const [token, setToken] = useState('')
  useEffect(() => {
    if (!asked) dialog.current?.close()
    else if (!dialog.current?.open) dialog.current?.showModal()
    setToken('')
  }, [asked])
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="admin-title"
      // Escape leaves it too.
      onCancel={() => asked?.answer(null)}
    >
      <h2 id="admin-title">An admin does this</h2>
      <p>
        It asks for the token that the server was started with (QM_ADMIN_TOKEN). This page keeps it until it is closed.
      </p>
      <form
        class="rule-form"
        onSubmit={(event) => {
          event.preventDefault()
          asked?.answer(token.trim())
        }}
      >
        <label>
          <span>Admin token</span>
          <input
            type="password"
            autocomplete="off"
            required
            value={token}
            onInput={({ currentTarget }) => setToken(currentTarget.value)}
          />
        </label>
        <button type="submit" class="button">
          Go on
        </button>
        <button type="button" class="button quiet" onClick={() => asked?.answer(null)}>
          Leave it
        </button>
        <span role="alert" class="act">
          {asked?.wasWrong ? 'That is not the token.' : ''}
        </span>
      </form>
    </dialog>
  )
}
