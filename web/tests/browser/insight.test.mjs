// What Stint says by itself, on the program replaying a simulated race: incidents, the scorecard, the story, alerts.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { seriousFaults } from './accessibility.mjs';
import { eventually, kDesktop, kPhone, openBrowser, raceSeconds } from './chromium.mjs';
import { serveReplay, simulatedRace } from './stint_process.mjs';

let race;
let server;
let browser;
let page;

before(async () => {
  race = await simulatedRace({ hours: 2, cars: 24, trouble: 4 });
  server = await serveReplay(race, { from: '00:50:00', speed: 1 });
  browser = await openBrowser();
  page = await browser.page(server.origin);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await race?.remove();
});

const api = async (path) => (await fetch(`${server.origin}${path}`)).json();
const steer = (command) =>
  fetch(`${server.origin}/api/replay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(command),
  });
// Those that stand; with `cleared` all.
const anomalies = (cleared = false) => api(`/api/anomalies?limit=1000&alarms=${!cleared}&cleared=${cleared}`);
const dialog = () => page.getByRole('dialog');
const selected = () => page.locator('aside[aria-label^="Car "]').getAttribute('aria-label');

test('incidents are those of the server, the newest first, and can be narrowed', async () => {
  await steer({ action: 'pause' });
  await page.keyboard.press('5');
  const list = page.getByRole('region', { name: 'Incidents' });
  await eventually('the incidents', async () => (await list.locator('.go').count()) === (await anomalies()).length);
  const told = (await anomalies()).reverse();
  assert.ok(told.length > 2, `${told.length} incidents`);
  const shown = await list.locator('.go .text').allTextContents();
  assert.deepEqual(
    shown,
    told.map((one) => one.description),
  );
  const faults = list.getByRole('button', { name: 'With false alarms' });
  await faults.click();
  assert.equal(
    await list.locator('.go').count(),
    (await anomalies(true)).filter((one) => one.alarm || one.cleared_ms !== null).length,
  );
  await faults.click();
  const kinds = list.getByRole('group', { name: 'Kind of incident' }).getByRole('button');
  const name = await kinds.nth(1).textContent();
  await kinds.nth(1).click();
  for (const text of await list.locator('.go strong').allTextContents()) assert.equal(text.trim(), name.trim());
  await kinds.nth(0).click();
  assert.deepEqual(await seriousFaults(page), []);
});

test('a click on an incident shows its car, and jumps to the moment before it', async () => {
  const told = (await anomalies()).filter((one) => one.car_number !== null);
  const one = told.at(-1);
  await page.locator('.go', { hasText: one.description }).first().click();
  assert.equal(await selected(), `Car ${one.car_number}`);
  const moment = Math.max(0, one.first_seen_ms - 15_000) / 1000;
  await eventually('the replay to jump', async () => Math.abs((await raceSeconds(page)) - moment) < 20);
  await page.keyboard.press('Escape');
  await steer({ action: 'seek', at_ms: 3_000_000 });
  await eventually('the replay to be back', async () => Math.abs((await raceSeconds(page)) - 3000) < 20);
});

test('incidents fit on a phone', async () => {
  const phone = await browser.page(server.origin, kPhone);
  await phone.keyboard.press('5');
  await phone.locator('.go').first().waitFor();
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), kPhone.width);
  assert.deepEqual(await seriousFaults(phone), []);
  assert.deepEqual(phone.faults, []);
  await phone.close();
});

test('the scorecard says how many laps fell inside their band', async () => {
  await page.keyboard.press('1');
  await eventually('predictions to be scored', async () => {
    await page.keyboard.press('r');
    const text = await dialog().textContent();
    if (/Of \d+ laps/.test(text)) return true;
    await page.keyboard.press('Escape');
    return false;
  });
  const [, laps, share] = /Of (\d+) laps, (\d+) % took as long/.exec(await dialog().textContent());
  assert.ok(Number(laps) > 50, `${laps} laps`);
  assert.ok(Number(share) > 50 && Number(share) <= 100, `${share} %`);
  const rows = await dialog().locator('tbody th').allTextContents();
  assert.equal(rows[0], 'All');
  assert.ok(rows.some((row) => row.startsWith('All, after sector')));
  assert.deepEqual(await seriousFaults(page), []);
  await page.keyboard.press('Escape');
});

test('the story is told for the interval and the class that are chosen, and a click jumps there', async () => {
  await page.keyboard.press('a');
  const sentences = dialog().locator('ol li span');
  await sentences.first().waitFor();
  await dialog().getByRole('button', { name: '30 min' }).click();
  const choice = dialog().getByRole('combobox');
  const options = await choice.locator('option').allTextContents();
  assert.ok(options.length > 2, options.join());
  const before = await sentences.allTextContents();
  await choice.selectOption({ index: 1 });
  await eventually('another account', async () => (await sentences.allTextContents()).join() !== before.join());
  await choice.selectOption({ index: 0 });
  await eventually('the field’s account', async () => (await sentences.allTextContents()).join() === before.join());
  assert.deepEqual(await seriousFaults(page), []);
  const last = dialog().locator('ol li button').last();
  const [hours, minutes, seconds] = (await last.locator('time').textContent()).split(':').map(Number);
  await last.click();
  const moment = Math.max(0, hours * 3600 + minutes * 60 + seconds - 3);
  await eventually('the replay to jump', async () => Math.abs((await raceSeconds(page)) - moment) < 20);
  assert.equal(await dialog().count(), 0);
});

// Somebody's receiver of webhooks.
async function receiver() {
  const taken = [];
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      taken.push({ path: request.url, signature: request.headers['x-stint-signature'], body: JSON.parse(body) });
      response.writeHead(204).end();
    });
  });
  await new Promise((ready) => http.listen(0, '127.0.0.1', ready));
  return { taken, url: `http://127.0.0.1:${http.address().port}/hook`, stop: () => http.close() };
}

