// Serves the built dashboard and an invented race on a free port of the loopback, under the policy that the program sends.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentOf } from './invented_documents.mjs';
import { InventedRace } from './invented_race.mjs';

const kBuilt = fileURLToPath(new URL('../../dist/', import.meta.url));
const kTypes = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const kPolicy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

// One unmasked text frame (RFC 6455, 5.2).
function textFrame(text) {
  const body = Buffer.from(text);
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.alloc(body.length < 65_536 ? 4 : 10);
  if (head.length === 4) {
    head.set([0x81, 126]);
    head.writeUInt16BE(body.length, 2);
  } else if (head.length === 10) {
    head.set([0x81, 127]);
    head.writeBigUInt64BE(BigInt(body.length), 2);
  }
  return Buffer.concat([head, body]);
}

async function answer(race, request, response) {
  const { pathname: path, searchParams } = new URL(request.url, 'http://localhost');
  const document = path.startsWith('/api/') ? documentOf(race, path, searchParams) : undefined;
  if (document) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
    return;
  }
  const name = path.startsWith('/dashboard') ? normalize(path.slice('/dashboard'.length)) : null;
  if (name === null) {
    response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"title":"Not found","status":404}');
    return;
  }
  const file = join(kBuilt, name === '/' || name === '.' ? 'index.html' : name);
  response
    .writeHead(200, { 'content-type': kTypes[extname(file)] ?? 'text/plain', 'content-security-policy': kPolicy })
    .end(await readFile(file));
}

// `tickMs` null: the snapshot alone.
export async function serveInventedRace({ port = 0, tickMs = null, webSocket = true, ...options } = {}) {
  const race = new InventedRace(options);
  const streams = new Set();
  let seq = 1;
  const server = createServer((request, response) => {
    if (request.url.startsWith('/api/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const send = (text) => response.write(`data: ${text}\n\n`);
      send(JSON.stringify(race.snapshot('e1', seq)));
      streams.add(send);
      response.on('close', () => streams.delete(send));
      return;
    }
    answer(race, request, response).catch(() => response.writeHead(404).end());
  });
  server.on('upgrade', (request, socket) => {
    socket.on('error', () => socket.destroy());
    if (!webSocket) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const key = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
    );
    const send = (text) => socket.write(textFrame(text));
    send(JSON.stringify(race.snapshot('e1', seq)));
    streams.add(send);
    socket.on('close', () => streams.delete(send));
    socket.on('data', (data) => (data[0] & 0x0f) === 8 && socket.end());
  });
  let tick = 0;
  const timer =
    tickMs &&
    setInterval(() => {
      seq += 1;
      tick += 1;
      const text = JSON.stringify(race.delta('e1', seq, tick));
      for (const send of streams) send(text);
    }, tickMs);
  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    race,
    stop() {
      clearInterval(timer);
      server.closeAllConnections();
      server.close();
    },
  };
}
