#!/usr/bin/env bash
# place.sh PROGRAM ENVIRONMENT KIND: the account, the region and the role of this kind of an
# environment, as outputs of the step. All that is known of it is in the app; nothing is kept twice.
set -euo pipefail
program=$1 environment=$2 kind=$3
chmod +x "$program"
place=$("$program" list "$environment" --json | jq --raw-output '.[0] | "\(.account) \(.region)"')
read -r account region <<<"$place"
{
  echo "account=$account"
  echo "region=$region"
  echo "role=arn:aws:iam::$account:role/delivery/ecomind-$environment-$kind"
  echo "execution=arn:aws:iam::$account:role/delivery/ecomind-$environment-execution"
} >>"$GITHUB_OUTPUT"
