// What every test of the page starts from: `import { test, expect } from './support/page.mjs'`.
// The fixture `site` serves dist/; `page` is opened on it by `open(page)`. After each test these hold, or it fails:
// no request left the origin, no policy violation, no uncaught error.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test as base } from '@playwright/test';
import { serve } from './server.mjs';

export const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));

/** The two widths that the page is made for. */
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const test = base.extend({
  site: [
    async ({}, use) => {
      if (!existsSync(`${DIST}/index.html`)) throw new Error('dist/ is empty: run `cargo xtask dist` first');
      const site = await serve(DIST, { prefix: '/some/folder/' });
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],

  // What the page did that it must not do. A test that provokes some of it empties the list it expects.
  faults: [
    async ({ context, site }, use) => {
      const faults = { foreign: [], violations: [], errors: [] };
      await context.exposeBinding('reportViolation', (_, text) => faults.violations.push(text));
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          window.reportViolation(`${event.effectiveDirective} blocks ${event.blockedURI} (${event.sample})`);
        });
      });
      context.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(`${site.origin}/`) && !/^(blob|data|about):/.test(url)) faults.foreign.push(url);
      });
      context.on('weberror', (error) => faults.errors.push(String(error.error())));
      context.on('console', (message) => {
        if (message.type() === 'error') faults.errors.push(message.text());
      });
      await use(faults);
      expect(faults, 'requests to elsewhere, policy violations, errors').toEqual({ foreign: [], violations: [], errors: [] });
    },
    { auto: true },
  ],

  // Opens the page, at a fragment if one is given, and waits until it has started.
  open: async ({ page, site }, use) => {
    await use(async (fragment = '') => {
      await page.goto(site.address + fragment);
      await started(page);
    });
  },
});

export { expect };

/** Waits until the page has started; says its own words where it has not. */
export async function started(page) {
  await page.waitForFunction(() => !document.documentElement.classList.contains('booting'));
  const needs = page.locator('#needs-reason');
  if (await needs.count()) throw new Error(await needs.textContent());
  // The script comes after the form.
  await page.locator('#output').waitFor({ state: 'attached' });
}

/** What axe-core finds wrong with the page as it stands, one line for each rule. */
export async function axeViolations(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target).join(', ')}`);
}
