#!/usr/bin/env bash
# Installs the packages of debian-packages.txt that are missing; with "bench", only those of the benches.
# Where that cannot be done, it says what is missing and what to do; tests that need it are then skipped with the reason.
set -euo pipefail
list=$(dirname "${BASH_SOURCE[0]}")/debian-packages.txt

missing=()
for package in $(awk -v only="${1:-}" '!/^#/ && (only == "" || $2 == only) { print $1 }' "$list"); do
  [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == 'install ok installed' ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

by_hand="Install by hand: sudo apt-get install -y --no-install-recommends ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "not installed, because apt-get is not on PATH: ${missing[*]}. Install them by hand (Debian's names)." >&2
elif [[ $(id -u) -ne 0 ]]; then
  echo "not installed, because that needs root: ${missing[*]}. $by_hand" >&2
else
  echo "installing ${missing[*]}" >&2
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  # An installation that was cut off has to be finished first; apt-get then waits for other installations itself.
  if ! { dpkg --configure -a && apt-get -o DPkg::Lock::Timeout=600 update \
    && apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -5 "$log" >&2
    echo "error: apt-get failed, its last lines are above. $by_hand" >&2
    exit 1
  fi
fi
