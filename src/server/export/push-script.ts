/** A shell script that tells the use of a machine's GPUs every five minutes, by a write-only token. */
export function pushScript(ownUrl: string): string {
  return `#!/bin/sh
# Tells Quartermaster every five minutes how busy the GPUs of this machine are. Needs nvidia-smi and curl.
# QM_TOKEN: a token of 'qm token add NAME'; it can tell the use of GPUs and read nothing.
# QM_URL: where Quartermaster is reached from this machine. MACHINE: its name or id at Barrack; without it the host's.
# ONCE=1 tells once and ends, for cron or a systemd timer.
set -eu
: "\${QM_TOKEN:?}"
url=\${QM_URL:-${ownUrl}}
machine=\${MACHINE:-$(hostname)}
case "$machine" in *[!A-Za-z0-9._\\ -]*) echo "MACHINE may hold letters, digits, blanks and . _ - alone" >&2; exit 2 ;; esac

tell() {
  # The busiest GPU counts: one of eight at work is a machine at work.
  busy=$(nvidia-smi --query-gpu=utilization.gpu --format=csv,noheader,nounits |
    awk 'BEGIN { most = -1 } /^[ ]*[0-9]+/ { if ($1 + 0 > most) most = $1 + 0 } END { if (most < 0) exit 1; printf "%.2f", most / 100 }') ||
    { echo "nvidia-smi told no use" >&2; return 1; }
  curl --silent --show-error --fail --max-time 30 --output /dev/null \\
    --header "Authorization: Bearer $QM_TOKEN" --header 'Content-Type: application/json' \\
    --data "{\\"machine\\": \\"$machine\\", \\"busy\\": $busy}" "$url/api/v1/utilisation/samples" ||
    { echo "$url did not take it (401: QM_TOKEN is not known; 404: there is no machine '$machine', set MACHINE)" >&2; return 1; }
}

if [ -n "\${ONCE:-}" ]; then
  tell
  exit
fi
while :; do
  tell || true
  sleep 300
done
`
}
