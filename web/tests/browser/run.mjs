// Runs the browser tests one file after the other; with names as arguments only the files whose name holds one of them.

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('./', import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .map((name) => folder + name);
if (files.length === 0) {
  console.error(`no browser test is named like ${wanted.join(', ')}`);
  process.exit(2);
}
const tests = spawn(process.execPath, ['--test', '--test-concurrency=1', ...files], { stdio: 'inherit' });
tests.on('exit', (status) => process.exit(status ?? 1));
