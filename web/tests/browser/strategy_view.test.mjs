// The strategy view and the engineer's: at a desk and on a phone, by keys alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seriousFaults } from './accessibility.mjs';
import { eventually, kDesktop, kPhone, openBrowser } from './chromium.mjs';
import { serveInventedRace } from './invented_server.mjs';

let server;
let browser;

before(async () => {
  server = await serveInventedRace();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

// Where the pictures of this run go; none are kept without it.
const picture = (page, name) =>
  process.env.PICTURES ? page.screenshot({ path: `${process.env.PICTURES}/${name}.png` }) : null;

const fits = async (page, viewport) =>
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width);

for (const [name, viewport] of [
  ['desk', kDesktop],
  ['phone', kPhone],
]) {
  test(`the field's stints and next stops are on one axis at a ${name}, and a car opens by keys`, async () => {
    const page = await browser.page(server.origin, viewport);
    await page.keyboard.press('6');
    const view = page.getByRole('region', { name: 'Strategy', exact: true });
    await view.locator('rect.band').nth(20).waitFor({ state: 'attached' });
    assert.equal(await view.locator('tbody tr').count(), 62);
    assert.match(await view.locator('tbody tr').first().textContent(), /Next stop: lap \d+ to \d+ in 8 of 10 futures/);
    await fits(page, viewport);
    await picture(page, `strategy-${name}`);
    assert.deepEqual(await seriousFaults(page), []);
    for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key);
    const panel = page.getByRole('region', { name: 'Strategy of the car' });
    await panel.locator('.reasons li').first().waitFor();
    const text = (await panel.textContent()).replace(/\s+/g, ' ');
    assert.match(text, /Stop in \d+ laps|Stop this lap/);
    assert.match(text, /still owes 1:12/);
    assert.match(text, /entry closed under Safety car: closed behind the safety car/);
    assert.match(text, /rests on rules of low certainty/);
    assert.match(text, /DRIVE THROUGH.*owed, by lap \d+/);
    await picture(page, `car-${name}`);
    await panel.evaluate((element) => element.scrollTo(0, 700));
    await picture(page, `car-${name}-below`);
    assert.deepEqual(await seriousFaults(page), []);
    await fits(page, viewport);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    assert.deepEqual(page.faults, []);
    await page.close();
  });

  test(`an engineer reads one car from afar on a ${name}`, async () => {
    const page = await browser.page(server.origin, viewport);
    for (const key of ['j', 'j', 'j', 'p', '7']) await page.keyboard.press(key);
    const view = page.getByRole('region', { name: 'Engineer' });
    await view.waitFor();
    const text = (await view.textContent()).replace(/\s+/g, ' ');
    for (const words of [
      /Stop in (\d+|BOX)/,
      /Pit entry (OPEN|⊘ CLOSED)/,
      /Last lap \d:\d\d/,
      /Driver limit 1:12/,
      /NET ahead/,
    ]) {
      assert.match(text, words);
    }
    const size = await view
      .locator('.stop dd')
      .first()
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    assert.ok(size >= 30, `the type is big: ${size}`);
    assert.ok(
      await view.locator('dl > div').evaluateAll((boxes) => boxes.every((box) => box.scrollWidth <= box.clientWidth)),
      'nothing is cut off',
    );
    await fits(page, viewport);
    await picture(page, `engineer-${name}`);
    assert.deepEqual(await seriousFaults(page), []);
    await page.close();
  });

  test(`what if, the scorecard, what was measured and the rules open by keys on a ${name}`, async () => {
    const page = await browser.page(server.origin, viewport);
    for (const [key, title, words] of [
      ['Shift+R', 'How good were today’s calls', /Next stop.*412.*1\.0 laps.*79 %.*2\.2 laps/],
      ['t', 'Measured in this race', /A stop costs, green s.*71\.0 ± 1\.6.*41 in this race.*A stop costs, FCY s.*–/],
      ['u', 'The rules in force', /drive time min.*105 minutes.*L.*another source says 90 minutes/],
    ]) {
      await page.keyboard.press(key);
      const dialog = page.getByRole('dialog', { name: title });
      await eventually(title, async () => words.test((await dialog.textContent()).replace(/\s+/g, ' ')));
      await picture(page, `${key.replace('+', '-')}-${name}`);
      assert.deepEqual(await seriousFaults(page), []);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    await page.keyboard.press('w');
    const dialog = page.getByRole('dialog', { name: 'What if …' });
    await dialog.getByRole('button', { name: 'Ask' }).click();
    await dialog.locator('tbody tr').nth(2).waitFor();
    assert.match(await dialog.textContent(), /fcy=5: 250 futures each way under the same luck/);
    assert.equal((await dialog.locator('td.bold').count()) > 0, true, 'what is more than chance stands out');
    await picture(page, `what-if-${name}`);
    assert.deepEqual(await seriousFaults(page), []);
    await fits(page, viewport);
    await page.close();
  });

  test(`the ghost of the car that is followed is in the table and on the map of a ${name}`, async () => {
    const page = await browser.page(server.origin, viewport);
    for (const key of ['j', 'j', 'p', 'v']) await page.keyboard.press(key);
    assert.match(await page.locator('tr.ghost').textContent(), /comes out here, if it came in now: P\d+ in\s+class/);
    await picture(page, `ghost-table-${name}`);
    await page.keyboard.press('v');
    await page.keyboard.press('4');
    const ghost = page.locator('g.ghost');
    await eventually('its place', async () => !/-99999/.test((await ghost.getAttribute('transform')) ?? '-99999'));
    assert.match(await page.locator('p.ghost').textContent(), /if it stopped now, 71\.0 s back/);
    await picture(page, `ghost-map-${name}`);
    assert.deepEqual(await seriousFaults(page), []);
    assert.deepEqual(page.faults, []);
    const host = new URL(server.origin).host;
    assert.deepEqual(
      page.requested.filter((address) => new URL(address).host !== host),
      [],
      'nothing is asked of any other machine',
    );
    await page.close();
  });
}
