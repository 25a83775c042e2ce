#!/usr/bin/env bash
# Publishes the gateway as it ships, measures it, and writes the figures into docs/reports/bench.md.
# It takes about ten minutes and wants a machine that does nothing else. Needs wrk (Debian's wrk package).
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet publish src/PhigrosLogin.Server -c Release -r linux-x64 -o artifacts/bench-gateway
dotnet run --project bench/PhigrosLogin.Bench -c Release -- --gateway="$PWD/artifacts/bench-gateway/PhigrosLogin.Server" --write="$PWD" "$@"
