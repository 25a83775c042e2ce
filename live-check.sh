#!/usr/bin/env bash
# For a person with a phone and a network: one login per region against the real TapTap, and a report of what differs
# from tests/fixtures/wire and docs/protocol.md. `./live-check.sh --help` says more.
set -euo pipefail
cd "$(dirname "$0")"
exec dotnet run --project tests/PhigrosLogin.LiveCheck --configuration Release -- "$@"
