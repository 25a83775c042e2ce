#!/bin/sh
# One login, with curl alone: words for the player on stderr, the session token on stdout.
#   PHIGROS_GATEWAY=https://gate.example examples/login.sh "player's name" [seconds]
# seconds: how long all of it may take, 600 if not said; QQ gives 180 from a message to its reply.
# PHIGROS_STATE=file keeps the login: whoever asks again, or comes back after a crash, gets the same link.
# PHIGROS_PICTURE=qr.png PHIGROS_REGION=cn is for chats that take pictures and no links.
set -eu
umask 077 # the claim secret is in these files
gateway=${PHIGROS_GATEWAY:-http://localhost:5015} region=${PHIGROS_REGION:-} picture=${PHIGROS_PICTURE:-}
end=$(($(date +%s) + ${2:-600})) secret=''
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
login=${PHIGROS_STATE:-$tmp/login}

say() { printf '%s\n' "$1" >&2; }
stop() { say "${1:-The gateway answered $status.}"; exit 1; }
left() { echo $((end - $(date +%s))); }
quoted() { printf '"%s"' "$(printf %s "$1" | tr -d '\000-\037' | sed 's/["\\]/\\&/g')"; }
# The gateway's JSON is compact and escapes a quote inside a text, so that no text can pass for a member.
member() { sed -nE 's/.*"'"$1"'":"(([^"\\]|\\.)*)".*/\1/p' "${2:-$tmp/body}"; }

# Asks again while that can help: when nobody answers, on 5xx, and on 429 after the time that it names.
call() {
  method=$1 path=$2 && shift 2
  # The secret goes in by stdin, because everybody on a machine can read the arguments of its programs.
  status=$(printf %s "${secret:+header = \"Authorization: Bearer $secret\"}" |
    curl -s -K - -X "$method" "$gateway/api/v1/logins$path" -o "$tmp/body" -w '%{http_code}' "$@" --max-time 35 \
      --retry 1000 --retry-all-errors --retry-delay 2 --retry-max-time "$(($(left) > 5 ? $(left) : 5))") ||
    stop 'The gateway does not answer. Please try again later.'
}

open_login() {
  secret='' life=$(($(left) - 105)) # until the scan; the confirmation may take 60 s more, the game's cloud 45 s
  longest=${picture:+300} longest=${longest:-1800} # a picture lives as long as its code; a link gets new codes
  life=$((life < 60 ? 60 : life > longest ? longest : life))
  call POST '' -H 'Content-Type: application/json' -d "{${region:+\"region\":$(quoted "$region"),}\
\"requestedBy\":\"login.sh\",\"requestedFor\":$(quoted "$1"),\"expiresInSeconds\":$life}"
  [ "$status" = 201 ] || stop "$(member detail)"
  mv "$tmp/body" "$login"
}

show_login() {
  [ -n "$picture" ] || { say "Sign in here: $(member loginUrl "$login")" && return; }
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
  [ -s "$login" ] || open_login "${1:-somebody}"
  id=$(member id "$login") secret=$(member claimSecret "$login")
  show_login && wait_for_end
  case $status in 404 | 410) rm -f "$login" ;; *) break ;; esac # forgotten by the gateway: open another one
done
[ "$status" = 200 ] || stop "$(member detail)"
[ "$(member state)" = succeeded ] || { rm -f "$login" && stop "$(member message)"; }

nickname=$(member nickname) # of anybody who had the link, therefore the question
say "Signed in as ${nickname:-$(member name)}. Is this you? [y/n]"
read -r answer || answer=n
case $answer in [yY]*) printf '%s\n' "$(member sessionToken)" ;; *) say 'Then nothing is bound.' ;; esac
call DELETE "/$id" && rm -f "$login" # only now that the token is in safe hands
case $answer in [yY]*) ;; *) exit 1 ;; esac
