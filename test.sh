#!/usr/bin/env bash
# Everything that CI does, the same for people: restore, build once, run every test.
# With --full the long tests run at full length and write their reports into docs/reports.
# It ends with the line "N passed, N failed, N skipped" and with the exit status of the tests.
set -uo pipefail
cd "$(dirname "$0")"
limit=25m
limitOfPostgres=15m
if [[ "${1:-}" == --full ]]; then
  export PHIGROSLOGIN_FULL=1
  limit=100m # the soak alone takes 25 minutes, and the real clock of the published file another 20
  limitOfPostgres=40m
  shift
fi

# Programs that the tests look at our output with, each with the Debian package it comes from.
missing=()
need() { command -v "$1" >/dev/null || [ -e "$1" ] || missing+=("$2"); }
need zbarimg zbar-tools
need wrk wrk
need curl curl
need promtool prometheus
need node nodejs
need npm npm
need go golang-go
need /usr/share/gocode/src/github.com/cli/oauth golang-github-cli-oauth-dev
/usr/bin/python3 -c 'import aiohttp' 2>/dev/null || missing+=(python3-aiohttp) # of Debian's Python, whatever else is installed
need nginx nginx-light
need /usr/lib/postgresql/15/bin/initdb postgresql-15
need rsvg-convert librsvg2-bin
need identify imagemagick
need Xvfb xvfb
need /usr/bin/chromium chromium
need /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc fonts-noto-cjk
need xterm xterm
need script bsdutils
need /usr/share/fonts/opentype/terminus/terminus-normal.otb fonts-terminus-otb
need /usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf fonts-dejavu-core
need systemd-analyze systemd
need ip iproute2
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    # The tests start a PostgreSQL of their own: the package shall not start one for the machine as well.
    if [[ " ${missing[*]} " == *" postgresql-15 "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
      mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    fi
    # Nor any other: nginx and Prometheus would begin to serve where systemd runs. The word of an operator stays.
    policy=/usr/sbin/policy-rc.d
    if [ -e "$policy" ]; then policy=; else printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"; fi
    apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold "${missing[@]}" >/dev/null
    [ -z "$policy" ] || rm -f "$policy"
  else
    echo "Missing Debian packages: ${missing[*]}. The tests that need them will fail and say so." >&2
  fi
fi

output=$(mktemp)
postgres=$(mktemp)
published=$(mktemp -d)
trap 'rm -rf "$output" "$postgres"* "$published"' EXIT

# What operators get is made beside the build and the tests; those that are about it wait for it.
if [ $# -eq 0 ] || [ -n "${PHIGROSLOGIN_FULL:-}" ]; then
  rm -f artifacts/*.tar.gz
  (nice ./publish.sh linux-x64 >"$published/log" 2>&1 || cp "$published/log" "$published/failed") &
  export PHIGROSLOGIN_PUBLISHED=1
fi
# At full length every test that needs nothing but the HTTP API of a gateway runs against the published file.
if [ -n "${PHIGROSLOGIN_FULL:-}" ]; then
  wait
  if ! tar -xzf artifacts/phigros-login-*-linux-x64.tar.gz -C "$published" --strip-components=1; then
    echo "./publish.sh linux-x64 made nothing that could be tested:"
    cat "$published/log"
    exit 1
  fi
  export PHIGROSLOGIN_SERVER=$published/phigros-login-server
fi
# One module after the other: some tests measure seconds, and a browser beside them would be part of the measurement.
timeout "$limit" dotnet test --solution PhigrosLogin.slnx --configuration Release --max-parallel-test-modules 1 "$@" 2>&1 | tee "$output"
status=${PIPESTATUS[0]}

# What callers see does not depend on where logins are kept: the APIs again, on PostgreSQL; but for what has no store or
# brings its own.
if [ $# -eq 0 ]; then
  echo "The APIs again, on PostgreSQL:"
  for project in UnitTests Tests; do
    PHIGROSLOGIN_TEST_STORE=postgres timeout "$limitOfPostgres" tests/PhigrosLogin.$project/bin/Release/net10.0/PhigrosLogin.$project \
      --filter-namespace PhigrosLogin.Tests.LoginQrCodeApi PhigrosLogin.Tests.Logins PhigrosLogin.Tests.OAuth PhigrosLogin.Tests.Limits \
      ${PHIGROSLOGIN_FULL:+PhigrosLogin.Tests.Secrecy} --filter-not-class PhigrosLogin.Tests.OAuth.StockClientTests PhigrosLogin.Tests.Logins.LoginStatePropertyTests 2>&1 | tee "$postgres.$project"
    statusOfPostgres=${PIPESTATUS[0]}
    [ "$status" -ne 0 ] || status=$statusOfPostgres
  done
fi

wait
if [ -e "$published/failed" ]; then
  echo "./publish.sh linux-x64 failed:"
  cat "$published/failed"
  status=1
fi

awk 'FNR==1{P+=p;F+=f;S+=s;p=f=s=0} /^ +failed: /{f=$2} /^ +succeeded: /{p=$2} /^ +skipped: /{s=$2}
     END{print P+p+0 " passed, " F+f+0 " failed, " S+s+0 " skipped"}' "$output" "$postgres"*
exit "$status"
