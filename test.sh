#!/usr/bin/env bash
# Everything that CI does, the same for people: restore, build once, run every test.
# With --full the long tests run at full length and write their reports into docs/reports.
# It ends with the line "N passed, N failed, N skipped" and with the exit status of the tests.
set -uo pipefail
cd "$(dirname "$0")"
if [[ "${1:-}" == --full ]]; then
  export PHIGROSLOGIN_FULL=1
  shift
fi

# Programs that the tests look at our output with, each with the Debian package it comes from.
missing=()
need() { command -v "$1" >/dev/null || [ -e "$1" ] || missing+=("$2"); }
need zbarimg zbar-tools
need curl curl
need node nodejs
need npm npm
need go golang-go
need /usr/share/gocode/src/github.com/cli/oauth golang-github-cli-oauth-dev
/usr/bin/python3 -c 'import aiohttp' 2>/dev/null || missing+=(python3-aiohttp) # of Debian's Python, whatever else is installed
need nginx nginx-light
need rsvg-convert librsvg2-bin
need identify imagemagick
need Xvfb xvfb
need /usr/bin/chromium chromium
need /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc fonts-noto-cjk
need xterm xterm
need /usr/share/fonts/opentype/terminus/terminus-normal.otb fonts-terminus-otb
need /usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf fonts-dejavu-core
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=120 "${missing[@]}" >/dev/null
  else
    echo "Missing Debian packages: ${missing[*]}. The tests that need them will fail and say so." >&2
  fi
fi

output=$(mktemp)
trap 'rm -f "$output"' EXIT
# One module after the other: some tests measure seconds, and a browser beside them would be part of the measurement.
run() {
  timeout 25m dotnet test --solution PhigrosLogin.slnx --configuration Release --max-parallel-test-modules 1 "$@" 2>&1 | tee "$output"
  status=${PIPESTATUS[0]}
}
run "$@"
# Tests that watch a clock on the wall or a browser can miss their time on a busy machine. A mistake fails twice.
if [ "$status" -ne 0 ] && grep -aq '^failed ' "$output"; then
  echo "Some tests failed (above). Once more, to tell a busy machine from a mistake:"
  run --no-build "$@"
fi

awk '/^ +failed: /{f=$2} /^ +succeeded: /{p=$2} /^ +skipped: /{s=$2}
     END{print p+0 " passed, " f+0 " failed, " s+0 " skipped"}' "$output"
exit "$status"
