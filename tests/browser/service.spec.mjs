import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import config from './playwright.config.mjs';
import { DIST, NARROW, WIDE, axeViolations, expect, test as base } from './support/page.mjs';

// The program that serves the page in front of a BITS that is not one: `cargo build -p bitsmith-backend --example
// scripted_service` builds it.
const SERVICE = process.env.BITSMITH_SERVICE;

const DOCUMENT = {
  bitsmith: 1,
  subject: { new: { display_name: 'Nightly', job_type: 'download' } },
  files: [{ remote_name: 'https://example.com/a.zip', local_name: 'C:\\Users\\Ann\\Downloads\\a' }],
  settings: { security_flags: { flags: ['ignore_unknown_ca'] } },
  ending: 'start_and_leave',
};

/** A document of a job with these names of files, which lowers nothing. */
function downloading(display_name, files, settings = {}) {
  return {
    bitsmith: 1,
    subject: { new: { display_name, job_type: 'download' } },
    files: files.map((name) => ({
      remote_name: `https://example.com/${name}`,
      local_name: `C:\\Users\\Ann\\Downloads\\${name}`,
    })),
    settings,
    ending: 'start_and_leave',
  };
}

/** The fragment of a link to a document. */
function fragment(document) {
  return `#v1.${Buffer.from(JSON.stringify(document)).toString('base64url')}`;
}

/** A service of this test's own; its address, its token, the names of its jobs, and a way to make one. */
const test = base.extend({
  // Who attacks gets errors: each test says what it expects.
  faults: [async ({}, use) => use(null), { auto: true }],
  service: async ({}, use) => {
    const program = spawn(SERVICE, [DIST], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: program.stdout });
    const [line] = await new Promise((resolve) => lines.once('line', (first) => resolve([first])));
    const [address, token] = line.split(' ');
    const ask = async (path, body) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const request = body && { method: 'POST', body: JSON.stringify(body) };
      return (await fetch(address + path, { headers, ...request })).json();
    };
    const jobs = async () => (await ask('api/jobs')).jobs.map((job) => job.name);
    const make = async (document) => {
      const { digest, nonce } = await ask('api/plan', { document });
      return (await ask('api/apply', { document, digest, nonce })).jobs[0].guid;
    };
    await use({ address, token, port: new URL(address).port, jobs, make });
    program.stdin.end();
    await new Promise((resolve) => program.once('exit', resolve));
  },
});

test('a job is planned, acknowledged, applied, watched and completed', async ({ page, service }) => {
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(service.address + fragment(DOCUMENT));
  const panel = page.locator('.apply');
  await panel.getByRole('button', { name: 'Plan' }).click();
  await expect(panel.locator('ol li').first()).toContainText('IBackgroundCopyManager::CreateJob');
  const apply = panel.getByRole('button', { name: 'Apply' });
  await expect(apply).toBeDisabled();
  await panel.getByRole('checkbox').check();
  await apply.click();
  const job = panel.locator('.job');
  await expect(job.getByRole('progressbar')).toHaveCount(1);
  await expect(job).toContainText('Nightly');
  await job.getByRole('button', { name: 'Suspend' }).click();
  await expect(job).toContainText('SUSPENDED');
  await expect(job).toContainText('It does nothing until it is resumed.');
  await job.getByRole('button', { name: 'Resume' }).click();
  await expect(job).toContainText('TRANSFERRED', { timeout: 45_000 });
  await expect(job).toContainText('complete it to give them theirs');
  const name = page.getByLabel('Display name', { exact: true });
  await name.fill('Other');
  await job.getByRole('button', { name: 'Open in the form' }).click();
  await expect(name).toHaveValue('Nightly');
  await job.getByRole('button', { name: 'Complete' }).click();
  await expect(job).toHaveCount(0);
  expect(errors, 'policy violations and errors').toEqual([]);
});

test('a plan that made a job says so, and makes another one for those who want it', async ({ page, service }) => {
  await page.goto(service.address + fragment(DOCUMENT));
  const panel = page.locator('.apply');
  const plan = panel.getByRole('button', { name: 'Plan' });
  const apply = panel.getByRole('button', { name: 'Apply' });
  const meant = panel.getByRole('checkbox', { name: 'I mean this' });
  const another = panel.getByRole('checkbox', { name: 'Make another job. This plan was applied before' });
  await plan.click();
  await meant.check();
  await expect(another).toHaveCount(0);
  await apply.click();
  await expect(panel.locator('.job')).toHaveCount(1);
  await plan.click();
  await meant.check();
  await expect(another).toHaveAccessibleName(/its job is \{.*\}, `Nightly`/);
  await expect(apply).toBeDisabled();
  await another.check();
  await apply.click();
  await expect(panel.locator('.job')).toHaveCount(2);
  expect(await service.jobs()).toEqual(['Nightly', 'Nightly']);
});

