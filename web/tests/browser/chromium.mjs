// Debian's Chromium, started fresh for each test file, in a page that notes every request and every fault.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const kArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const kDesktop = { width: 1440, height: 900 };
export const kPhone = { width: 390, height: 844 };

export async function openBrowser() {
  const profile = await mkdtemp(join(tmpdir(), 'stint-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: kArguments,
    viewport: kDesktop,
  });
  return {
    async page(address, viewport = kDesktop) {
      const page = await context.newPage();
      await page.setViewportSize(viewport);
      page.requested = [];
      page.faults = [];
      page.on('request', (request) => page.requested.push(request.url()));
      page.on('websocket', (socket) => page.requested.push(socket.url()));
      page.on('pageerror', (error) => page.faults.push(error.stack));
      page.on(
        'console',
        (message) => /Content Security Policy/i.test(message.text()) && page.faults.push(message.text()),
      );
      await page.goto(`${address}/dashboard/`);
      await page.locator('tr[data-car]').first().waitFor();
      return page;
    },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

// The car numbers from top to bottom.
export const carsShown = (page) =>
  page.locator('tr[data-car]').evaluateAll((rows) => rows.map((row) => row.dataset.car));

// The race clock of the header in seconds.
export async function raceSeconds(page) {
  const text = await page.locator('header .clock dd').first().textContent();
  const [hours, minutes, seconds] = text.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

// Waits until `holds` is true, and says what was waited for if it never is.
export async function eventually(what, holds, milliseconds = 10_000) {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited ${milliseconds} ms for: ${what}`);
}
