#!/usr/bin/env bash
# Runs every test project of the built solution: shows failures, skips with their reasons, and a count for each
# project; its last line is the count over all of them.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# One project at a time: libtorch and ONNX Runtime use all cores themselves. A test that hangs is named and ends its project.
dotnet test VaePipeline.sln -c Release --no-build -m:1 --results-directory artifacts/test-results \
  --blame-hang-timeout 10m --blame-hang-dump-type none --logger 'console;verbosity=normal' "$@" 2>&1 | tee "$log" | awk '
  /^Test run for/ { sub(".*/", ""); print $1; hide = 0; next }
  /^\[xUnit/ { if (/\[SKIP\]$/ || reason) { sub(/^[^]]*\] */, "  "); print } reason = /\[SKIP\]$/; next }
  /^  Passed / { hide = 1; next }
  /^  Failed |^Total tests:/ { hide = 0 }
  /All tests finished running/ { next }
  /^  Skipped |^A total of|^Test Run|^ *$/ { next }
  !hide { print; fflush() }'
status=${PIPESTATUS[0]}

count() { awk -v key="$1:" '$1 == key && NF == 2 {sum += $2} END {print sum + 0}' "$log"; }
passed=$(count Passed) failed=$(count Failed) skipped=$(count Skipped)
# A test host that crashed reports no failed test; it must still count as one.
[[ $status -eq 0 || $failed -gt 0 ]] || { failed=1; echo "a test project ended without a result (exit $status)"; }
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed -eq 0 && $passed -gt 0 ]]
