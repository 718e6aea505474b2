#!/usr/bin/env bash
# Builds .venv from pinned versions, with all extras and what the tests need. Installs Debian's python3-venv and Chromium where they are missing,
# and what the studio's page is built with, where there is Node.js.
set -euo pipefail
cd "$(dirname "$0")/.."
python="${1:-python3}"

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Desireline needs Python 3.11 or later; this is $("$python" --version). Name another: make setup PYTHON=python3.12" >&2
  exit 2
}
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  root=""; [ "$(id -u)" -eq 0 ] || root="sudo"
  $root apt-get update -q && $root apt-get install -yq python3-venv
fi

# The tests open pages in a browser. Where none can be installed they say so and go on without.
if ! command -v chromium chromium-browser google-chrome >/dev/null; then
  root=""; [ "$(id -u)" -eq 0 ] || root="sudo"
  { $root apt-get update -q && $root apt-get install -yq --no-install-recommends chromium fonts-dejavu-core; } ||
    echo "no Chromium: the tests of pages in a browser will be skipped" >&2
fi

# The studio's page lies built in src/desireline/studio. Only who changes it, and the tests that build it again, need Node. Its packages come
# while those of Python do.
npm=""
if node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null; then
  (cd studio && exec npm ci --no-audit --no-fund --loglevel=error) &
  npm=$!
else
  echo "no Node.js from 20.19 on: the tests that build the studio's page will be skipped" >&2
fi

rm -rf .venv
"$python" -m venv .venv
.venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt pip
# Modules are compiled when they are first used: most of what comes with the tests' packages never is.
.venv/bin/python -m pip install -q --disable-pip-version-check --no-compile -c constraints.txt -e '.[all]' --group dev
[ -z "$npm" ] || wait "$npm"
touch .venv/.ready
