// Serves PostGraphile over one schema of a database, on loopback, with nothing that the page does not need.
import { createServer } from "node:http";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { postgraphile } = require("postgraphile");
const { makePgService } = require("postgraphile/adaptors/pg");
const { grafserv } = require("postgraphile/grafserv/node");
const { PostGraphileAmberPreset } = require("postgraphile/presets/amber");

const [port, connectionString, schema] = process.argv.slice(2);
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString, schemas: [schema], poolConfig: { max: 8 } })],
  grafserv: { port: Number(port), graphqlPath: "/graphql", graphiql: false, watch: false },
});
const served = createServer();
await instance.createServ(grafserv).addTo(served);
served.listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
