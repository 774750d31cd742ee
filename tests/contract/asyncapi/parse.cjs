// Parse an AsyncAPI document and print its diagnostics as JSON.
// usage: node parse.cjs NODE_MODULES DOCUMENT
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { resolve } = require("node:path");

const [modules, path] = process.argv.slice(2);
const { Parser } = createRequire(resolve(modules, "_"))("@asyncapi/parser");

new Parser().parse(readFileSync(path, "utf8"), { source: resolve(path) }).then(({ document, diagnostics }) => {
  const found = diagnostics.map(({ code, message, path: at, severity }) => ({
    severity,
    code,
    message,
    path: at.join("."),
  }));
  const channels = document ? document.channels().all().map((channel) => channel.address()) : [];
  process.stdout.write(JSON.stringify({ channels, diagnostics: found }));
});
