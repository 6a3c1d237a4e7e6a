#!/usr/bin/env bash
# One machine's life at Barrack: deploy, attach a volume, hibernate, restore, delete.
# Written from the OpenAPI document of the service alone (GET /openapi.json): every path, field and state is of there.
# It needs bash and curl. It ends with 1 and the answer's own words when something is refused or takes too long;
# what it has made by then it deletes again, because it costs money.
#
#   qm sandbox --port 4010 --speed 600 &
#   BARRACK_URL=http://127.0.0.1:4010 BARRACK_API_KEY=any POLL_SECONDS=0.2 ./deploy-hibernate-delete.sh
#
#   BARRACK_URL      where the service is                        https://barrack.ai
#   BARRACK_API_KEY  your key                                    must be given
#   REGION           region of machine and volume                CANADA-1
#   GPU_MODEL        GPU of the machine                          L40
#   GPU_COUNT        how many of them                            1
#   CURRENCY         wallet that pays                            USD
#   POLL_SECONDS     seconds between two looks at a state        5
#   MOST_POLLS       looks before a state is given up            240
set -euo pipefail

base=${BARRACK_URL:-https://barrack.ai}/api
key=${BARRACK_API_KEY:?give your key by BARRACK_API_KEY}
region=${REGION:-CANADA-1}
gpu_model=${GPU_MODEL:-L40}
gpu_count=${GPU_COUNT:-1}
currency=${CURRENCY:-USD}
poll_seconds=${POLL_SECONDS:-5}
most_polls=${MOST_POLLS:-240}
name=example-$(date +%s)-$$

instance=
volume=
ssh_key=
status=
answer=

step() { printf '%s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# request METHOD PATH [JSON]: leaves the HTTP status in $status and the body in $answer.
request() {
  local reply
  reply=$(curl -sS -X "$1" "$base$2" \
    -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
    ${3:+--data "$3"} -w '\n%{http_code}') || fail "$1 $2: no answer"
  status=${reply##*$'\n'}
  answer=${reply%$'\n'*}
}

# call METHOD PATH [JSON]: a request that must not be refused.
call() {
  request "$@"
  [[ $status == 2?? ]] || fail "$1 $2 was refused with $status: $answer"
}

# field NAME: the first text of that name in the last answer.
field() {
  [[ $answer =~ \"$1\":\ *\"([^\"]*)\" ]] || fail "no '$1' in $answer"
  printf '%s' "${BASH_REMATCH[1]}"
}

# wait_for PATH STATE: asks until the resource is in the state; GONE means that it is not found any more.
wait_for() {
  local seen=
  for ((poll = 0; poll < most_polls; poll++)); do
    request GET "$1"
    if [[ $2 == GONE && $status == 404 ]]; then
      step "  gone"
      return
    fi
    [[ $status == 2?? ]] || fail "GET $1 was refused with $status: $answer"
    local now
    now=$(field status)
    [[ $now == "$seen" ]] || step "  $now"
    seen=$now
    [[ ${now^^} == "${2^^}" ]] && return
    [[ ${now^^} == ERROR ]] && fail "$1 came to ERROR"
    sleep "$poll_seconds"
  done
  fail "$1 is still $seen after $most_polls looks, $2 was waited for"
}

# What is left when the script ends early is deleted; refusals do not matter any more then.
clean_up() {
  local code=$?
  trap - EXIT
  set +e
  for path in ${instance:+"/instances/$instance/"} ${volume:+"/volumes/$volume/"} ${ssh_key:+"/ssh-keys/$ssh_key/"}; do
    (request DELETE "$path") && step "cleaned up $path"
  done
  exit "$code"
}
trap clean_up EXIT

step "Finding an image for $region"
call GET "/images/os/?region=$region"
os_image=$(field name)
step "  $os_image"

step 'Creating an SSH key'
call POST /ssh-keys/ "{\"name\":\"$name\",\"region\":\"$region\"}"
ssh_key=$(field id)

step 'Creating a volume of 100 GB'
call POST /volumes/ "{\"name\":\"$name\",\"size_gb\":100,\"volume_type\":\"SSD\",\"region\":\"$region\",\"currency\":\"$currency\"}"
volume=$(field id)
wait_for "/volumes/$volume/" available

step "Deploying $gpu_model x$gpu_count in $region"
call POST /instances/ "{\"name\":\"$name\",\"gpu_model\":\"$gpu_model\",\"gpu_count\":$gpu_count,\"region\":\"$region\",\"currency\":\"$currency\",\"os_image\":\"$os_image\",\"ssh_keys\":[\"$name\"]}"
instance=$(field id)
wait_for "/instances/$instance/" ACTIVE

step "Attaching volume $volume to $instance"
call POST /volumes/attach/ "{\"instance_id\":\"$instance\",\"volume_ids\":[\"$volume\"]}"
wait_for "/volumes/$volume/" attached

step "Hibernating $instance"
call POST "/instances/$instance/hibernate/"
wait_for "/instances/$instance/" HIBERNATED

step "Restoring $instance"
call POST "/instances/$instance/restore/"
wait_for "/instances/$instance/" ACTIVE

step "Detaching volume $volume"
call POST /volumes/detach/ "{\"volume_ids\":[\"$volume\"]}"
wait_for "/volumes/$volume/" available

step "Deleting $instance"
call DELETE "/instances/$instance/"
wait_for "/instances/$instance/" GONE
instance=

step "Deleting volume $volume"
call DELETE "/volumes/$volume/"
wait_for "/volumes/$volume/" GONE
volume=

step 'Deleting the SSH key'
call DELETE "/ssh-keys/$ssh_key/"
ssh_key=

step 'Done.'
