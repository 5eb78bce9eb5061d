#!/usr/bin/env bash
# Runs every test project of the built solution; its last line is the count over all of them.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
configuration=$1; shift
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# One project at a time: libtorch and ONNX Runtime use all cores themselves.
dotnet test VaePipeline.sln -c "$configuration" --no-build -m:1 --logger 'console;verbosity=normal' "$@" 2>&1 | tee "$log" \
  | grep -vE '^\s+Passed |^\[xUnit|^Test run for|^VSTest|^A total of|^Results File|^\s*$'
status=${PIPESTATUS[0]}

count() { awk -v key="$1:" '$1 == key {sum += $2} END {print sum + 0}' "$log"; }
passed=$(count Passed) failed=$(count Failed) skipped=$(count Skipped)
# A test host that crashed reports no failed test; it must still count as one.
[[ $status -eq 0 || $failed -gt 0 ]] || { failed=1; echo "a test project ended without a result (exit $status)"; }
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed -eq 0 ]]
