import { oneLine, SCRIPT, type ScheduledMachine } from './scheduled-machine.ts'

interface ShellOptions {
  /** Where Quartermaster is. */
  readonly url: string
  readonly account: string
  /** Whether the schedules are those of plans in force: then nothing is put to sleep that none of them has asleep. */
  readonly isPlanned: boolean
}

/**
 * A script that puts one machine to sleep or wakes it by a call of the API. It looks first: only what runs is put to
 * sleep, only what sleeps is woken, and nothing that Quartermaster knows to be busy or kept on, or that a busy check of
 * its owner calls busy. Where Quartermaster does not answer, nothing is put to sleep.
 */
export function shellFile(machines: readonly ScheduledMachine[], { url, account, isPlanned }: ShellOptions): string {
  const known = machines.map(({ resourceId, name, words }) => `#   ${resourceId}  ${oneLine(name)}: ${oneLine(words)}`)
  const ofPlans = isPlanned
    ? '\n# It is asked whether an approved plan has the machine asleep now: dated sleeps, exceptions and holidays count.'
    : ''
  return `#!/bin/sh
# ${SCRIPT} hibernate|restore MACHINE
# Needs BARRACK_API_URL and BARRACK_API_KEY, and curl. BARRACK_AUTH_HEADER and BARRACK_AUTH_SCHEME as in Quartermaster.
# QM_URL is where Quartermaster is asked first: whether the machine is busy or kept on, or is to sleep on. Where it does
# not answer, nothing is put to sleep. QM_URL= (empty) does without it.${ofPlans}
# BUSY_CHECK, where it is set, is run with the machine's id before a sleep; when it succeeds the machine is busy and is
# left alone. DRY_RUN=1 only says what would be done.
${known.join('\n')}
set -eu
action=\${1:?hibernate or restore}
machine=\${2:?which machine}
: "\${BARRACK_API_URL:?}" "\${BARRACK_API_KEY:?}"
quartermaster=\${QM_URL-${url}}
scheme=\${BARRACK_AUTH_SCHEME-Bearer}
header="\${BARRACK_AUTH_HEADER:-Authorization}: \${scheme:+$scheme }$BARRACK_API_KEY"
call() { curl --silent --show-error --fail --max-time 60 --header "$header" "$@"; }

status=$(call "$BARRACK_API_URL/api/instances/$machine/" | tr ',{' '\\n\\n' |
  sed -n 's/^[[:space:]]*"status"[[:space:]]*:[[:space:]]*"\\([A-Za-z_]*\\)".*/\\1/p' | head -n 1 | tr '[:lower:]' '[:upper:]')
case "$action $status" in
'hibernate ACTIVE') ;;
'restore HIBERNATED') ;;
'hibernate SHUTOFF')
  echo "$machine is shut off: start it first, only what runs can hibernate" >&2
  exit 0
  ;;
hibernate\\ * | restore\\ *)
  echo "$machine is \${status:-in an unknown state}: nothing to $action" >&2
  exit 0
  ;;
*)
  echo "hibernate or restore, not $action" >&2
  exit 2
  ;;
esac
if [ -n "$quartermaster" ]; then
  check=$(curl --silent --max-time 30 "$quartermaster/api/v1/hibernation/machines/$machine/sleep-check?action=$action&planned=${isPlanned}&account=${account}") || check=
  case "$action $check" in
  *'"may":true'*) ;;
  # Who has to wait for a machine should not have to wait for Quartermaster as well.
  'restore ') echo "Quartermaster does not answer at $quartermaster: $machine is woken all the same" >&2 ;;
  *)
    echo "$machine is left as it is: \${check:-Quartermaster does not answer at $quartermaster}" >&2
    exit 0
    ;;
  esac
fi
if [ "$action" = hibernate ] && [ -n "\${BUSY_CHECK:-}" ] && "$BUSY_CHECK" "$machine"; then
  echo "$machine is busy: left on" >&2
  exit 0
fi
if [ -n "\${DRY_RUN:-}" ]; then
  echo "would $action $machine" >&2
  exit 0
fi
call --request POST "$BARRACK_API_URL/api/instances/$machine/$action/" >/dev/null
echo "$action $machine: asked for" >&2
`
}
