#!/bin/sh
# Make a virtual environment and install the locked packages and this project into it: setup.sh FOLDER
# With a second word, a file of hashed requirements, install those into it and nothing else.
#
# With uv if it is there. Without, Python's own means, of which Debian leaves out now one and now the other:
# the environment is made without pip, and an outside pip (or else ensurepip) installs into it.
set -eu
venv=$1
needed='import sys; sys.exit(sys.version_info < (3, 11))'

say() { printf 'setup: %s\n' "$*" >&2; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if "$candidate" -c "$needed" >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed; none was found (name one: make setup PYTHON=/path/to/python3)"
    exit 1
}

if ! "$venv/bin/python" -c "$needed" >/dev/null 2>&1; then
    rm -rf "$venv"
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --python "${PYTHON:->=3.11}" "$venv"
    else
        python=$(find_python)
        "$python" -m venv --without-pip "$venv"
    fi
fi

if command -v uv >/dev/null 2>&1; then
    install() { uv pip install --quiet --python "$venv/bin/python" "$@"; }
else
    python=$(find_python)
    if "$python" -m pip --python "$venv/bin/python" --version >/dev/null 2>&1; then
        install() { "$python" -m pip --python "$venv/bin/python" install --quiet --disable-pip-version-check "$@"; }
    elif "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null 2>&1; then
        install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
    else
        say "neither pip (22.3 or newer) nor ensurepip was found for $python;" \
            "install one of them (Debian: python3-pip or python3-venv) or uv"
        exit 1
    fi
fi

if [ -n "${2:-}" ]; then
    say "installing $2"
    install --require-hashes -r "$2"
    exit 0
fi
say "installing the locked packages"
install --require-hashes -r requirements/test.txt
install --no-deps --no-build-isolation -e .
