#!/bin/sh
# Stands in for rustdoc while cargo runs the examples: each crate's documentation is rendered as well,
# private items included, and a warning is an error. `cargo doc` would do the same, after compiling
# hundreds of dependencies once more than the tests have.
set -eu
rustdoc "$@"
is_folder=no
for argument; do
    shift
    case $is_folder$argument in
        no--test) ;;
        no--test-run-directory) is_folder=yes ;;
        yes*) is_folder=no ;;
        *) set -- "$@" "$argument" ;;
    esac
done
exec rustdoc "$@" --document-private-items --deny warnings --out-dir "$DOCS"
