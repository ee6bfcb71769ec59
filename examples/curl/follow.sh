#!/usr/bin/env bash
# With curl alone: a webhook for what the public may see, a test of what comes, and how far behind the readers are.
#   ACSG_API=http://127.0.0.1:8108 ACSG_TOKEN=$(make token AS=integrator-iom) bash follow.sh https://example.org/hook
# Every command is answered with JSON or with a problem document that names each fault; `problem` shows the latter.
set -euo pipefail
url=${1:?the address that is to be called}
api=${ACSG_API:?address of the notifications service} token=${ACSG_TOKEN:?a bearer token of an integrator}

call() { # METHOD PATH [BODY]: repeats with the same key are the same command, so a retry makes no second webhook
  curl --silent --show-error --fail-with-body --retry 3 --retry-connrefused --max-time 20 --request "$1" "$api$2" \
    --header "Authorization: Bearer $token" --header "Idempotency-Key: ${key:-none-for-get}" \
    --header 'Content-Type: application/json' ${3:+--data "$3"}
}
problem() { echo "refused: $1" >&2; exit 1; }

# The webhook. Its secret is shown this once: calls are signed with it (Standard Webhooks: webhook-id, -timestamp, -signature).
key=webhook-$(date +%s)-$$
types='"acsg.public.support-request-published","acsg.public.support-request-retracted",
       "acsg.public.support-offer-published","acsg.public.support-offer-retracted",
       "acsg.public.match-published","acsg.public.match-retracted"'
made=$(call POST /webhooks "{\"url\": \"$url\", \"event_types\": [$types]}") || problem "$made"
id=$(sed -E 's/.*"webhook_id":"([^"]+)".*/\1/' <<<"$made")
secret=$(sed -E 's/.*"secret":"([^"]+)".*/\1/' <<<"$made")
echo "webhook $id"
echo "secret $secret"

# What became of each call: delivered, retrying with the next time, failed.
call GET "/deliveries?channel=webhook"; echo

# How far behind this integrator's readers of the Kafka topics are, if it has any.
call GET "/integrators/${ACSG_NAME:-iom}/lag"; echo

# Take a webhook away again with: key=end-$id call DELETE "/webhooks/$id"
