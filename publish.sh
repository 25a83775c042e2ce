#!/usr/bin/env bash
# Makes what is released, into artifacts/: ./publish.sh makes linux-x64, win-x64 and the packages; ./publish.sh linux-x64 only that.
# linux-arm64 has to be named, because not every package source carries what it is made of. So has image, which becomes
# IMAGE_REPOSITORY (such as name/phigros-login) in IMAGE_REGISTRY (such as ghcr.io), or in this machine's Docker or Podman. It stands
# on .NET's own image for such programs, or on IMAGE_BASE (such as registry.example/dotnet/runtime-deps:10.0-noble-chiseled).
set -euo pipefail
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- linux-x64 win-x64 packages

version=$(sed -n 's:.*<VersionPrefix>\(.*\)</VersionPrefix>.*:\1:p' Directory.Build.props)
# The same commit gives the same archive, whenever and wherever it is made.
time=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export TZ=UTC DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
mkdir -p artifacts
work=artifacts/.build # a build of its own: it neither disturbs the one beside it nor takes anything from it
exec 9>artifacts/.lock
flock 9 # two at a time would write the same files

dotnet_() { # verb project arguments; without the analyzers, which ./test.sh runs on the same code
  dotnet "$1" "$2" --configuration Release --artifacts-path "$work" -nodeReuse:false -p:UseSharedCompilation=false \
    -p:ContinuousIntegrationBuild=true -p:RunAnalyzers=false --verbosity quiet "${@:3}" 9>&-
}

# Publishes the gateway and the tool for one kind of machine and puts everything that belongs to them into a folder.
folder() { # kind
  folder=$work/phigros-login-$version-$1
  rm -rf "$work/out-$1" "$work/tool-$1" "$folder"
  mkdir -p "$folder"
  dotnet_ publish src/PhigrosLogin.Server --runtime "$1" --output "$work/out-$1"
  dotnet_ publish src/PhigrosLogin.Cli --runtime "$1" --output "$work/tool-$1"
  # The documents, and all that they link to; without what a build left in examples/.
  git ls-files -z LICENSE ':(glob)*.md' docs examples | xargs -0 cp --parents --target-directory "$folder"
  cp packaging/NOTICE.md "$folder"
  local packages=${NUGET_PACKAGES:-$HOME/.nuget/packages} runtime
  runtime=$(ls -d "$packages/microsoft.netcore.app.runtime.$1"/* | sort -V | tail -n 1)
  cp "$runtime/THIRD-PARTY-NOTICES.TXT" "$folder/THIRD-PARTY-NOTICES.txt"
}

linux() { # kind
  folder "$1"
  cp "$work/out-$1/PhigrosLogin.Server" "$folder/phigros-login-server"
  cp "$work/tool-$1/PhigrosLogin.Cli" "$folder/phigros-login"
  cp "$work/out-$1/libe_sqlite3.so" packaging/{phigros-login.service,nginx-site.conf,gateway.env,INSTALL.md} "$folder"
  chmod -R a-x,u=rwX,go=rX "$folder"
  chmod 755 "$folder"/phigros-login{,-server} "$folder"/examples/login.*
  tar --create --directory "$work" --sort=name --mtime="@$time" --owner=0 --group=0 --numeric-owner --format=gnu "${folder##*/}" |
    gzip --no-name -6 >"artifacts/${folder##*/}.tar.gz.new"
  mv "artifacts/${folder##*/}.tar.gz.new" "artifacts/${folder##*/}.tar.gz"
}

windows() { # kind
  folder "$1"
  cp "$work/out-$1/PhigrosLogin.Server.exe" "$folder/phigros-login-server.exe"
  cp "$work/tool-$1/PhigrosLogin.Cli.exe" "$folder/phigros-login.exe"
  cp "$work/out-$1/e_sqlite3.dll" "$folder"
  cp packaging/WINDOWS.md "$folder/UNTESTED.md"
  find "$folder" -exec touch --date="@$time" {} +
  rm -f "artifacts/${folder##*/}-untested.zip"
  (cd "$work" && find "${folder##*/}" -type f | LC_ALL=C sort | zip -q -X -@ "../${folder##*/}-untested.zip")
}

packages() {
  rm -f artifacts/*.nupkg
  for project in PhigrosLogin PhigrosLogin.Client PhigrosLogin.Cli; do
    dotnet_ pack "src/$project" --output artifacts
  done
}

image() {
  folder linux-x64
  local program=$work/out-image
  rm -rf "$program" # published twice into one folder, the program would lose its library there
  mkdir -p "$program"
  cp "$folder"/{LICENSE,NOTICE.md,THIRD-PARTY-NOTICES.txt} "$program"
  dotnet_ publish src/PhigrosLogin.Server --runtime linux-x64 --output "$program" -t:PublishContainer ${IMAGE_BASE:+"-p:ContainerBaseImage=$IMAGE_BASE"} \
    -p:ContainerRegistry="${IMAGE_REGISTRY:-}" -p:ContainerRepository="${IMAGE_REPOSITORY:-phigros-login}" "-p:ContainerImageTags=\"$version;latest\""
}

for part; do
  echo "$part"
  case $part in
    linux-x64 | linux-arm64) linux "$part" ;;
    win-x64) windows "$part" ;;
    packages) packages ;;
    image) image ;;
    *) echo "There is no $part: choose from linux-x64, linux-arm64, win-x64, packages and image." >&2; exit 2 ;;
  esac
done
(cd artifacts && find . -maxdepth 1 -type f \( -name '*.tar.gz' -o -name '*.zip' -o -name '*.nupkg' \) -printf '%P\n' | LC_ALL=C sort | xargs -r sha256sum) >artifacts/SHA256SUMS
cat artifacts/SHA256SUMS
