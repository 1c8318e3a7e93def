import { readFile } from 'node:fs/promises';
import { NARROW, expect, test } from './support/page.mjs';
import { control, files, job, keep, lines, script, watchClipboard } from './support/form.mjs';

const line = (page, text) => page.locator('#output .line', { hasText: text });

test('what is copied is the script, with the line ends of Windows', async ({ page, open }) => {
  const copied = await watchClipboard(page);
  await open();
  await page.locator('#copy').click();
  const shown = await lines(page);
  await expect(page.locator('#said')).toHaveText(`${shown.length} lines copied.`);
  expect(copied).toEqual([shown.map((one) => `${one}\r\n`).join('')]);
});

test('where the clipboard is refused the script is selected', async ({ page, open, context }) => {
  await watchClipboard(page, { refuse: true });
  await open();
  await page.locator('#copy').click();
  await expect(page.locator('#said')).toContainText('The browser refused the clipboard. The script is selected');
  const selected = await page.evaluate(() => getSelection().toString());
  expect(selected).toContain('Start-BitsTransfer');
  expect(selected, 'numbers of lines are not selected').not.toMatch(/^\s*1\s*#/);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.locator('.said')).toBeHidden();
});

test('where there is no clipboard the script is selected', async ({ page, open }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined }));
  await open();
  await page.locator('#copy').click();
  await expect(page.locator('#said')).toContainText('The script is selected');
});

for (const [tab, name] of [
  ['PowerShell', 'nightly-catalog.ps1'],
  ['Batch file', 'nightly-catalog.cmd'],
]) {
  test(`${tab} is downloaded as ${name}`, async ({ page, open }) => {
    await open();
    await page.getByRole('tab', { name: tab }).click();
    const shown = await lines(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `Download ${name}` }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(name);
    const bytes = await readFile(await download.path(), 'utf8');
    expect(bytes).toBe(shown.map((one) => `${one}\r\n`).join(''));
  });
}

test('undo and check are scripts of their own with names of their own', async ({ page, open }) => {
  await open();
  const main = await script(page);
  await page.locator('.segments').getByText('Undo').click();
  await expect(page.getByRole('button', { name: 'Download nightly-catalog-undo.ps1' })).toBeVisible();
  const undo = await script(page);
  await page.locator('.segments').getByText('Check').click();
  await expect(page.getByRole('button', { name: 'Download nightly-catalog-check.ps1' })).toBeVisible();
  const check = await script(page);
  expect(new Set([main, undo, check]).size).toBe(3);
});

test('the lines of the last edit are marked until the next one', async ({ page, open }) => {
  await open();
  await expect(page.locator('#output .line.changed')).toHaveCount(0);
  await page.locator(control('minimum_retry_delay')).fill('7m');
  await expect(page.locator('#output .line.changed .says').filter({ hasText: '420' })).toHaveCount(1);
  await page.locator(control('no_progress_timeout')).fill('2d');
  const changed = await page.locator('#output .line.changed .says').allTextContents();
  expect(changed.join()).toContain('172800');
  expect(changed.join()).not.toContain('420');
});

test('lines keep their elements when others change', async ({ page, open }) => {
  await open();
  await line(page, 'RetryInterval').evaluate((one) => {
    one.dataset.mine = 'yes';
  });
  await page.locator(control('description')).fill('Another text');
  await expect.poll(() => script(page)).toContain('Another text');
  await expect(line(page, 'RetryInterval')).toHaveAttribute('data-mine', 'yes');
});

test('a field shows its lines', async ({ page, open }) => {
  await open();
  await page.locator(control('minimum_retry_delay')).focus();
  const lit = page.locator('#output .line.lit');
  await expect(lit.filter({ hasText: 'RetryInterval' })).toHaveCount(1);
  await expect(lit.filter({ hasText: 'RetryInterval' })).toBeInViewport();
  await page.locator('#setting-priority').hover();
  await expect(page.locator('#output .line.lit', { hasText: 'Priority' })).toHaveCount(1);
});

test('a line shows its field', async ({ page, open }) => {
  await open();
  await page.locator('#output').focus();
  await line(page, 'RetryTimeout').hover();
  await expect(page.locator('#setting-no-progress-timeout')).toHaveClass(/\blit\b/);
  await page.locator('.form').evaluate((form) => form.scrollTo(0, 0));
  await page.setViewportSize({ width: 1200, height: 420 });
  await line(page, 'RetryTimeout').click();
  await expect(page.locator(control('no_progress_timeout'))).toBeInViewport();
  await line(page, 'RetryTimeout').dblclick();
  await expect(page.locator(control('no_progress_timeout'))).toBeFocused();
});

