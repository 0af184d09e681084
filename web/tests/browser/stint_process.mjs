// The program itself, on a free port of the loopback, stopped by its process id.

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const kRoot = fileURLToPath(new URL('../../../', import.meta.url));
export const kStint = process.env.STINT ? resolve(process.env.STINT) : join(kRoot, 'build/release/stint');

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function answers(origin) {
  try {
    return (await fetch(`${origin}/readyz`)).ok;
  } catch {
    return false;
  }
}

// A simulated race of two hours as a log, and a folder of its own to keep it in.
export async function simulatedRace({ seed = 7, hours = 2, cars = 24, trouble = 1 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'stint-e2e-'));
  const file = join(folder, 'race.ndjson');
  const run = `"${kStint}" simulate --seed ${seed} --hours ${hours} --cars ${cars} --trouble ${trouble} > "${file}"`;
  await promisify(execFile)('/bin/sh', ['-c', run], { cwd: folder });
  return { folder, file, remove: () => rm(folder, { recursive: true, force: true }) };
}

// Stores another race in the database that `serveReplay` reads.
export async function storeRace(race, { seed, hours = 1, cars = 8 }) {
  const database = `sqlite:///${join(race.folder, 'race.db')}`;
  const file = join(race.folder, `stored-${seed}.ndjson`);
  const run = `"${kStint}" simulate --seed ${seed} --hours ${hours} --cars ${cars} > "${file}" && "${kStint}" import "${file}"`;
  await promisify(execFile)('/bin/sh', ['-c', run], {
    cwd: race.folder,
    env: { ...process.env, DATABASE_URL: database },
  });
}

// Serves a replay of `race`; `start` again on the same port after `stop`.
export async function serveReplay(race, { from = '01:00:00', speed = 1, more = [] } = {}) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let child = null;
  let said = '';

  async function start() {
    child = spawn(
      kStint,
      ['serve', '--replay', race.file, '--from', from, '--speed', String(speed), '--port', String(port), ...more],
      {
        cwd: race.folder,
        env: { ...process.env, DATABASE_URL: `sqlite:///${join(race.folder, 'race.db')}` },
      },
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said = `${said}${text}`.slice(-4000);
      });
    }
    for (let tries = 0; tries < 150; tries += 1) {
      if (await answers(origin)) return;
      if (child.exitCode !== null) break;
      await new Promise((wait) => setTimeout(wait, 200));
    }
    throw new Error(`stint did not become ready: ${said}`);
  }

  async function stop(signal = 'SIGTERM') {
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((exit) => child.once('exit', exit));
    child.kill(signal);
    await gone;
  }

  await start();
  return { origin, start, stop };
}
