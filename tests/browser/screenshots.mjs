// Pictures of the page: node screenshots.mjs DIST FOLDER
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import config from './playwright.config.mjs';
import { serve } from './support/server.mjs';
import { NARROW, WIDE, started } from './support/page.mjs';

const [dist, folder] = process.argv.slice(2);
const SCRIPT = `@echo off
bitsadmin /create /download nightly
bitsadmin /addfile nightly https://download.example.com/packages/nightly.zip C:\\Packages\\nightly.zip
bitsadmin /setpriority nightly LOW
bitsadmin /setsecurityflags nightly 2
bitsadmin /resume nightly
`;
const SIZES = { wide: WIDE, narrow: NARROW };

const site = await serve(dist);
const browser = await chromium.launch(config.use.launchOptions);
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(site.address);
    await started(page);
    await page.waitForLoadState('networkidle');
    const path = join(folder, `${size}-${colorScheme}.png`);
    await page.screenshot({ path });
    console.log(path);
    const reading = join(folder, `reading-${size}-${colorScheme}.png`);
    await page.getByRole('button', { name: 'Read a script' }).click();
    await page.getByLabel('A script, pasted').fill(SCRIPT);
    await page.locator('.token').nth(4).focus();
    await page.getByLabel('An error number').fill('0x80200011');
    await page.locator('.code-meaning').waitFor();
    await page.screenshot({ path: reading, fullPage: true });
    console.log(reading);
    const revised = join(folder, `revised-${size}-${colorScheme}.png`);
    await page.getByRole('button', { name: 'Open in the form' }).click();
    await page.locator('#priority').selectOption('high');
    await page.locator('.revised .changed').waitFor({ state: 'attached' });
    if (size === 'narrow') await page.getByRole('button', { name: 'Script', exact: true }).click();
    else await page.getByRole('button', { name: 'Back to the commands' }).click();
    await page.screenshot({ path: revised, fullPage: true });
    console.log(revised);
    await context.close();
  }
}
await browser.close();
await site.close();
