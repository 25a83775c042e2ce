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

output=$(mktemp)
trap 'rm -f "$output"' EXIT
dotnet test --solution PhigrosLogin.slnx --configuration Release "$@" 2>&1 | tee "$output"
status=${PIPESTATUS[0]}

awk '/^ +failed: /{f=$2} /^ +succeeded: /{p=$2} /^ +skipped: /{s=$2}
     END{print p+0 " passed, " f+0 " failed, " s+0 " skipped"}' "$output"
exit "$status"
