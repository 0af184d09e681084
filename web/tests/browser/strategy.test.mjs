// Following one car, stops and stints, and where the official timing differs: at a desk and on a phone, by keys alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seriousFaults } from './accessibility.mjs';
import { eventually, kDesktop, kPhone, openBrowser } from './chromium.mjs';
import { serveInventedRace } from './invented_server.mjs';

let server;
let browser;

before(async () => {
  server = await serveInventedRace({ tickMs: 200 });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

const headings = (page) => page.locator('thead th').allTextContents();
const standing = (page) => page.locator('tr[data-status="in_pit"]').first();

for (const [name, viewport] of [
  ['a desk', kDesktop],
  ['a phone', kPhone],
]) {
  const isPhone = viewport === kPhone;

  test(`stops and stints take the place of lap times on ${name}, and are kept`, async () => {
    const page = await browser.page(server.origin, viewport);
    assert.ok(!(await headings(page)).includes('P Ln'));
    await page.keyboard.press('v');
    const wanted = isPhone
      ? ['In / Out', 'P Ln', 'TS', 'State']
      : ['Drive', 'P In', 'P Out', 'P Ln', 'TS', 'Pits', 'State'];
    await eventually('the columns', async () => (await headings(page)).includes('P Ln'));
    for (const label of wanted) assert.ok((await headings(page)).includes(label), label);
    const car = page.locator('tr[data-status="running"]').first();
    assert.match(await car.textContent(), /\d\d:\d\d:\d\d.*\d\d:\d\d:\d\d.*1:11\.200/s, 'in, out and lane time');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width);
    assert.deepEqual(await seriousFaults(page), []);
    await page.reload();
    await page.locator('tr[data-car]').first().waitFor();
    assert.ok((await headings(page)).includes('P Ln'), 'after a reload');
    await page.keyboard.press('v');
    await page.close();
  });

  test(`the pit lane is in the header of ${name}, and the time of the car in it runs`, async () => {
    const page = await browser.page(server.origin, viewport);
    assert.match(await page.locator('.pit-lane').textContent(), /open for LMP2.*1 car/s);
    assert.ok(await page.locator('.pit-lane .words').isVisible());
    const seconds = async () => Number(/PIT.*?(\d\d):(\d\d)/s.exec(await standing(page).textContent())?.[2]);
    const began = await seconds();
    assert.ok(began >= 24, `since it came in: ${began}`);
    await eventually('it to run', async () => (await seconds()) > began);
    await page.close();
  });

  test(`a car stays in sight above the table of ${name}`, async () => {
    const page = await browser.page(server.origin, viewport);
    assert.equal(await page.locator('.hero').count(), 0);
    for (const key of ['j', 'j', 'j', 'p']) await page.keyboard.press(key);
    const hero = page.locator('.hero');
    await hero.waitFor();
    assert.match(await hero.textContent(), /Ahead #\d+.*Behind #\d+/s);
    await page.locator('.frame').evaluate((frame) => frame.scrollTo(0, 900));
    assert.ok((await hero.boundingBox()).y < viewport.height / 2, 'while the table is scrolled');
    assert.deepEqual(await seriousFaults(page), []);
    await page.keyboard.press('p');
    await hero.waitFor({ state: 'detached' });
    await page.close();
  });

  test(`what the official timing has otherwise is marked, counted and explained on ${name}`, async () => {
    const page = await browser.page(server.origin, viewport);
    assert.equal(
      await page
        .locator('.differing')
        .textContent()
        .then((text) => text.trim().slice(0, 3)),
      '≠ 2',
    );
    assert.match(await page.locator('tr[data-car]').nth(4).textContent(), /≠/);
    await page.keyboard.press('d');
    const dialog = page.getByRole('dialog', { name: 'Official timing and ours' });
    await dialog.locator('li').nth(1).waitFor();
    assert.match(await dialog.textContent(), /published by the feed at.*measured at the line after lap 180/s);
    assert.deepEqual(await seriousFaults(page), []);
    const box = await dialog.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= viewport.width);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(page.faults, []);
    await page.close();
  });
}
