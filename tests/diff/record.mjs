// Records what the AWS CDK's diff makes of the pairs in this folder. README.md says how to run it.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(join(process.cwd(), 'package.json'));
const { fullDiff, ResourceImpact } = require('@aws-cdk/cloudformation-diff');
const { version } = JSON.parse(readFileSync(require.resolve('@aws-cdk/cloudformation-diff/package.json'), 'utf8'));
const here = dirname(fileURLToPath(import.meta.url));

const WORDS = {
  [ResourceImpact.WILL_UPDATE]: 'change',
  [ResourceImpact.WILL_CREATE]: 'add',
  [ResourceImpact.WILL_REPLACE]: 'will',
  [ResourceImpact.MAY_REPLACE]: 'may',
  [ResourceImpact.WILL_DESTROY]: 'remove',
  [ResourceImpact.WILL_ORPHAN]: 'remove (orphan)',
  [ResourceImpact.WILL_IMPORT]: 'import',
  [ResourceImpact.NO_CHANGE]: 'none',
};

const recorded = { 'cloudformation-diff': version, license: 'Apache-2.0', cases: {} };
for (const group of ['replacement', 'exposure', 'noise', 'moved']) {
  for (const pair of JSON.parse(readFileSync(join(here, `${group}.json`), 'utf8'))) {
    const lines = [];
    for (const { before, after } of Object.values(pair.stacks)) {
      try {
        const diff = fullDiff(before, after);
        diff.resources.forEachDifference((id, change) => {
          if (change.changeImpact !== ResourceImpact.NO_CHANGE) lines.push(`${id}: ${WORDS[change.changeImpact]}`);
        });
        if (diff.permissionsBroadened) lines.push('broadened');
      } catch (error) {
        lines.push(`error: ${error.message.split('\n')[0]}`);
      }
    }
    recorded.cases[`${group}: ${pair.name}`] = lines;
  }
}
writeFileSync(join(here, 'cdk.json'), JSON.stringify(recorded, null, 1) + '\n');
