import { readFileSync } from 'node:fs';
import { NARROW, WIDE, axeViolations, expect, started, test } from './support/page.mjs';
import { control, files, job, keep, script, unfold, watchClipboard } from './support/form.mjs';

const EVERYTHING = JSON.parse(readFileSync(new URL('../../benches/jobs/every-setting.json', import.meta.url), 'utf8'));

const STATES = {
  'every group unfolded': async (page) => {
    await unfold(page);
  },
  'every setting set': async (page) => {
    await keep(page, EVERYTHING);
    await page.reload();
    await unfold(page);
  },
  'only errors': async (page) => {
    await keep(page, job([{ remote_name: 'a.zip', local_name: 'b.zip' }], { settings: { minimum_retry_delay: '1' }, profile: { windows: 'xp' } }));
    await page.reload();
    await unfold(page);
  },
  'an empty form': async (page) => {
    await page.getByRole('button', { name: 'Empty the form' }).click();
  },
  'existing jobs': async (page) => {
    await page.getByText('Change existing jobs').click();
  },
  'two hundred files, one wrong': async (page) => {
    await keep(page, job([...files(199), { remote_name: 'https://h.example.com/a', local_name: 'a' }]));
    await page.reload();
  },
  'help and a list to paste': async (page) => {
    await page.getByRole('button', { name: 'Help on Files' }).click();
    await page.getByRole('button', { name: 'Paste a list' }).click();
  },
  'a search': async (page) => {
    await page.locator('#search').fill('certificate');
  },
};

for (const [size, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  for (const colorScheme of ['light', 'dark']) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      for (const [name, enter] of Object.entries(STATES)) {
        test(`axe finds nothing wrong with ${name}`, async ({ page, open }) => {
          await open();
          await enter(page);
          await page.waitForFunction(() => !document.documentElement.classList.contains('booting'));
          expect(await axeViolations(page)).toEqual([]);
          if (size === 'narrow') {
            await page.getByRole('button', { name: 'Script', exact: true }).click();
            expect(await axeViolations(page)).toEqual([]);
          }
        });
      }
    });
  }
}

test('the first visit shows an example that works and says so', async ({ page, open }) => {
  await open();
  await expect(page.locator('.example')).toContainText('This is an example');
  await expect(page.getByRole('heading', { name: 'No problems' })).toBeVisible();
  expect(await script(page)).toContain('Start-BitsTransfer');
  await page.getByRole('button', { name: 'Empty the form' }).click();
  await expect(page.locator('.example')).toHaveCount(0);
  await expect(page.locator(control('display_name'))).toHaveValue('');
  await page.getByRole('button', { name: 'Undo the last change' }).click();
  await expect(page.locator(control('display_name'))).toHaveValue('Nightly catalog');
});

test('an example that nobody touched is there again, what was typed is kept', async ({ page, open }) => {
  await open();
  await page.reload();
  await expect(page.locator('.example')).toBeVisible();
  await page.locator(control('display_name')).fill('Mine');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('bitsmith.job'))).toContain('Mine');
  await page.reload();
  await expect(page.locator(control('display_name'))).toHaveValue('Mine');
  await expect(page.locator('.example')).toHaveCount(0);
});

test('what is wrong is kept as it was typed', async ({ page, open }) => {
  await open();
  await page.locator(control('minimum_retry_delay')).fill('soon');
  await page.locator(control('files', 'ranges', 0)).fill('0-100');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('bitsmith.job'))).toContain('0-100');
  await page.reload();
  await expect(page.locator(control('minimum_retry_delay'))).toHaveValue('soon');
  await expect(page.locator(control('files', 'ranges', 0))).toHaveValue('0-100');
});

test('where storage is blocked the page works and says what is lost', async ({ page, open }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  await open();
  await expect(page.locator('#said')).toContainText('This browser keeps nothing for this page');
  await page.locator(control('display_name')).fill('Still works');
  await expect.poll(() => script(page)).toContain('Still works');
});