test('rules and webhooks are set on the screen, and a test reaches the webhook', async () => {
  const hook = await receiver();
  await page.getByRole('button', { name: 'Alerts', exact: true }).click();
  await dialog().getByRole('button', { name: 'Add a rule' }).click();
  const rule = dialog().getByRole('region', { name: 'New rule' });
  for (const slider of await rule.getByRole('slider').all()) await slider.fill('0');
  await dialog().getByRole('button', { name: 'Add a webhook' }).click();
  const webhook = dialog().getByRole('region', { name: 'New webhook' });
  assert.equal(await webhook.getByRole('button', { name: 'Send a test' }).count(), 0, 'not before it is saved');
  await webhook.getByRole('combobox', { name: 'Form' }).selectOption('json');
  await webhook.getByRole('textbox', { name: 'Address' }).fill(hook.url);
  await webhook.getByLabel('Secret for signatures').fill('between us');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().getByText('Saved.').waitFor();
  await webhook.getByRole('button', { name: 'Send a test' }).click();
  await webhook.getByText('The test has arrived.').waitFor();
  assert.equal(hook.taken.length, 1);
  assert.equal(hook.taken[0].path, '/hook');
  assert.equal(hook.taken[0].body.type, 'test');
  assert.match(hook.taken[0].signature, /^sha256=[0-9a-f]{64}$/);
  assert.ok(!(await dialog().textContent()).includes('between us'));
  assert.deepEqual(await seriousFaults(page), []);
  await page.keyboard.press('Escape');
  hook.stop();
});

test('an alert comes up while the replay plays, and a click goes to its car and moment', async () => {
  await steer({ action: 'seek', at_ms: 3_000_000 });
  await steer({ action: 'speed', speed: 60 });
  await steer({ action: 'play' });
  const alert = page.getByRole('list', { name: 'Alerts' }).getByRole('listitem').first();
  await alert.waitFor({ timeout: 60_000 });
  await steer({ action: 'pause' });
  assert.match(await alert.textContent(), /New rule/);
  const text = await alert.locator('span').textContent();
  const told = (await anomalies(true)).find((one) => text.includes(one.description) && one.car_number !== null);
  await alert.getByRole('button').first().click();
  if (told) {
    assert.equal(await selected(), `Car ${told.car_number}`);
    const moment = (told.first_seen_ms - 3000) / 1000;
    await eventually('the replay to jump', async () => Math.abs((await raceSeconds(page)) - moment) < 30);
  }
  assert.deepEqual(page.faults, []);
  assert.deepEqual(
    page.requested.filter((url) => !url.includes('127.0.0.1')),
    [],
  );
});

test('the screens of insight fit at a desk', async () => {
  await page.keyboard.press('5');
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), kDesktop.width);
});
