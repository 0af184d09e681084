// Runs the browser tests; with names as arguments only the files whose name holds one of them. Two files at a time, for they mostly
// wait; what is timed runs first and alone.

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const timed = 'frame_time.test.mjs';
const folder = fileURLToPath(new URL('./', import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
if (files.length === 0) {
  console.error(`no browser test is named like ${wanted.join(', ')}`);
  process.exit(2);
}

function run(names, at_once) {
  if (names.length === 0) return Promise.resolve(0);
  const paths = names.map((name) => folder + name);
  const tests = spawn(process.execPath, ['--test', `--test-concurrency=${at_once}`, ...paths], { stdio: 'inherit' });
  return new Promise((resolve) => tests.on('exit', (status) => resolve(status ?? 1)));
}

const alone = await run(
  files.filter((name) => name === timed),
  1,
);
const others = await run(
  files.filter((name) => name !== timed),
  2,
);
process.exit(alone || others);
