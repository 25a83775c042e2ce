#!/bin/sh
# Signs one player in, with curl alone. Messages for the player go to stderr.
#   PHIGROS_GATEWAY=https://gate.example examples/login.sh "player's name" [seconds]
# seconds: time limit for the whole login, by default 600. A QQ bot has 300 in groups and channels, 3600 one-to-one.
# PHIGROS_TOKEN_FILE=file: where to store the session token; - prints it. Without it the token is not kept.
# PHIGROS_CLIENT_SECRET: the client secret, if the gateway requires one.
# PHIGROS_STATE=file: keeps the login, so that a second request, or a restart after a crash, gets the same link.
# PHIGROS_PICTURE=qr.png PHIGROS_REGION=cn: for chats that accept pictures but no links.
set -eu
umask 077 # the login secret is in these files
gateway=${PHIGROS_GATEWAY:-http://localhost:5015} region=${PHIGROS_REGION:-} picture=${PHIGROS_PICTURE:-}
end=$(($(date +%s) + ${2:-600})) header=''
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
login=${PHIGROS_STATE:-$tmp/login}

say() { printf '%s\n' "$1" >&2; }
stop() { say "${1:-The gateway responded with $status.}"; exit 1; }
left() { echo $((end - $(date +%s))); }
quoted() { printf '"%s"' "$(printf %s "$1" | tr -d '\000-\037' | sed 's/["\\]/\\&/g')"; }
# The gateway's JSON is compact and escapes quotes inside a text, so no text can be mistaken for a field.
field() { sed -nE 's/.*"'"$1"'":"(([^"\\]|\\.)*)".*/\1/p' "${2:-$tmp/body}"; }

# Retries what is temporary: no response, 5xx, and 429, not before the time given in Retry-After.
call() {
  method=$1 path=$2 && shift 2
  # Secrets go in by stdin: every user of a machine can read the arguments of its programs.
  status=$(printf %s "${header:+header = \"$header\"}" |
    curl -s -K - -X "$method" "${gateway%/}/api/v1/logins$path" -o "$tmp/body" -w '%{http_code}' "$@" --max-time 35 \
      --retry 1000 --retry-all-errors --retry-delay 2 --retry-max-time "$(($(left) > 5 ? $(left) : 5))") ||
    stop 'The gateway does not respond. Please try again later.'
}

create_login() {
  header=${PHIGROS_CLIENT_SECRET:+X-Api-Key: $PHIGROS_CLIENT_SECRET}
  life=$(($(left) - 105))                           # until the scan; the confirmation may take 60 s more, the game cloud 45 s
  longest=${picture:+300} longest=${longest:-1800} # a picture is valid as long as its QR code; a link gets new ones
  life=$((life < 60 ? 60 : life > longest ? longest : life))
  call POST '' -H 'Content-Type: application/json' -d "{${region:+\"region\":$(quoted "$region"),}\
\"requestedBy\":\"login.sh\",\"requestedFor\":$(quoted "$1"),\"expiresInSeconds\":$life}"
  [ "$status" = 201 ] || stop "$(field detail)"
  mv "$tmp/body" "$login"
}

show_login() {
  [ -n "$picture" ] || { say "Sign in here: $(field loginUrl "$login")" && return; }
  call GET "/$id/qr.png?scale=8"
  [ "$status" != 200 ] || { mv "$tmp/body" "$picture" && say "Scan $picture with TapTap, region $region."; }
}

wait_for_end() {
  while :; do
    wait=$(left)
    [ "$wait" -gt 0 ] || stop 'There was no answer in time. Please ask again.'
    call GET "/$id/result?lang=en&wait=$((wait < 25 ? wait : 25))"
    { [ "$status" = 200 ] && grep -q '"final":false' "$tmp/body"; } || return 0
  done
}

for _ in 1 2 3; do
  [ -s "$login" ] || create_login "${1:-a player}"
  id=$(field id "$login") header="Authorization: Bearer $(field loginSecret "$login")"
  show_login && wait_for_end
  case $status in 404 | 410) rm -f "$login" ;; *) break ;; esac # the gateway no longer has it: create another one
done
[ "$status" = 200 ] || stop "$(field detail)"
[ "$(field status)" = succeeded ] || { rm -f "$login" && stop "$(field message)"; }

# Anyone who had the link may have signed in: ask before you store anything.
nickname=$(field nickname)
say "Signed in as ${nickname:-$(field name)}. Is this you? [y/n]"
read -r answer || answer=n
case $answer:${PHIGROS_TOKEN_FILE:-} in
  [yY]*:) say 'The token was not kept: PHIGROS_TOKEN_FILE is not set.' ;;
  [yY]*:-) printf '%s\n' "$(field sessionToken)" ;;
  [yY]*) field sessionToken >"$PHIGROS_TOKEN_FILE" ;; # a bot encrypts it first
  *) say 'Nothing was stored.' ;;
esac
call DELETE "/$id" && rm -f "$login" # acknowledge only after the token is stored
case $answer in [yY]*) ;; *) exit 1 ;; esac
