// Records what the real AWS CDK makes of given trees. README.md says how to run it and what the files mean.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// Before the library is loaded: its built-in validation costs ten seconds per app and changes no template.
process.env.CDK_VALIDATION = 'false';

const require = createRequire(import.meta.url);
const cdk = require('aws-cdk-lib');
const { Construct } = require('constructs');
const constructs = (await import('./record_constructs.mjs')).default;
const references = (await import('./record_references.mjs')).default;
const logicalIds = (await import('./record_logical_ids.mjs')).default;

const versionOf = (name) => {
  const main = dirname(require.resolve(name));
  for (let folder = main; ; folder = dirname(folder)) {
    try {
      const found = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      if (found.name === name) return found.version;
    } catch { /* the folder has none: look above */ }
  }
};

const recordedFrom = {
  'aws-cdk-lib': versionOf('aws-cdk-lib'),
  constructs: versionOf('constructs'),
  license: 'Apache-2.0',
};

/** The flags that `cdk init` gives a new project, less the ones that only cost time or are set by each record. */
const flags = {
  ...require('aws-cdk-lib/recommended-feature-flags.json'),
  '@aws-cdk/core:validateAgainstDefaultRules': false,
  '@aws-cdk/core:annotationsInValidationReport': false,
  '@aws-cdk/core:enableAdditionalMetadataCollection': false,
};
const STRENGTH = '@aws-cdk/core:defaultCrossStackReferences';

/** Runs `build` on a fresh app and hands back its stacks as data. */
function synthesize(build, { strength = 'weak', context = {} } = {}) {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-parity-'));
  try {
    const given = { ...flags, [STRENGTH]: strength, ...context };
    if (strength === null) delete given[STRENGTH];
    const app = new cdk.App({ outdir, context: given, analyticsReporting: false, treeMetadata: false });
    build(app);
    const assembly = app.synth();
    return app.node.findAll()
      .filter((node) => cdk.Stack.isStack(node) && !node.nested)
      .map((stack) => {
        const artifact = findArtifact(assembly, stack);
        return {
          stack: stack.stackName,
          environment: artifact.manifest.environment,
          dependsOn: stack.dependencies.map((other) => other.stackName),
          resources: resourcesOf(stack, artifact.template),
          template: withoutBootstrap(artifact.template),
        };
      });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function findArtifact(assembly, stack) {
  const artifact = assembly.stacksRecursively.find((found) => found.id === stack.artifactId);
  if (!artifact) throw new Error(`no artifact for ${stack.node.path}`);
  return artifact;
}

/** Every resource of the stack in the order of the template. */
function resourcesOf(stack, template) {
  const prefix = stack.node.path.length + 1;
  const found = new Map(stack.node.findAll()
    .filter((node) => cdk.CfnResource.isCfnResource(node) && cdk.Stack.of(node) === stack)
    .map((node) => [stack.resolve(node.logicalId), node.node.path.slice(prefix)]));
  return Object.entries(template.Resources ?? {})
    .map(([logicalId, { Type }]) => ({ path: found.get(logicalId), logicalId, type: Type }));
}

/** The bootstrap check is the same in every template, and no part of what is compared. */
function withoutBootstrap(template) {
  const copy = structuredClone(template);
  delete copy.Rules?.CheckBootstrapVersion;
  delete copy.Parameters?.BootstrapVersion;
  for (const section of ['Rules', 'Parameters']) {
    if (copy[section] && Object.keys(copy[section]).length === 0) delete copy[section];
  }
  return copy;
}

/** JSON that puts on one line whatever fits there, in ASCII so that no tool can normalize it. */
function pretty(value, indent = '', lead = 0) {
  const line = ascii(oneLine(value));
  if (typeof value !== 'object' || value === null || indent.length + lead + line.length <= 120) return line;
  const deeper = `${indent}  `;
  const inner = Array.isArray(value)
    ? value.map((item) => deeper + pretty(item, deeper))
    : Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => {
      const name = `${ascii(JSON.stringify(key))}: `;
      return deeper + name + pretty(item, deeper, name.length);
    });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return inner.length === 0 ? open + close : `${open}\n${inner.join(',\n')}\n${indent}${close}`;
}

function oneLine(value) {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`).join(', ')} }`;
}

const ascii = (text) => text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

function write(file, content) {
  const text = `${pretty({ recordedFrom, ...content })}\n`;
  writeFileSync(new URL(file, import.meta.url), text);
  console.log(`${file}: ${text.length} bytes`);
}

/** An error as data: the name that the CDK gives it, else the name we give to what `constructs` throws. */
function errorClass(error) {
  if (/There is already a Construct with name/.test(error.message)) return 'DuplicateConstructId';
  if (/may have an empty ID/.test(error.message)) return 'EmptyConstructId';
  if (/will create a cyclic reference/.test(error.message)) return 'CyclicReference';
  return error.name;
}

const ids = logicalIds({ cdk, Construct, errorClass, synthesize });
write('logical_ids.json', ids);
console.log(`${ids.vectors.length} vectors, ${ids.together.length} sets`);

write('references.json', { records: references({ cdk, require, synthesize, errorClass }) });

for (const [name, variants] of Object.entries(constructs({ cdk, require, Construct }))) {
  const records = Object.entries(variants).flatMap(([variant, build]) => {
    const stacks = synthesize(build);
    return stacks.map(({ stack, resources, template }) => ({ name: variant, stack, resources, template }));
  });
  write(`${name}.json`, { records });
}
