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
else
  echo "Without --full: fewer rounds of the long tests, and neither oauth4webapi nor GitHub's cli/oauth, which take a minute to get ready."
  export DOTNET_TieredPGO=0 # programs that run for seconds do not pay for the measurements that make long-lived ones faster
fi

# Programs that the tests look at our output with, each with the Debian package it comes from.
missing=()
need() { command -v "$1" >/dev/null || [ -e "$1" ] || missing+=("$2"); }
need zbarimg zbar-tools
need wrk wrk
need curl curl
need pkill procps
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

work=$(mktemp -d) # what the runs print, their reports, and the published files
compiler=tests-$$ # one compiler for all projects starts and warms up once; this run's own, which ends with it
mkdir "$work/output" "$work/reports" "$work/published"
touch "$work/output/none"
trap 'pkill -f -- "-pipename:$compiler\$"; rm -rf "$work"' EXIT

# What operators get is made beside the build and the tests; those that are about it wait for it.
if [ $# -eq 0 ] || [ -n "${PHIGROSLOGIN_FULL:-}" ]; then
  rm -f artifacts/*.tar.gz
  (nice ./publish.sh linux-x64 >"$work/publish.log" 2>&1 || cp "$work/publish.log" "$work/publish.failed") &
  export PHIGROSLOGIN_PUBLISHED=1
fi
# At full length every test that only talks HTTP to its gateway runs against the published file.
if [ -n "${PHIGROSLOGIN_FULL:-}" ]; then
  wait
  if ! tar -xzf artifacts/phigros-login-*-linux-x64.tar.gz -C "$work/published" --strip-components=1; then
    echo "./publish.sh linux-x64 made nothing that could be tested:"
    cat "$work/publish.log"
    exit 1
  fi
  export PHIGROSLOGIN_SERVER=$work/published/phigros-login-server
fi

status=0
# Runs tests, keeps their output for the closing line and their report for the slowest ones.
run() { # name limit command...
  timeout "$2" "${@:3}" --results-directory "$work/reports" --report-xunit 2>&1 | tee "$work/output/$1"
  local ended=${PIPESTATUS[0]}
  [ "$status" -ne 0 ] || status=$ended
}

dotnet build PhigrosLogin.slnx --configuration Release --verbosity quiet -p:UseSharedCompilation=true -p:SharedCompilationId=$compiler || status=$?
pkill -f -- "-pipename:$compiler\$"
if [ "$status" -eq 0 ]; then
  # One module after the other: some tests measure seconds, and a browser beside them would be part of the measurement.
  # A filter may leave a module without a test, which alone is no failure.
  run all "$limit" dotnet test --solution PhigrosLogin.slnx --configuration Release --no-build --max-parallel-test-modules 1 ${1:+--ignore-exit-code 8} "$@"

  # What callers see does not depend on where logins are kept: their tests once more, on PostgreSQL; but for those that keep
  # nothing, or bring a store of their own. Only at full length also those whose answer hardly depends on what is kept: refusals
  # of a form, headers, pictures, TapTap's variants, generated bodies.
  if [ $# -eq 0 ]; then
    export PHIGROSLOGIN_TEST_STORE=postgres
    namespaces=(LoginQrCodeApi Logins OAuth Limits)
    without=(OAuth.StockClientTests Logins.LoginStatePropertyTests)
    if [ -n "${PHIGROSLOGIN_FULL:-}" ]; then
      namespaces+=(Secrecy)
    else
      without+=(LoginQrCodeApi.EveryVariantTests LoginQrCodeApi.InputFuzzTests LoginQrCodeApi.RawRequestTests Limits.CrossOriginTests
        Limits.HostTests Limits.ProxyTests Limits.ShapeTests Logins.ExchangeTimeTests Logins.HeaderTests Logins.LinkPreviewTests
        Logins.OriginTests Logins.PictureTests Logins.ShutdownTests Logins.WeatherTests OAuth.DeviceGrantPropertyTests
        OAuth.FormTests OAuth.MetadataTests)
    fi
    for project in UnitTests Tests; do
      echo "Once more on PostgreSQL, PhigrosLogin.$project:"
      run "postgres-$project" "$limitOfPostgres" tests/PhigrosLogin.$project/bin/Release/net10.0/PhigrosLogin.$project \
        --report-xunit-filename "postgres-$project.xunit" \
        --filter-namespace "${namespaces[@]/#/PhigrosLogin.Tests.}" --filter-not-class "${without[@]/#/PhigrosLogin.Tests.}"
    done
  fi
fi

wait
if [ -e "$work/publish.failed" ]; then
  echo "./publish.sh linux-x64 failed:"
  cat "$work/publish.failed"
  status=1
fi

echo "The slowest tests, in seconds:"
for report in "$work"/reports/*; do
  case $report in */postgres-*) store=' on PostgreSQL:' ;; *) store= ;; esac
  grep -os '<test [^>]*' "$report" |
    sed -E "s/.* name=\"([^\"]*)\".* time=\"([0-9]+(\.[0-9])?)[0-9]*\".*/\2$store \1/; s/&quot;/\"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g"
done | LC_ALL=C sort -rn | head -n 20 | cut -c1-150

awk 'FNR==1{P+=p;F+=f;S+=s;p=f=s=0} /^ +failed: /{f=$2} /^ +succeeded: /{p=$2} /^ +skipped: /{s=$2}
     END{print P+p+0 " passed, " F+f+0 " failed, " S+s+0 " skipped"; exit P+p+F+f+0 == 0}' "$work"/output/* || [ "$status" -ne 0 ] || status=1
exit "$status"
