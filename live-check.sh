#!/usr/bin/env bash
# `phigros-login live-check` from the source: one login per region against the real TapTap, and a report of what differs
# from tests/fixtures/wire and docs/protocol.md. `./live-check.sh --help` says more.
set -euo pipefail
cd "$(dirname "$0")"
exec dotnet run --project src/PhigrosLogin.Cli --configuration Release -- live-check "$@"
