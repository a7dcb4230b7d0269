#!/usr/bin/env bash
# smoke.sh OUTPUTS: asks the address that the stack Edge tells, as people do, until it answers well.
set -euo pipefail
url=$(jq --exit-status --raw-output '.Edge.Url' "$1")
for path in / /health; do
  echo "asking $url$path"
  curl --fail --silent --show-error --output /dev/null --max-time 10 \
    --retry 12 --retry-delay 10 --retry-all-errors "$url$path"
done
