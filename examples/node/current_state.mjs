// Keeps what stands on the public topics now as files: FOLDER/<topic>/<key>.json, gone again once it is retracted.
//   node current_state.mjs FOLDER        (settings by environment, as `deploy.access create` hands them out)
// It reads the compacted topics from their beginning at every start, so it needs no memory of its own and a crash costs
// nothing; each state carries its place in the log (ce_stream, ce_sequence) for whoever wants to go on from there.
// The client is @platformatic/kafka; kafkajs, which older guides name, has no maintainer any more.
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Consumer, jsonDeserializer, stringDeserializer } from "@platformatic/kafka";

const TOPICS = ["support-request", "support-offer", "match", "engagement", "good-practice", "peer-link"].map((name) => `acsg.public.${name}.current`);
const env = process.env;
const folder = process.argv[2];

const consumer = new Consumer({
  clientId: `${env.ACSG_USERNAME}-current-state`,
  groupId: `${env.ACSG_GROUP}-current-state`,
  groupInstanceId: `${env.ACSG_GROUP}-current-state-1`, // started again at once, it goes on at once
  bootstrapBrokers: env.ACSG_BOOTSTRAP.split(","),
  sasl: { mechanism: env.ACSG_MECHANISM, username: env.ACSG_USERNAME, password: env.ACSG_PASSWORD },
  tls: env.ACSG_SECURITY === "SASL_SSL" ? { ca: env.ACSG_CA ? await readFile(env.ACSG_CA) : undefined } : undefined,
  deserializers: {
    key: stringDeserializer,
    value: jsonDeserializer,
    headerKey: stringDeserializer,
    headerValue: stringDeserializer,
  },
});

// What was retracted while nobody was looking may have left no tombstone: start with nothing.
await rm(folder, { recursive: true, force: true });
for (const topic of TOPICS) await mkdir(join(folder, topic), { recursive: true });

const known = new Map(); // topic/key -> [epoch, version]: an older state that comes late is not taken
const newer = ([epoch, version], [knownEpoch, knownVersion]) =>
  epoch > knownEpoch || (epoch === knownEpoch && version > knownVersion);

async function take(message) {
  const { topic, key, value, headers } = message;
  const place = [Number(headers.get("ce_epoch")), Number(headers.get("ce_aggregateversion"))];
  const name = `${topic}/${key}`;
  if (known.has(name) && !newer(place, known.get(name))) return;
  known.set(name, place);
  const path = join(folder, topic, `${key}.json`);
  if (value === null || value === undefined) return rm(path, { force: true });
  const from = { stream: headers.get("ce_stream"), sequence: Number(headers.get("ce_sequence")) };
  await writeFile(`${path}.new`, JSON.stringify({ ...value, from }, null, 1));
  await rename(`${path}.new`, path); // whole or not at all
}

const stream = await consumer.consume({ topics: TOPICS, mode: "earliest", autocommit: false });
for (const name of ["SIGTERM", "SIGINT"]) process.once(name, () => consumer.close(true));
for await (const message of stream) await take(message);