test('where storage is full the page works', async ({ page, open }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await open();
  await page.locator(control('display_name')).fill('Still works');
  await expect.poll(() => script(page)).toContain('Still works');
});

test('a job of another program in storage does not stop the page', async ({ page, open }) => {
  await page.addInitScript(() => localStorage.setItem('bitsmith.job', '{ "bitsmith": 99 }'));
  await open();
  await expect(page.locator('#said')).toContainText('could not be read');
  await expect(page.locator('.example')).toBeVisible();
  // It is not lost when the next one is kept.
  await page.locator(control('display_name')).fill('Mine');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('bitsmith.job'))).toContain('Mine');
  expect(await page.evaluate(() => localStorage.getItem('bitsmith.unread'))).toBe('{ "bitsmith": 99 }');
});

test('a link brings the job to another browser, without secrets', async ({ page, open, browser, site }) => {
  const copied = await watchClipboard(page);
  await open();
  await page.locator(control('display_name')).fill('Größe & mehr');
  await unfold(page);
  await page.locator(control('custom_headers')).fill('Authorization: Bearer s3cr3t-token');
  await page.locator('#share').click();
  await expect(page.locator('#said')).toContainText('Secrets are not in it');
  const link = copied.at(-1);
  expect(link.startsWith(`${site.address}#v1.`)).toBe(true);
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.locator(control('display_name'))).toHaveValue('Größe & mehr');
  await expect(other.locator(control('custom_headers'))).toHaveValue('Authorization: Bearer {{secret1}}');
  expect(other.url()).toBe(site.address);
  await context.close();
});

test('a link takes the place of the own job only after a question, and not for good', async ({ page, open }) => {
  const copied = await watchClipboard(page);
  await open();
  await page.locator(control('display_name')).fill('Theirs');
  await page.locator('#share').click();
  await expect.poll(() => copied.length).toBe(1);
  await page.locator(control('display_name')).fill('Mine');
  await page.evaluate((link) => {
    location.href = link;
  }, copied[0]);
  const question = page.getByRole('group', { name: 'What is in the form' });
  await expect(question).toContainText('The form holds “Mine”, which you changed. Open “Theirs” of the link in its place?');
  await expect(page.getByRole('button', { name: 'Open “Theirs”' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(page.locator(control('display_name'))).toHaveValue('Mine');
  await page.evaluate((link) => {
    location.href = link;
  }, copied[0]);
  await page.getByRole('button', { name: 'Open “Theirs”' }).click();
  await expect(page.locator(control('display_name'))).toHaveValue('Theirs');
  await page.getByRole('button', { name: 'Undo the last change' }).click();
  await expect(page.locator(control('display_name'))).toHaveValue('Mine');
});

test('a damaged link says so', async ({ page, open }) => {
  await open('#v1.bm90IGpzb24');
  await expect(page.locator('#said')).toContainText('The link is damaged');
  await expect(page.locator('.example')).toBeVisible();
});

test('a file takes the place of work only after a question', async ({ page, open }) => {
  await keep(page, job(files(1)));
  await open();
  const file = (name, text) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  const theirs = JSON.stringify(job(files(2), { subject: { new: { job_type: 'download', display_name: 'Theirs' } } }));
  await page.locator('#document-file').setInputFiles(file('theirs.json', theirs));
  await expect(page.locator(control('display_name'))).toHaveValue('Test');
  await page.getByRole('button', { name: 'Keep “Test”' }).click();
  await expect(page.locator(control('display_name'))).toHaveValue('Test');
  await page.locator('#document-file').setInputFiles(file('theirs.json', theirs));
  await page.getByRole('button', { name: 'Open “Theirs”' }).click();
  await expect(page.locator(control('display_name'))).toHaveValue('Theirs');
  await expect(page.locator('#said')).toHaveText('theirs.json is open. Undo brings back what was there.');
});

test('a tab that nobody typed in keeps the job that it showed', async ({ page, open, context, site }) => {
  await open();
  await page.locator(control('display_name')).fill('Of the first tab');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('bitsmith.job'))).toContain('Of the first tab');
  const other = await context.newPage();
  await other.goto(site.address);
  await expect(other.locator(control('display_name'))).toHaveValue('Of the first tab');
  await page.locator(control('display_name')).fill('Of the first tab, changed');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('bitsmith.job'))).toContain('changed');
  await other.reload();
  await expect(other.locator(control('display_name'))).toHaveValue('Of the first tab');
});

