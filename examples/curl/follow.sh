#!/usr/bin/env bash
# With curl alone: a webhook for what the public may see, what stands now as files, and live events with resume.
#   export ACSG_API=http://127.0.0.1:8108 ACSG_GATEWAY=http://127.0.0.1:8109 ACSG_TOKEN=$(make token AS=integrator-iom)
#   bash follow.sh https://example.org/hook FOLDER [SECONDS]
# Run it again and the live events go on after the last one in FOLDER/events.jsonl, whatever ended it.
set -euo pipefail
url=${1:?the address that is to be called} folder=${2:?a folder for what comes} seconds=${3:-15}
api=${ACSG_API:?address of notifications} gateway=${ACSG_GATEWAY:?address of the gateway} token=${ACSG_TOKEN:?a bearer token}
mkdir -p "$folder"

call() { # METHOD PATH [BODY]: repeats with the same key are the same command, so a retry makes no second webhook
  curl --silent --show-error --fail-with-body --retry 3 --retry-connrefused --max-time 20 --request "$1" "$api$2" \
    --header "Authorization: Bearer $token" --header "Idempotency-Key: ${key:-none-for-get}" \
    --header 'Content-Type: application/json' ${3:+--data "$3"}
}
refused() { echo "refused: $1" >&2; exit 1; } # a problem document that names each fault

# 1. The webhook. Its secret is shown this once: calls are signed with it (Standard Webhooks: webhook-id, -timestamp, -signature).
if [[ ! -e $folder/webhook.json ]]; then
  key=webhook-$(date +%s)-$$
  types='"acsg.public.support-request-published","acsg.public.support-request-retracted",
         "acsg.public.support-offer-published","acsg.public.support-offer-retracted",
         "acsg.public.match-published","acsg.public.match-retracted",
         "acsg.public.engagement-published","acsg.public.engagement-retracted",
         "acsg.public.good-practice-published","acsg.public.good-practice-retracted",
         "acsg.public.peer-link-published","acsg.public.peer-link-retracted"'
  made=$(call POST /webhooks "{\"url\": \"$url\", \"event_types\": [$types]}") || refused "$made"
  (umask 077 && printf '%s\n' "$made" >"$folder/webhook.json")
fi
sed -E 's/.*"webhook_id":"([^"]+)".*/webhook \1/' "$folder/webhook.json"
# What became of each call: delivered, retrying with the next time, failed. Take the webhook away again with
#   key=end-$id call DELETE "/webhooks/$id"    with --header 'If-Match: "<version>"' as GET /webhooks/$id says
call GET "/deliveries?channel=webhook" >"$folder/deliveries.json"
call GET "/integrators/${ACSG_NAME:-iom}/lag" >"$folder/lag.json" # of your Kafka readers, if you have any

# 2. What stands now. A transfer that breaks ends with a status of its own, so a part never takes the place of a whole.
fetch() { # EXPORT [QUERY]
  curl --silent --show-error --fail-with-body --retry 3 --max-time 900 --output "$folder/$1.part" \
    --header "Authorization: Bearer $token" "$gateway/exports/$1${2:+?$2}" || refused "$(cat "$folder/$1.part")"
  mv "$folder/$1.part" "$folder/$1"
}
fetch public-events.jsonl
fetch support-requests.csv "language=fr"
fetch offers.xlsx
fetch iati.xml

# 3. Live events, oldest first. The place is kept only once its event is, so an event may come twice and never not at all.
last=$(cat "$folder/last-event-id" 2>/dev/null || echo 0)
until_=$(($(date +%s) + seconds))
while (($(date +%s) < until_)); do
  while IFS= read -r line; do
    case $line in
      "id: "*) id=${line#id: } ;;
      "event: gap") echo "something may have been missed: begin anew with an empty folder" >&2 ;;
      "data: "*) data=${line#data: } ;;
      "") if [[ -n ${id:-} ]]; then
        printf '%s\n' "$data" >>"$folder/events.jsonl"
        last=$id id=
        echo "$last" >"$folder/last-event-id"
      fi ;;
    esac
  done < <(curl --silent --no-buffer --max-time "$((until_ - $(date +%s) + 1))" --header "Last-Event-ID: $last" \
    --header "Authorization: Bearer $token" "$api/announcements/stream" || sleep 1)
done
echo "followed to $last"
