#!/bin/bash
# Runs everything that must be green before a change is ready.
#
#   Tests/check.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

section() { printf '\n=== %s ===\n' "$1"; }

section "Format"
swift format lint --strict --recursive --parallel Package.swift Sources Tests

.ci/run