test('a job is saved to a file and opened from it', async ({ page, open }) => {
  await open();
  await page.locator(control('display_name')).fill('On disk');
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#save-document').click()]);
  expect(download.suggestedFilename()).toBe('on-disk.json');
  const path = await download.path();
  expect(JSON.parse(readFileSync(path, 'utf8')).subject.new.display_name).toBe('On disk');
  await page.getByRole('button', { name: 'Empty the form' }).click();
  await page.locator('#document-file').setInputFiles(path);
  await expect(page.locator(control('display_name'))).toHaveValue('On disk');
});

test('a file that is no document is refused with its line', async ({ page, open }) => {
  await open();
  await page.locator('#document-file').setInputFiles({
    name: 'wrong.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{ "bitsmith": 1,\n  "subjekt": {} }'),
  });
  await expect(page.locator('#said')).toContainText('wrong.json is not a document of Bitsmith. Line 2, column 3');
  await expect(page.locator(control('display_name'))).toHaveValue('Nightly catalog');
});

test('colours follow the system, and the switch is remembered', async ({ page, open }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open();
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await ground();
  expect(light).not.toBe(dark);
  await page.locator('#theme').click();
  await page.locator('#theme').click();
  expect(await ground()).toBe(dark);
  await page.reload();
  await expect(page.locator(control('display_name'))).toBeVisible();
  expect(await ground()).toBe(dark);
});

test('paper gets the script and what is to be known of it, and no form', async ({ page, open }) => {
  await open();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('#output')).toBeVisible();
  await expect(page.locator('.form')).toBeHidden();
  await expect(page.locator('.bar')).toBeHidden();
  const cut = await page.locator('#output').evaluate((one) => one.scrollHeight - one.clientHeight);
  expect(cut).toBeLessThanOrEqual(1);
});

test('a value of two thousand characters has its place', async ({ page, open }) => {
  await open();
  const address = `https://h.example.com/${'yyyyyyyyy/'.repeat(200)}end`;
  await page.locator(control('files', 'remote_name', 0)).fill(address);
  await expect(page.locator('.file-list .length')).toHaveText(/of 2200 characters/);
  await expect.poll(() => script(page)).toContain('yyyyyyyyy/yyyyyyyyy/');
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth);
  expect(wide).toBe(false);
});

test('the page asks for nothing once it is there', async ({ page, open, site }) => {
  await open();
  await page.waitForLoadState('networkidle');
  site.answers.length = 0;
  await page.context().setOffline(true);
  await page.locator(control('display_name')).fill('Offline');
  await page.getByRole('tab', { name: 'Batch file' }).click();
  await unfold(page);
  await expect.poll(() => script(page)).toContain('Offline');
  expect(site.answers).toEqual([]);
});

test('what was typed a moment before the page is left is there again', async ({ page, open }) => {
  await open();
  await page.locator(control('display_name')).fill('The last word');
  await page.reload();
  await started(page);
  await expect(page.locator(control('display_name'))).toHaveValue('The last word');
});

test('two tabs keep a job each, and a new one opens the last', async ({ page, open, context, site }) => {
  await open();
  const name = (tab) => tab.locator(control('display_name'));
  await name(page).fill('Of the first tab');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('bitsmith.job'))).toContain('Of the first tab');
  const other = await context.newPage();
  await other.goto(site.address);
  await expect(name(other)).toHaveValue('Of the first tab');
  await name(other).fill('Of the second tab');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('bitsmith.job'))).toContain('Of the second tab');
  await page.reload();
  await expect(name(page)).toHaveValue('Of the first tab');
  await other.reload();
  await expect(name(other)).toHaveValue('Of the second tab');
});