test('what had to be written as code points is shown beside', async ({ page, open }) => {
  await open();
  await page.locator(control('description')).fill('Größe');
  const written = page.locator('#output .line', { hasText: '[char]0x00F6' });
  await expect(written.locator('.reading')).toHaveText('Größe');
  const selected = await written.evaluate((one) => {
    getSelection().selectAllChildren(one);
    return getSelection().toString();
  });
  expect(selected, 'a reading is not copied').not.toContain('Größe');
});

test('long lines are wrapped on demand', async ({ page, open }) => {
  await keep(page, job([{ remote_name: `https://h.example.com/${'long/'.repeat(200)}a.zip`, local_name: 'C:\\Data\\a.zip' }]));
  await open();
  const sideways = () => page.locator('#output').evaluate((one) => one.scrollWidth - one.clientWidth);
  expect(await sideways()).toBeGreaterThan(100);
  await page.getByLabel('Wrap lines').check();
  expect(await sideways()).toBeLessThanOrEqual(0);
});

test('secrets are masked until they are asked for, and never kept', async ({ page, open }) => {
  await keep(page, job(files(1), { settings: { custom_headers: ['Authorization: Bearer s3cr3t-token'] } }));
  await open();
  expect(await script(page)).not.toContain('s3cr3t-token');
  await page.getByLabel('Show secrets in this output').check();
  await expect.poll(() => script(page)).toContain('s3cr3t-token');
  await page.locator(control('display_name')).fill('Kept');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('bitsmith.job'))).toContain('Kept');
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('s3cr3t-token');
  expect(await page.title()).not.toContain('s3cr3t');
  await page.reload();
  await expect(page.locator(control('display_name'))).toHaveValue('Kept');
  expect(await script(page)).not.toContain('s3cr3t-token');
});

test('what a script does not say is noted with the reason', async ({ page, open }) => {
  await keep(page, job(files(1), { settings: { high_performance: true } }));
  await open();
  const notes = page.locator('.notes');
  await expect(notes.locator('summary')).toHaveText(/Not said here: \d/);
  await notes.locator('summary').click();
  await expect(notes).toContainText('High performance');
  await notes.getByRole('button', { name: 'High performance' }).click();
  await expect(page.locator('#setting-high-performance input').first()).toBeFocused();
});

test('colours come from what the tokens are', async ({ page, open }) => {
  await open();
  await expect(page.locator('#output .command', { hasText: 'Start-BitsTransfer' }).first()).toBeVisible();
  await expect(page.locator('#output .literal', { hasText: 'index.xml' }).first()).toBeVisible();
  await expect(page.locator('#output .comment').first()).toBeVisible();
});

test.describe('on a narrow page', () => {
  test.use({ viewport: NARROW });

  test('form and script take turns, and copying is always at hand', async ({ page, open }) => {
    const copied = await watchClipboard(page);
    await open();
    await expect(page.locator('.form')).toBeVisible();
    await expect(page.locator('#output')).toBeHidden();
    await page.locator('#copy-below').click();
    expect(copied).toHaveLength(1);
    await page.getByRole('button', { name: 'Script', exact: true }).click();
    await expect(page.locator('#output')).toBeVisible();
    await expect(page.locator('.form')).toBeHidden();
    await page.getByRole('button', { name: 'Form', exact: true }).click();
    await page.locator(control('minimum_retry_delay')).fill('soon');
    const tally = page.locator('.tally');
    await expect(tally).toHaveText('1 error');
    await page.getByRole('button', { name: 'Script', exact: true }).click();
    await tally.click();
    await expect(page.locator(control('minimum_retry_delay'))).toBeFocused();
  });

  test('nothing but code scrolls sideways', async ({ page, open }) => {
    await keep(page, job([{ remote_name: `https://h.example.com/${'x'.repeat(1990)}`, local_name: 'C:\\Data\\a.zip' }, ...files(3)]));
    await open();
    for (const name of ['Form', 'Script']) {
      await page.getByRole('button', { name, exact: true }).click();
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .filter((one) => one.checkVisibility() && !one.closest('#output'))
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.className || one.tagName),
      );
      expect(wide).toEqual([]);
    }
  });
});
