#!/bin/sh
# Make configure from configure.ac.  Needs autoconf, automake and pkg-config.
set -e
cd "$(dirname "$0")"
mkdir -p contrib/build-aux
exec autoreconf --force --install --warnings=all "$@"
