// Where no WebSocket gets through, the race comes by server-sent events.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, openBrowser, raceSeconds } from './chromium.mjs';
import { serveInventedRace } from './invented_server.mjs';

let server;
let browser;

before(async () => {
  server = await serveInventedRace({ webSocket: false, tickMs: 100 });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

test('a refused WebSocket is followed by server-sent events in the same attempt', async () => {
  const page = await browser.page(server.origin);
  assert.ok(page.requested.some((address) => address.includes('/api/events')));
  const before = await raceSeconds(page);
  await eventually('the clock to run', async () => (await raceSeconds(page)) > before + 1);
  assert.equal(await page.locator('header .state').getAttribute('title'), 'Server-sent events');
  assert.equal(await page.locator('header .state').getAttribute('data-link'), 'open');
});
