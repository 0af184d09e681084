// The dashboard on the program itself, replaying a simulated race: it plays, filters, selects, seeks, and outlives a restart.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seriousFaults } from './accessibility.mjs';
import { carsShown, eventually, kPhone, openBrowser, raceSeconds } from './chromium.mjs';
import { serveReplay, simulatedRace } from './stint_process.mjs';

const kFrom = 3600; // seconds of race time at which the replay begins
let race;
let server;
let browser;
let page;

before(async () => {
  race = await simulatedRace();
  server = await serveReplay(race, { from: '01:00:00', speed: 10 });
  browser = await openBrowser();
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

test('the table is the server’s standings, and the clock runs', async () => {
  page = await browser.page(server.origin);
  const began = await raceSeconds(page);
  assert.ok(began >= kFrom && began < kFrom + 600, `starts where it was told to: ${began} s`);
  await eventually('the clock to run', async () => (await raceSeconds(page)) > began + 10);
  await page.keyboard.press('Space');
  await eventually('the replay to pause', async () => (await api('/api/replay')).playing === false);
  await page.waitForTimeout(500);
  const standings = await api('/api/positions');
  assert.deepEqual(
    await carsShown(page),
    standings.map((row) => row.car_number),
  );
  const leader = page.locator('tr[data-car]').first();
  assert.ok((await leader.textContent()).includes(standings[0].team_name));
});

test('every row says what the leaderboard says', async () => {
  const rows = await api('/api/positions');
  const lapText = (seconds) => {
    const ms = Math.round(seconds * 1000);
    const rest = `${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}.${String(ms % 1000).padStart(3, '0')}`;
    return `${Math.floor(ms / 60_000)}:${rest}`;
  };
  for (const row of rows.filter((one) => one.last_lap_time !== null)) {
    const text = await page.locator(`tr[data-car="${row.car_number}"]`).textContent();
    assert.ok(
      text.includes(lapText(row.last_lap_time)),
      `car ${row.car_number}: last lap ${row.last_lap_time} in ${text}`,
    );
    assert.ok(text.includes(String(row.laps_completed)), `car ${row.car_number}: laps`);
  }
});

test('a class chosen shows that class alone, and c walks on to the next', async () => {
  const { classes } = await api('/api/race/info');
  const inClass = (await api(`/api/positions?car_class=${encodeURIComponent(classes[0])}`)).map(
    (row) => row.car_number,
  );
  await page.getByRole('group', { name: 'Class filter' }).getByRole('button', { name: classes[0] }).click();
  assert.deepEqual(await carsShown(page), inClass);
  for (let presses = 0; presses < classes.length; presses += 1) await page.keyboard.press('c');
  assert.deepEqual(
    await carsShown(page),
    (await api('/api/positions')).map((row) => row.car_number),
  );
});

test('the search narrows the table as one types, and Esc clears it', async () => {
  const [first] = await api('/api/positions');
  await page.keyboard.press('/');
  await page.keyboard.type(`#${first.car_number} ${first.team_name.split(' ')[0]}`);
  await eventually(
    'the table to narrow',
    async () => (await carsShown(page)).includes(first.car_number) && (await carsShown(page)).length < 6,
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await eventually(
    'all cars again',
    async () => (await carsShown(page)).length === (await api('/api/positions')).length,
  );
});

test('keys move the cursor, open a car, make it a favourite and close it again', async () => {
  const cars = await carsShown(page);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const panel = page.locator('aside');
  await panel.waitFor();
  assert.equal(await panel.locator('.plate').textContent(), cars[1]);
  await page.keyboard.press('f');
  assert.equal(await panel.getByRole('button', { name: 'Favourite' }).getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('f');
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
});

test('the car’s panel shows its stints, stops and drivers as the server has them', async () => {
  const [car] = await carsShown(page);
  await page.locator(`tr[data-car="${car}"]`).click();
  const panel = page.locator('aside');
  await panel.locator('h3', { hasText: 'Stints' }).waitFor();
  const { stints } = await api(`/api/stints/${car}`);
  const stops = await api(`/api/pit_history/${car}`);
  const { drivers } = await api(`/api/drivers/${car}`);
  const rowsUnder = (title) => panel.locator(`h3:text-is("${title}") + table tbody tr`);
  assert.equal(await rowsUnder('Stints').count(), stints.length);
  assert.equal(await rowsUnder('Stops').count(), stops.length);
  const text = await panel.textContent();
  for (const driver of drivers) assert.ok(text.includes(driver.name), `drive time of ${driver.name}`);
  assert.ok(await panel.locator('.plot canvas').isVisible(), 'lap chart');
  await page.keyboard.press('Escape');
});

test('charts draw positions and gaps over the race', async () => {
  await page.keyboard.press('2');
  await page.locator('.plot canvas').nth(1).waitFor();
  assert.equal(await page.locator('.plot canvas').count(), 2);
  await page.keyboard.press('1');
  await page.locator('tr[data-car]').first().waitFor();
});

test('a race time typed in is gone to, forwards and back', async () => {
  for (const [typed, seconds] of [
    ['01:40:00', 6000],
    ['00:20:30', 1230],
  ]) {
    await page.keyboard.press('g');
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
    await eventually(`the clock to stand at ${typed}`, async () => Math.abs((await raceSeconds(page)) - seconds) <= 1);
    assert.deepEqual(
      await carsShown(page),
      (await api('/api/positions')).map((row) => row.car_number),
    );
  }
});

test('the seek bar, the arrows and the speed steer the replay', async () => {
  const bar = page.getByRole('slider', { name: 'Race time' });
  const box = await bar.boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const { begins_ms, ends_ms } = await api('/api/replay');
  const middle = (begins_ms + ends_ms) / 2000;
  await eventually('the middle of the race', async () => Math.abs((await raceSeconds(page)) - middle) < 90);
  await bar.evaluate((element) => element.blur());
  const at = await raceSeconds(page);
  await page.keyboard.press('ArrowRight');
  await eventually('30 s on', async () => Math.abs((await raceSeconds(page)) - at - 30) <= 1);
  await page.getByLabel('Speed').selectOption('60');
  await eventually('60 times', async () => (await api('/api/replay')).speed === 60);
  await page.keyboard.press(',');
  await eventually('30 times', async () => (await api('/api/replay')).speed === 30);
});

test('after the server was killed and started again the page goes on by itself', async () => {
  await server.stop('SIGKILL');
  await page.getByText('Connection lost').waitFor({ timeout: 15_000 });
  assert.match(await page.locator('.top').textContent(), /showing data of .* ago/);
  const before = await carsShown(page);
  assert.ok(before.length > 0, 'what is known stays on the screen');
  await server.start();
  await eventually(
    'the link to open',
    async () => (await page.locator('header .state').getAttribute('data-link')) === 'open',
    30_000,
  );
  const began = await raceSeconds(page);
  await eventually('the clock to run on', async () => (await raceSeconds(page)) > began + 5, 15_000);
});

test('the help lists the keys', async () => {
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys and signs' });
  await help.waitFor();
  assert.match(await help.textContent(), /play or pause/);
  assert.deepEqual(await seriousFaults(page), []);
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
});

test('axe finds no serious fault on any screen', async () => {
  await steer({ action: 'pause' });
  for (const key of ['1', '2', '3', '4']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(400);
    assert.deepEqual(await seriousFaults(page), [], `screen ${key}`);
  }
  await page.keyboard.press('1');
  await page.locator('tr[data-car]').first().click();
  await page.locator('aside .plot canvas').waitFor();
  assert.deepEqual(await seriousFaults(page), [], 'car panel');
  await page.keyboard.press('Escape');
});

test('a phone shows the table without scrolling sideways, and a car as a sheet', async () => {
  const phone = await browser.page(server.origin, kPhone);
  await phone.waitForTimeout(300);
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), kPhone.width);
  assert.ok(await phone.locator('.frame').evaluate((frame) => frame.scrollWidth <= frame.clientWidth), 'table');
  await phone.locator('tr[data-car]').first().click();
  const panel = phone.locator('aside');
  await panel.locator('h3').first().waitFor();
  assert.equal((await panel.boundingBox()).width, kPhone.width);
  assert.ok(await panel.locator('.body').evaluate((body) => body.scrollWidth <= body.clientWidth), 'panel');
  assert.deepEqual(await seriousFaults(phone), []);
  await phone.close();
});

test('nothing was asked of any other machine, and the page had no fault', () => {
  const host = new URL(server.origin).host;
  assert.deepEqual(
    page.requested.filter((address) => new URL(address).host !== host),
    [],
  );
  assert.deepEqual(page.faults, []);
});
