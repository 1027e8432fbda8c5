#!/bin/bash
# Runs every example that has its output next to it and compares; so are its log of steps (`.steps`) and its persona in the
# manifest (`.persona`) where they stand next to it.
#
#   Tests/check-examples.sh [BINARY]
set -euo pipefail
binary=${1:-.build/release/harn}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
for expected in Examples/*.expected; do
  example=${expected%.expected}
  status=0
  "$binary" run "$example.harn" >"$work/output" 2>"$work/errors" || status=$?
  errors=/dev/null
  if [ -e "$example.expected-stderr" ]; then errors=$example.expected-stderr; fi
  if diff -u "$expected" "$work/output" && diff -u "$errors" "$work/errors" && [ "$status" -eq 0 ]; then
    echo "ok      $example.harn"
  else
    echo "FAILED  $example.harn (exit status $status)"
    failed=1
  fi
done
compare() { # FILE OUTPUT
  if diff -u "$1" "$2"; then echo "ok      $1"; else
    echo "FAILED  $1"
    failed=1
  fi
}
for expected in Examples/*.steps; do
  "$binary" run --steps "$work/steps" "${expected%.steps}.harn" >/dev/null
  compare "$expected" "$work/steps"
done
for expected in Examples/*.persona; do
  "$binary" persona --manifest Examples inspect "$(basename "${expected%.persona}")" >"$work/persona"
  compare "$expected" "$work/persona"
done
exit "$failed"