test('a link that is opened leaves the job of the last visit kept until it is changed', async ({ page, open, context, site }) => {
  const copied = await watchClipboard(page);
  await open();
  await page.locator(control('display_name')).fill('From a link');
  await page.getByRole('button', { name: 'Share link' }).click();
  await expect.poll(() => copied.length).toBe(1);
  await page.locator(control('display_name')).fill('My own work');
  const kept = () => page.evaluate(() => localStorage.getItem('bitsmith.job'));
  await expect.poll(kept).toContain('My own work');
  const guest = await context.newPage();
  await guest.goto(copied[0]);
  const name = guest.locator(control('display_name'));
  await expect(name).toHaveValue('From a link');
  await expect(guest.locator('#said')).toHaveText('The job of the link is in the form. Undo brings back what was there.');
  await expect.poll(() => guest.evaluate(() => sessionStorage.getItem('bitsmith.job'))).toContain('From a link');
  expect(await kept()).toContain('My own work');
  await guest.reload();
  await expect(name, 'the tab keeps the job of the link').toHaveValue('From a link');
  await guest.goto('about:blank');
  await guest.goto(copied[0]);
  await expect(name).toHaveValue('From a link');
  await name.fill('From a link, changed');
  await expect.poll(kept).toContain('From a link, changed');
});

test('existing jobs show that what is not set stays unchanged', async ({ page, open }) => {
  await keep(page, { bitsmith: 1, subject: { existing: { name: 'Nightly' } } });
  await open();
  await unfold(page);
  await expect(page.locator(control('display_name'))).toHaveAttribute('placeholder', 'Unchanged');
  await expect(page.locator(control('minimum_retry_delay'))).toHaveAttribute('placeholder', 'Unchanged');
  await expect(page.locator(`${control('priority')} option`).first()).toHaveText('Unchanged');
  await page.getByRole('radio', { name: 'Create a job' }).check();
  await expect(page.locator(control('minimum_retry_delay'))).toHaveAttribute('placeholder', '10 minutes');
  await expect(page.locator(`${control('priority')} option`).first()).toHaveText('Default: Normal');
});

test('flags that cannot be read have no number', async ({ page, open }) => {
  await open();
  await unfold(page);
  const flags = page.locator('#setting-notify-flags');
  await page.locator(control('notify_flags')).fill('90 s');
  await expect(flags.locator('.message.error')).toBeVisible();
  await expect(flags.locator('output')).toHaveCount(0);
  await expect(page.locator('.problems .link').first()).toHaveText('Notify flags');
  await page.locator(control('notify_flags')).fill('3');
  await expect(flags.locator('output')).toHaveText('= 3');
});

for (const width of [320, 390, 720]) {
  test(`nothing scrolls sideways at ${width} px`, async ({ page, open }) => {
    await page.setViewportSize({ width, height: 640 });
    await keep(page, job(files(2)));
    await open();
    await unfold(page);
    const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await sideways()).toBe(0);
    await page.getByRole('button', { name: 'Script', exact: true }).click();
    expect(await sideways()).toBe(0);
    await page.getByRole('button', { name: 'Read', exact: false }).first().click();
    expect(await sideways()).toBe(0);
  });
}

test('a message that stays leaves the end of a narrow page in reach', async ({ page, open }) => {
  await page.setViewportSize(NARROW);
  await page.addInitScript(() => localStorage.setItem('bitsmith.job', '{ "bitsmith": 99 }'));
  await open();
  await expect(page.locator('.said.failed')).toBeVisible();
  await page.locator('#manual').click();
  await expect(page.locator('#manual')).toBeFocused();
});

test('in the colours of the system what is chosen looks otherwise', async ({ page, open }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await open();
  const ground = (of) => of.evaluate((one) => getComputedStyle(one).backgroundColor);
  const segments = page.locator('.segments span');
  expect(await ground(segments.nth(0))).not.toBe(await ground(segments.nth(1)));
});
