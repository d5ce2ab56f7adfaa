#!/bin/sh
# Stands in for rustdoc in `cargo test --doc`: documents the crate before its examples run, so that a
# broken link fails, too. `cargo doc` would compile every dependency again to say the same.
set -eu

if [ "${1-}" = -vV ]; then
    exec rustdoc "$@"
fi

out=$(mktemp -d)
trap 'rm -r "$out"' EXIT

# The same arguments without those that only tests take.
options=$(
    while [ $# -gt 0 ]; do
        case $1 in
            --test | --no-run | --nocapture) ;;
            --test-run-directory | --test-args | --test-runtool | --test-runtool-arg | --persist-doctests) shift ;;
            --test-*=* | --persist-doctests=*) ;;
            *) printf "%s\n" "$1" ;;
        esac
        shift
    done
)
IFS='
'
# shellcheck disable=SC2086 # one argument per line
rustdoc $options --document-private-items --out-dir "$out" -D warnings
rustdoc "$@"
