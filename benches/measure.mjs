// Sizes and times of the release page beside those of a bare Yew page, in one run, so that the machine is the same;
// then those of the readers of scripts in a page of their own.
//
//   node measure.mjs DIST BARE WORDS [--rounds N] [--keys N] [--json]
//
// `cargo xtask measure` builds the pages and calls this; docs/benchmarks.md says how to read it. Rounds go through
// all pages in turn. Each load is a new browser context with nothing cached; every answer is gzip.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import config from '../tests/browser/playwright.config.mjs';
import { serve } from '../tests/browser/support/server.mjs';
import { SCENES } from './scenes.mjs';

const { chromium } = createRequire(new URL('../tests/browser/', import.meta.url))('@playwright/test');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    keys: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
  },
});
const [dist, bare, words] = positionals.map((folder) => resolve(folder));
const rounds = Number(values.rounds);
const keys = Number(values.keys);
if (!words || !(rounds > 0) || !(keys > 0)) throw new Error('usage: measure.mjs DIST BARE WORDS [--rounds N] [--keys N] [--json]');

const BARE = { name: 'bare Yew page', input: '#input', output: '#output' };

function quantile(numbers, part) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] : NaN;
}

/** Runs in the page: types into the input and takes the time until the output has another text, and is painted. */
async function type({ input, output, keys }) {
  const field = document.querySelector(input);
  const setValue = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set;
  const text = () => Array.from(document.querySelectorAll(output), (node) => node.textContent).join('\n');
  const start = field.value;
  const times = { changed: [], painted: [] };

  for (let key = 0; key < keys; key += 1) {
    const before = text();
    let begin;
    await new Promise((done, fail) => {
      const patience = setTimeout(() => fail(new Error(`key ${key}: the output did not change`)), 5000);
      const observer = new MutationObserver(() => {
        // Taken first: reading the text of a long output is no part of what is measured.
        const changed = performance.now() - begin;
        if (text() === before) return;
        observer.disconnect();
        clearTimeout(patience);
        times.changed.push(changed);
        // A frame callback runs before the frame is painted, a message sent from it arrives after.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            times.painted.push(performance.now() - begin);
            done();
          };
          port2.postMessage(null);
        });
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      setValue.call(field, `${start}${key}`);
      begin = performance.now();
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
  }
  return times;
}

/** Runs in the page before anything else: notes when the input is first there, and when the output is. */
function noteParts({ input, output }) {
  const observer = new MutationObserver(() => {
    if (document.querySelector(input)) window.usableAt ??= performance.now();
    if (!document.querySelector(output)) return;
    window.saidAt = performance.now();
    observer.disconnect();
  });
  observer.observe(document, { subtree: true, childList: true });
}

const browser = await chromium.launch({
  ...config.use.launchOptions,
  args: [...config.use.launchOptions.args, '--enable-precise-memory-info'],
});
const sites = { bare: await serve(bare, { gzip: true }), page: await serve(dist, { gzip: true }), words: await serve(words) };
const runs = [
  { scene: BARE, site: sites.bare },
  ...SCENES.map((scene) => ({ scene, site: sites.page })),
].map((run) => ({ ...run, usable: [], said: [], changed: [], painted: [], heap: [], bytes: 0, requests: 0 }));

for (let round = 0; round < rounds; round += 1) {
  // The order turns round: whoever goes first in a round has a colder machine.
  for (const run of round % 2 ? [...runs].reverse() : runs) {
    const { scene, site } = run;
    const context = await browser.newContext({ viewport: config.use.viewport });
    const page = await context.newPage();
    await page.addInitScript(noteParts, { input: scene.input, output: scene.output });
    if (scene.prepare) await scene.prepare(page);
    site.answers.length = 0;
    await page.goto(site.address + (scene.fragment ?? ''));
    await page.waitForFunction(() => window.usableAt);
    run.usable.push(await page.evaluate(() => window.usableAt));
    await page.waitForFunction(() => window.saidAt);
    run.said.push(await page.evaluate(() => window.saidAt));
    await page.waitForLoadState('networkidle');
    run.bytes = site.answers.reduce((sum, answer) => sum + answer.bytes, 0);
    run.requests = site.answers.length;
    const times = await page.evaluate(type, { input: scene.input, output: scene.output, keys });
    run.changed.push(...times.changed);
    run.painted.push(...times.painted);
    run.heap.push(await page.evaluate(() => performance.memory?.usedJSHeapSize ?? NaN));
    await context.close();
  }
}
/** What the readers took: the first time, and the median of those after it. */
async function readers() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(sites.words.address);
  await page.waitForFunction(() => document.body.textContent.includes('\t'), null, { timeout: 300_000 });
  const rows = (await page.evaluate(() => document.body.textContent)).trim().split('\n').map((row) => row.split('\t'));
  await context.close();
  return rows.map(([reader, kib, first, ...later]) => ({
    reader,
    KiB: Number(kib),
    'first ms': Number(first),
    'later ms': quantile(later.map(Number), 0.5),
  }));
}

const read = await readers();
await browser.close();
await Promise.all(Object.values(sites).map((site) => site.close()));

const results = runs.map((run) => ({
  page: run.scene.name,
  'gzip kB': run.bytes / 1000,
  requests: run.requests,
  'usable ms': quantile(run.usable, 0.5),
  'output ms': quantile(run.said, 0.5),
  'key changed ms': quantile(run.changed, 0.5),
  '95 % ms': quantile(run.changed, 0.95),
  'key painted ms': quantile(run.painted, 0.5),
  'heap MB': quantile(run.heap, 0.5) / 1e6,
}));
function table(rows) {
  const cell = (value) => (typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(value < 10 ? 2 : 1) : String(value));
  const head = Object.keys(rows[0]);
  const lines = rows.map((row) => `| ${Object.values(row).map(cell).join(' | ')} |`);
  return [`| ${head.join(' | ')} |`, `|${head.map((_, i) => (i ? '---:' : '---')).join('|')}|`, ...lines].join('\n');
}

if (values.json) {
  console.log(JSON.stringify({ rounds, keys, results, read }, null, 2));
} else {
  const [first, second] = results;
  console.log(table(results));
  console.log(`\nMedians of ${rounds} loads and ${keys} keys a load. The page is usable after ${(second['usable ms'] / first['usable ms']).toFixed(2)} times the bare page's time.\n`);
  console.log(table(read));
}