test('another job is made of the same parameters, too', async ({ page, service }) => {
  await page.goto(service.address + fragment(downloading('Open', ['{{name}}'])));
  const panel = page.locator('.apply');
  const another = panel.getByRole('checkbox', { name: 'Make another job. These values may have made one before.' });
  const apply = async (choose) => {
    await panel.getByRole('button', { name: 'Plan' }).click();
    await panel.getByLabel('name', { exact: true }).fill('a');
    await choose();
    await panel.getByRole('button', { name: 'Apply' }).click();
  };
  await apply(async () => {});
  await expect(panel.locator('.job')).toHaveCount(1);
  await apply(async () => expect(another).not.toBeChecked());
  await expect(panel.getByRole('status')).toContainText('This plan was applied before: its job is {');
  expect(await service.jobs()).toEqual(['Open']);
  await apply(() => another.check());
  await expect(panel.locator('.job')).toHaveCount(2);
});

test('what is in the way of a job is said before it is tried', async ({ page, service }) => {
  const elsewhere = structuredClone(DOCUMENT);
  elsewhere.files[0].local_name = 'C:\\Windows\\a';
  await page.goto(service.address + fragment(elsewhere));
  const panel = page.locator('.apply');
  await panel.getByRole('button', { name: 'Plan' }).click();
  await expect(panel).toContainText('--allow-destination');
  await panel.getByRole('checkbox').check();
  await expect(panel.getByRole('button', { name: 'Apply' })).toBeDisabled();
});

test('each file of a job has a bar, and they fill one after the other', async ({ page, service }) => {
  const locals = ['C:\\Users\\Ann\\Downloads\\a', 'C:\\Users\\Ann\\Downloads\\b'];
  await page.goto(service.address + fragment(downloading('Two', ['a', 'b'])));
  const panel = page.locator('.apply');
  await panel.getByRole('button', { name: 'Plan' }).click();
  await panel.getByRole('button', { name: 'Apply' }).click();
  const bars = panel.locator('.job .bar-of');
  await expect(bars.locator('bdi')).toHaveText(locals);
  // The names that the browser tells; Playwright's own reckoning passes over labels of bars.
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const names = nodes.filter((node) => node.role?.value === 'progressbar').map((node) => node.name.value);
  expect(names.map((name) => name.slice(0, locals[0].length))).toEqual(locals);
  const seen = [];
  const look = async () => {
    const now = await bars.evaluateAll((all) =>
      all.map((one) => [one.querySelector('progress').value, one.querySelector('small').textContent]),
    );
    seen.push(now);
    return now[1][0];
  };
  await expect.poll(look, { timeout: 45_000, intervals: [200] }).toBeGreaterThan(0);
  const [first, second] = [0, 1].map((file) => seen.map((now) => now[file][0]));
  expect(first.some((bytes) => bytes > 0 && bytes < 1000), `${first}`).toBe(true);
  for (const [look, bytes] of second.entries()) {
    if (bytes > 0) expect(first[look], 'the first file is there before the second one begins').toBe(1000);
  }
  for (const files of [first, second]) expect(files, 'nothing goes back').toEqual(files.toSorted((a, b) => a - b));
  for (const [bytes, said] of seen.flat().filter(([bytes]) => bytes > 0)) {
    expect(said).toBe(`${bytes} bytes of 1000 bytes`);
  }
  await expect(panel.locator('.job .pace')).toHaveText(/^\d+ bytes a second, about \d+ s still$/);
});

test('a change of jobs shows which they are and what they have now', async ({ page, service }) => {
  const guids = [await service.make(downloading('Nightly', ['a'])), await service.make(downloading('Nightly', ['b']))];
  await service.make(downloading('Weekly', ['c']));
  const change = {
    bitsmith: 1,
    subject: { existing: { name: 'Nightly' } },
    settings: { description: 'changed', priority: 'normal' },
  };
  await page.goto(service.address + fragment(change));
  const panel = page.locator('.apply');
  const list = (title) => panel.locator(`h3:text-is("${title}") + ul li`);
  const plan = panel.getByRole('button', { name: 'Plan' });
  await plan.click();
  await expect(list('Changes these jobs')).toHaveText(guids.map((guid) => `Nightly ${guid}`));
  // Their priority is normal already.
  await expect(list('What changes')).toHaveText(Array(2).fill('Nightly: Description, now none'));
  await panel.getByRole('button', { name: 'Apply' }).click();
  await expect(panel.getByRole('status')).toHaveText('Applied.');
  await plan.click();
  await expect(list('Changes these jobs')).toHaveCount(2);
  await expect(list('What changes')).toHaveCount(0);
});

test('what BITS took and did not keep is said', async ({ page, service }) => {
  const document = downloading('Kept', ['a'], { minimum_retry_delay: 120, priority: 'low' });
  await page.goto(service.address + fragment(document));
  const panel = page.locator('.apply');
  await panel.getByRole('button', { name: 'Plan' }).click();
  await panel.getByRole('button', { name: 'Apply' }).click();
  await expect(panel.getByRole('status').locator('p')).toHaveText([
    'Applied.',
    'Minimum retry delay: asked 120 s, BITS says none',
  ]);
});

