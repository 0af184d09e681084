// Names and messages that are HTML stay text, under the program's own policy.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser } from './chromium.mjs';
import { kHostile } from './invented_race.mjs';
import { serveInventedRace } from './invented_server.mjs';

let server;
let browser;

before(async () => {
  server = await serveInventedRace({ hostile: true });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

async function holdsOnlyText(page, where) {
  assert.ok((await page.locator('body').textContent()).includes(kHostile), `${where}: the text is shown as it came`);
  assert.equal(await page.locator('img').count(), 0, `${where}: no element was made of it`);
  assert.equal(await page.evaluate(() => globalThis.hostile), undefined, `${where}: nothing of it ran`);
}

test('a team name and a message that are HTML are shown as text everywhere', async () => {
  const page = await browser.page(server.origin);
  await holdsOnlyText(page, 'table and latest message');
  await page.locator('tr[data-car]').filter({ hasText: kHostile }).click();
  await page.locator('aside h2').waitFor();
  assert.equal(await page.locator('aside h2').textContent(), kHostile);
  await holdsOnlyText(page, 'car panel');
  await page.keyboard.press('3');
  await page.locator('ol li p').first().waitFor();
  await holdsOnlyText(page, 'messages');
  assert.deepEqual(page.faults, []);
});
