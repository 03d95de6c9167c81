#!/usr/bin/env bash
# Installs what the tests need and the machine lacks, builds, publishes the native server as the README says, and runs
# every test project under tests/. The last line is "N passed, N failed"; the exit code is 0 only if nothing failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# No build server may outlive this script: it would keep the caller's pipe open.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export DOTNET_CLI_USE_MSBUILD_SERVER=0 DEBIAN_FRONTEND=noninteractive
# Where Debian has nginx and chroot, and users do not look.
export PATH="$PATH:/usr/sbin:/sbin"
exec </dev/null

# When no test ends for so long, the host is ended and the tests that hang are named; the slowest takes about a minute.
readonly HangLimit=4m
# The end of a host that cannot even say that; the slowest project takes about five minutes.
readonly HostLimit=12m
readonly Results=artifacts/test-results
passed=0
failed=0
host=

# timeout makes a process group of its own, which an interruption does not reach.
end_host() { [ -z "$host" ] || kill -KILL -- "-$host" 2>/dev/null; }
trap 'end_host; exit 130' INT TERM

section() { printf '\n== %s\n' "$*"; }
fault() { printf 'FAILED: %s\n' "$*"; failed=$((failed + 1)); }
finish() { printf '\n%d passed, %d failed\n' "$passed" "$failed"; exit $((failed > 0)); }

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# install_missing COMMAND=PACKAGE...: one apt-get update and one install, and none if every command or file is there.
install_missing() {
  local pair missing=()
  for pair in "$@"; do command -v "${pair%%=*}" >/dev/null || [ -e "${pair%%=*}" ] || missing+=("${pair#*=}"); done
  [ ${#missing[@]} -eq 0 ] && return
  echo "installing ${missing[*]}"
  as_root apt-get update -qq && without_services apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Debian starts a server as soon as it is installed, unless there is a policy against it. The tests start their own.
without_services() {
  local policy=/usr/sbin/policy-rc.d code
  if [ -e "$policy" ]; then as_root "$@"; return; fi
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod +x "$policy" || return
  as_root "$@"
  code=$?
  as_root rm "$policy"
  return "$code"
}

install_node_clients() {
  local manifest
  for manifest in tests/*/clients/package.json; do
    [ -e "$manifest" ] || continue
    echo "npm packages of $manifest"
    (cd "$(dirname "$manifest")" && npm install --no-save --no-package-lock --no-audit --no-fund --loglevel=error) || return
  done
}

# publish_native PROJECT NAME [OPTION...]: the README's command, into a folder of its own. A binary of an earlier run must not stand in for one that no longer builds.
publish_native() {
  local project=$1 name=$2 log=artifacts/$2.log
  shift 2
  rm -rf "artifacts/$name" && mkdir -p artifacts
  dotnet publish "$project" -r linux-x64 -o "artifacts/$name" "$@" 2>&1 | tee "$log" || return
  if grep -Eq '(^|[ :])warning( [A-Z]+[0-9]+)?:' "$log"; then echo 'the publish warned'; return 1; fi
}

counter() { sed -nE "s/.*<Counters [^>]*\b$2=\"([0-9]+)\".*/\1/p" "$1"; }

# Everything that did not pass counts as failed: a skipped test, a host that crashed, hung or found no test.
run_project() {
  local project=$1 name trx code total ok
  name=$(basename "$project" .csproj)
  trx="$Results/$name.trx"
  timeout --kill-after=10s "$HostLimit" dotnet test "$project" --no-build -c Release --nologo \
    --blame-hang-timeout "$HangLimit" --blame-hang-dump-type none \
    --logger "trx;LogFileName=$name.trx" --results-directory "$Results" 2>&1 &
  host=$!
  wait "$host"
  code=$?
  end_host # What one that hung has left running would slow down the others.
  host=
  if [ ! -e "$trx" ]; then fault "$name wrote no results (exit code $code)"; return; fi
  total=$(counter "$trx" total)
  ok=$(counter "$trx" passed)
  passed=$((passed + ok))
  failed=$((failed + total - ok))
  grep -q 'outcome="NotExecuted"' "$trx" && echo 'A skipped test proves nothing and counts as failed.'
  if [ "$total" -eq 0 ]; then fault "$name ran no test"; return; fi
  if grep -q '\[FATAL ERROR\]\|Catastrophic failure\|Test host process crashed' <(grep -A1 '<RunInfo ' "$trx"); then
    fault "$name: the test host crashed, or a test hung"
  elif [ "$code" -ne 0 ] && [ "$total" -eq "$ok" ]; then
    fault "$name exited with $code though every counted test passed"
  fi
}

section 'What the machine lacks'
command -v dotnet >/dev/null || { fault 'the .NET SDK 10 is not on the PATH'; finish; }
install_missing gcc=gcc /usr/lib/x86_64-linux-gnu/libc.a=libc6-dev node=nodejs npm=npm chromium=chromium curl=curl /usr/bin/python3=python3 \
  /usr/lib/rabbitmq/bin/rabbitmq-server=rabbitmq-server nginx=nginx caddy=caddy buildah=buildah systemd-socket-activate=systemd \
  /usr/lib/python3/dist-packages/prometheus_client=python3-prometheus-client \
  /usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1=libfaketime || { fault 'apt-get could not install'; finish; }
install_node_clients || { fault 'npm could not install'; finish; }

section 'Build'
dotnet build AotSse.sln -c Release -warnaserror --nologo || { fault 'AotSse.sln does not build'; finish; }

section 'Publish the native server, the one for the image, and the samples of the contract and client tests'
publish_native src/AotSse.Server native || fault 'dotnet publish src/AotSse.Server -r linux-x64 -o artifacts/native'
publish_native src/AotSse.Server image -p:Image=true || fault 'dotnet publish src/AotSse.Server -r linux-x64 -o artifacts/image -p:Image=true'
publish_native tests/AotSse.Sample sample || fault 'dotnet publish tests/AotSse.Sample -r linux-x64 -o artifacts/sample'
publish_native tests/AotSse.ClientSample client-sample || fault 'dotnet publish tests/AotSse.ClientSample -r linux-x64 -o artifacts/client-sample'

rm -rf "$Results"
solution=$(dotnet sln AotSse.sln list)
for project in tests/*Tests/*.csproj; do
  section "$(basename "$project" .csproj)"
  case "$solution" in
    *"$project"*) run_project "$project" ;;
    *) fault "$project is not in AotSse.sln, so it was not built" ;;
  esac
done
finish
