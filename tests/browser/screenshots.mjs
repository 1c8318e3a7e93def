// Pictures of the page: node screenshots.mjs DIST FOLDER
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import config from './playwright.config.mjs';
import { serve } from './support/server.mjs';
import { NARROW, WIDE, started } from './support/page.mjs';

const [dist, folder] = process.argv.slice(2);
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
    await context.close();
  }
}
await browser.close();
await site.close();
