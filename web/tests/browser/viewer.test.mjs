// What a viewer sets for himself, on the program itself: the delay, another session, the track map.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { seriousFaults } from './accessibility.mjs';
import { eventually, kPhone, openBrowser, raceSeconds } from './chromium.mjs';
import { serveReplay, simulatedRace, storeRace } from './stint_process.mjs';

let race;
let server;
let browser;
let page;

// A course of some three kilometres for the track that the simulated race is run on.
async function drawCircuit(folder) {
  const [first] = (await readFile(race.file, 'utf8')).split('\n', 1);
  const { track } = JSON.parse(first);
  const coordinates = Array.from({ length: 81 }, (_, index) => {
    const angle = (index / 80) * 2 * Math.PI;
    const radius = 0.006 + 0.0015 * Math.sin(3 * angle);
    return [10 + 1.6 * radius * Math.sin(angle), 50 + radius * Math.cos(angle)];
  });
  await mkdir(folder);
  await writeFile(
    join(folder, 'drawn.geojson'),
    JSON.stringify({
      type: 'FeatureCollection',
      name: track,
      attribution: '© The drawer',
      features: [{ type: 'Feature', properties: { role: 'outline' }, geometry: { type: 'LineString', coordinates } }],
    }),
  );
}

before(async () => {
  race = await simulatedRace({ hours: 2, cars: 24 });
  const circuits = join(race.folder, 'circuits');
  await drawCircuit(circuits);
  await storeRace(race, { seed: 21 });
  server = await serveReplay(race, { from: '00:40:00', speed: 10, more: ['--circuits', circuits] });
  browser = await openBrowser();
  page = await browser.page(server.origin);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await race?.remove();
});

const api = async (path) => (await fetch(`${server.origin}${path}`)).json();
const state = () => page.locator('header .state').textContent();

test('the delay is set by keys, said in the header, kept, and holds back the screen', async () => {
  await page.waitForTimeout(6500); // so that there is something five seconds old
  await page.keyboard.press('m');
  await eventually('the delay to be said', async () => (await state()).includes('Delay 5 s'));
  await eventually('the race of five seconds ago', async () => (await page.locator('tr[data-car]').count()) > 0);
  const { at_ms: live } = await api('/api/replay');
  const behind = live / 1000 - (await raceSeconds(page));
  assert.ok(behind > 35 && behind < 90, `some 50 s of race time behind at ten times: ${behind}`);
  assert.ok(page.requested.some((address) => /api\/live\?.*delay=5/.test(address)));
  await page.reload();
  await page.locator('tr[data-car]').first().waitFor();
  assert.match(await state(), /Delay 5 s/);
});

test('a longer delay takes what is newer off the screen at once, and waits for what is old enough', async () => {
  await page.keyboard.press('Shift+M');
  await page.keyboard.press('Shift+M');
  assert.equal(await page.locator('tr[data-car]').count(), 0);
  await eventually('the page to say that it waits', async () =>
    /Waiting.*at most \d+ s.*Delay 65 s/s.test(await state()),
  );
  assert.deepEqual(await seriousFaults(page), []);
  await page.keyboard.press('Shift+N');
  await page.keyboard.press('Shift+N');
  await page.keyboard.press('n');
  await page.locator('tr[data-car]').first().waitFor();
  assert.doesNotMatch(await state(), /Delay/);
});

test('everything that is fetched beside the push is delayed too', async () => {
  await page.keyboard.press('m');
  await page.locator('tr[data-car]').first().waitFor();
  page.requested.length = 0;
  for (const key of ['2', '3', '4']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(500);
  }
  await page.keyboard.press('1');
  await page.locator('tr[data-car]').first().click();
  await page.locator('aside h3').first().waitFor();
  const asked = page.requested.filter((address) => /\/api\//.test(address) && !/schedule/.test(address));
  assert.ok(asked.length >= 7, asked.join('\n'));
  assert.deepEqual(
    asked.filter((address) => !/delay=5/.test(address)),
    [],
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.locator('tr[data-car]').first().waitFor();
});

test('what followed from the timing is the same after a reload', async () => {
  const told = async () => {
    await page.keyboard.press('3');
    await page.locator('li.own').first().waitFor();
    const texts = await page.locator('li.own').evaluateAll((rows) => rows.map((row) => row.textContent));
    return texts.reverse();
  };
  const before = await told();
  assert.match(before.join(), /has entered the pits/);
  await page.reload();
  await page.locator('tr[data-car]').first().waitFor();
  const after = await told();
  assert.deepEqual(after.slice(0, before.length - 5), before.slice(0, -5), 'but for cars that stood and go on');
  await page.keyboard.press('1');
});

test('the map shows the cars on the course, says that they are estimated, and opens one', async () => {
  await page.keyboard.press('4');
  const map = page.getByRole('region', { name: 'Track map' });
  await map.locator('g.car:not([hidden])').nth(5).waitFor();
  assert.match(await map.locator('.caption').textContent(), /estimated/);
  await map.locator('.caption', { hasText: '© The drawer' }).waitFor();
  const places = () =>
    map.locator('g.car:not([hidden])').evaluateAll((cars) => cars.map((car) => car.getAttribute('transform')));
  const before = await places();
  await page.waitForTimeout(1200);
  const after = await places();
  assert.ok(
    after.some((place, index) => place !== before[index]),
    'cars move',
  );
  const listed = map.locator('ol button').first();
  await listed.focus();
  await page.keyboard.press('Enter');
  await page.locator('aside').waitFor();
  await page.keyboard.press('Escape');
  assert.deepEqual(await seriousFaults(page), []);
});

test('the map on a phone keeps inside the screen', async () => {
  const phone = await browser.page(server.origin, kPhone);
  await phone.keyboard.press('4');
  await phone.locator('g.car:not([hidden])').first().waitFor();
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), kPhone.width);
  assert.deepEqual(await seriousFaults(phone), []);
  await phone.close();
});

test('a stored session is opened from the picker by keys alone, and can be replayed', async () => {
  await page.keyboard.press('1');
  await page.keyboard.press('s');
  const picker = page.getByRole('dialog', { name: 'Sessions' });
  await picker.locator('[data-choice]').nth(1).waitFor();
  assert.match(await picker.textContent(), /Recordings being played.*Stored sessions/s);
  assert.deepEqual(await seriousFaults(page), []);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const chosen = await page.evaluate(() => document.activeElement.dataset.choice);
  await page.keyboard.press('Enter');
  await picker.waitFor({ state: 'detached', timeout: 20_000 });
  await eventually('the other session', async () => (await page.locator('tr[data-car]').count()) === 8);
  assert.equal(new URL(page.url()).searchParams.get('session'), chosen);
  await page.keyboard.press('Space');
  await eventually('it to play', async () => (await api(`/api/replay?session=${encodeURIComponent(chosen)}`)).playing);
});

test('nothing was asked of any other machine, and the page had no fault', () => {
  const host = new URL(server.origin).host;
  assert.deepEqual(
    page.requested.filter((address) => new URL(address).host !== host),
    [],
  );
  assert.deepEqual(page.faults, []);
});
