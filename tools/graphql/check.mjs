// node check.mjs compare RELEASED SCHEMA: breaking changes, by GraphQL Inspector. node check.mjs audit URL TOKEN: the audits of
// graphql-http over a running interface. JSON on standard output; status 1 when something does not hold.
import { readFile } from "node:fs/promises";
import { buildSchema } from "graphql";
import { diff, CriticalityLevel } from "@graphql-inspector/core";
import { serverAudits } from "graphql-http";

async function compare(released, present) {
  const [before, after] = await Promise.all([released, present].map(async (path) => buildSchema(await readFile(path, "utf8"))));
  const breaking = (await diff(before, after)).filter((one) => one.criticality.level === CriticalityLevel.Breaking);
  return breaking.map((one) => ({ fault: one.message, at: one.path }));
}

async function audit(url, token) {
  const fetchFn = (to, how) => fetch(to, { ...how, headers: { ...how?.headers, authorization: `Bearer ${token}` } });
  const found = [];
  for (const one of serverAudits({ url, fetchFn })) {
    const { status, id, name, reason } = await one.fn();
    found.push({ id, name, status, reason: status === "ok" ? undefined : String(reason) });
  }
  return found;
}

const [what, ...given] = process.argv.slice(2);
const said = await (what === "compare" ? compare(...given) : audit(...given));
process.stdout.write(JSON.stringify(said, null, 1) + "\n");