for (const [size, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  for (const colorScheme of ['light', 'dark']) {
    test.describe(`the panel, ${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('axe finds nothing wrong with a plan and a job', async ({ page, service }) => {
        await page.goto(service.address + fragment(DOCUMENT));
        if (size === 'narrow') await page.getByRole('button', { name: 'Script', exact: true }).click();
        const panel = page.locator('.apply');
        await panel.getByRole('button', { name: 'Plan' }).click();
        await panel.getByRole('checkbox').check();
        await panel.getByRole('button', { name: 'Apply' }).click();
        await expect(panel.locator('.job')).toHaveCount(1);
        await panel.getByRole('button', { name: 'Plan' }).click();
        await expect(panel.locator('ol')).toBeVisible();
        expect(await axeViolations(page)).toEqual([]);
        if (process.env.BITSMITH_PICTURES) {
          await page.screenshot({ path: `${process.env.BITSMITH_PICTURES}/apply-${size}-${colorScheme}.png` });
        }
      });
    });
  }
}

base('a page of another web server asks the service for nothing', async ({ page, open, site }) => {
  await open();
  await expect(page.locator('.apply')).toContainText('bitsmith serve --open');
  await expect(page.locator('.apply button')).toHaveCount(0);
  expect(site.answers.filter(({ path }) => path.includes('/api/'))).toEqual([]);
});

test('a page on another port achieves nothing', async ({ page, service }) => {
  const foreign = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>x</h1>'));
  await new Promise((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  await page.goto(`http://127.0.0.1:${foreign.address().port}/`);
  const got = await page.evaluate(
    async ({ address, document }) => {
      const body = JSON.stringify({ document });
      const tries = {
        page: () => fetch(address),
        status: () => fetch(`${address}api/status`),
        guessed: () => fetch(`${address}api/status`, { headers: { authorization: 'Bearer 0' } }),
        json: () => fetch(`${address}api/plan`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
        simple: () => fetch(`${address}api/plan`, { method: 'POST', mode: 'no-cors', body }),
        cookies: () => fetch(`${address}api/status`, { credentials: 'include' }),
        module: () => import(`${address}boot.js`),
        stream: () =>
          new Promise((resolve, reject) => {
            const source = new EventSource(`${address}api/events`);
            source.onopen = resolve;
            source.onerror = reject;
          }),
        socket: () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(address.replace('http', 'ws'));
            socket.onopen = resolve;
            socket.onerror = reject;
          }),
      };
      const got = [];
      for (const [name, attempt] of Object.entries(tries)) {
        try {
          const answer = await attempt();
          // An opaque answer tells nothing, not even its status.
          if (answer?.type !== 'opaque' || answer.status !== 0) got.push(name);
        } catch {
          // Refused.
        }
      }
      const frame = window.document.createElement('iframe');
      frame.src = address;
      window.document.body.append(frame);
      await new Promise((resolve) => (frame.onload = resolve));
      try {
        if (frame.contentDocument?.querySelector('meta[name="bitsmith-service"]')) got.push('frame');
      } catch {
        // Another origin.
      }
      const form = window.document.createElement('form');
      form.method = 'post';
      form.enctype = 'text/plain';
      form.action = `${address}api/apply`;
      form.target = 'nowhere';
      window.document.body.append(form);
      form.submit();
      return got;
    },
    { address: service.address, document: DOCUMENT },
  );
  expect(got).toEqual([]);
  expect(await service.jobs()).toEqual([]);
  const opened = await page.goto(service.address, { referer: `http://127.0.0.1:${foreign.address().port}/` });
  expect(opened.status(), 'a person who types the address gets the page').toBe(200);
  await page.goto(`http://127.0.0.1:${foreign.address().port}/`);
  const followed = page.waitForResponse(service.address);
  await page.evaluate((address) => (location.href = address), service.address);
  expect((await followed).status(), 'a link from another page does not').toBe(403);
  await new Promise((resolve) => foreign.close(resolve));
});

test('a name that was bound to this machine anew gets 421', async ({ service }) => {
  const browser = await chromium.launch({
    ...config.use.launchOptions,
    args: [...config.use.launchOptions.args, '--host-resolver-rules=MAP evil.example 127.0.0.1'],
  });
  const page = await browser.newPage();
  const answer = await page.goto(`http://evil.example:${service.port}/`);
  expect(answer.status()).toBe(421);
  expect(await answer.text()).not.toContain(service.token);
  const status = await page.evaluate(async (token) => {
    const answer = await fetch('/api/status', { headers: { authorization: `Bearer ${token}` } });
    return answer.status;
  }, service.token);
  expect(status, 'even with the token').toBe(421);
  await browser.close();
});
