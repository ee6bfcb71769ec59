// node validate.mjs FILE...: parses AsyncAPI documents with AsyncAPI's own parser, as JSON on standard output:
// per file its channels, operations and messages, and every diagnostic. Status 1 when one has an error.
import { readFile } from "node:fs/promises";
import { Parser, fromFile } from "@asyncapi/parser";

const ERROR = 0;
const said = [];
for (const path of process.argv.slice(2)) {
  await readFile(path); // a missing file is an error of its own, not an empty document
  const { document, diagnostics } = await fromFile(new Parser(), path).parse();
  said.push({
    path,
    version: document?.version(),
    channels: document?.channels().all().map((one) => one.address()),
    operations: document?.operations().all().length,
    messages: document?.messages().all().length,
    errors: diagnostics.filter((one) => one.severity === ERROR).map((one) => `${one.path.join("/")}: ${one.message}`),
    warnings: diagnostics.filter((one) => one.severity !== ERROR).map((one) => `${one.path.join("/")}: ${one.message}`),
  });
}
process.stdout.write(JSON.stringify(said, null, 1) + "\n");
process.exitCode = said.some((one) => one.errors.length > 0) ? 1 : 0;
