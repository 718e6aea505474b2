#!/usr/bin/env bash
# Builds .venv from pinned versions, with all extras and what the tests need. Installs Debian's python3-venv where it is missing.
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

rm -rf .venv
"$python" -m venv .venv
.venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt pip
.venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[all]' --group dev
touch .venv/.ready
