#!/bin/sh
# Fails when a handler of the release binary reaches the next instruction or another handler with a call instead of a
# jump. Handlers are the functions of the target VM with four raw pointers as parameters and no result. Where the
# optimiser merged handlers that differ in a helper (suffix Tm), the helper is called through a parameter register.
# Fails as well when handlers keep frame pointers, which the manifest switches off.
#
#   Tests/check-dispatch.sh [BINARY]
binary=${1:-.build/release/harn}
objdump -d --no-show-raw-insn "$binary" | awk '
  /^[0-9a-f]+ <.*>:$/ { name = $2; isHandler = (name ~ /\$s2VM.*yySv_S3vtF/) }
  /call +\*%r[89]$/ && name ~ /Tm>/ { next }
  isHandler && (/call +\*/ || /call .*\$s2VM.*yySv_S3vtF>/) { print "call in " name ": " $0; failed = 1 }
  isHandler && /mov +%rsp,%rbp/ { print "frame pointer in " name; failed = 1 }
  isHandler && /jmp +\*/ { jumps++ }
  END {
    if (jumps < 50) { print "only " jumps + 0 " dispatch jumps found"; failed = 1 }
    else print jumps " dispatch jumps, " (failed ? "and calls" : "no calls")
    exit failed
  }'
