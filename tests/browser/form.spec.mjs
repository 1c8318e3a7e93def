import { expect, test } from './support/page.mjs';
import { CATALOG, control, job, files, keep, problems, script, unfold } from './support/form.mjs';

for (const spec of CATALOG.filter((spec) => spec.held !== 'file entry')) {
  test(`the form has a control for each part of ${spec.name}`, async ({ page, open }) => {
    await open();
    await page.getByRole('button', { name: 'Empty the form' }).click();
    await unfold(page);
    const row = spec.rows ? 0 : undefined;
    if (spec.rows) await page.locator(`${control(spec.name)}-add`).click();
    for (const part of spec.parts) {
      const element = page.locator(control(spec.name, part.name, row));
      await expect(element, part.name).toBeVisible();
      const { kind, words, named } = part.control;
      switch (kind) {
        case 'choice': {
          const values =
            spec.held === 'subject'
              ? page.locator(`input[name="${control(spec.name).slice(1)}"]`)
              : element.locator('option:not([value=""])');
          expect(await values.evaluateAll((all) => all.map((one) => one.value))).toEqual(words);
          break;
        }
        case 'flags': {
          const boxes = page.locator(`#setting-${spec.name.replaceAll('_', '-')} input[type=checkbox]`);
          expect(await boxes.evaluateAll((all) => all.map((one) => one.value))).toEqual(words);
          if (named.length) {
            const options = page.locator(`${control(spec.name)}-named option:not([value=""])`);
            expect(await options.evaluateAll((all) => all.map((one) => one.value))).toEqual(named);
          }
          break;
        }
        case 'switch':
          await expect(element).toHaveAttribute('type', spec.hasOff || spec.rows ? 'radio' : 'checkbox');
          break;
        case 'lines':
          expect(await element.evaluate((one) => one.tagName)).toBe('TEXTAREA');
          break;
        default:
          // A cell of a table is as high as its text.
          if (row === undefined) await expect(element).toHaveAttribute('type', 'text');
          else expect(await element.evaluate((one) => one.localName === 'textarea' || one.type === 'text')).toBe(true);
      }
      const name = await element.evaluate((one) => one.labels?.[0]?.textContent ?? one.getAttribute('aria-label') ?? '');
      expect(name.trim(), `${part.name} has no name`).not.toBe('');
    }
    const help = page.getByRole('button', { name: `Help on ${spec.label}`, exact: true });
    await help.click();
    await expect(help).toHaveAttribute('aria-expanded', 'true');
    const text = page.locator(`#${await help.getAttribute('aria-controls')}`);
    await expect(text).toContainText('Default');
    await expect(text).toContainText('Source');
    for (const link of await text.locator('a').all()) {
      expect(await link.getAttribute('href')).toMatch(/^https:\/\/learn\.microsoft\.com\//);
    }
  });
}

test('the ranges of a file stand in its row', async ({ page, open }) => {
  await open();
  for (const spec of CATALOG.filter((spec) => spec.held === 'file entry')) {
    expect(spec.parts).toHaveLength(1);
  }
  await page.locator(control('files', 'ranges', 1)).fill('0:100,2000:eof');
  await expect.poll(() => script(page)).toContain('0:100,2000:eof');
});

test('typing changes the script', async ({ page, open }) => {
  await open();
  await page.locator(control('display_name')).fill('Weekly catalog');
  await expect.poll(() => script(page)).toContain("'Weekly catalog'");
  await page.locator(control('minimum_retry_delay')).fill('2h');
  await expect.poll(() => script(page)).toContain('7200');
  await page.locator(control('priority')).selectOption('high');
  await expect.poll(() => script(page)).toContain("'High'");
});

test('an error is tied to its input and goes with its cause', async ({ page, open }) => {
  await open();
  const input = page.locator(control('minimum_retry_delay'));
  const before = await script(page);
  await input.fill('soon');
  await expect(input).toHaveAttribute('aria-invalid', 'true');
  const message = page.locator(`#${await input.getAttribute('aria-describedby')}`);
  await expect(message).toContainText('Error');
  await expect(message).toContainText('`soon` is not a number');
  expect(await problems(page)).toHaveLength(1);
  await expect(page.locator('.reason')).toContainText('The job has errors');
  expect(await script(page), 'the last script without errors stays').toBe(before);
  await expect(page.locator('#output')).toHaveClass(/stale/);
  await expect(page.locator('#copy')).toBeDisabled();
  await input.fill('2h');
  await expect(input).not.toHaveAttribute('aria-invalid');
  await expect(page.locator('.reason')).toHaveCount(0);
  await expect(page.locator('#copy')).toBeEnabled();
});

test('an error of a file is tied to its cell', async ({ page, open }) => {
  await open();
  const cell = page.locator(control('files', 'local_name', 1));
  await cell.fill('images.zip');
  await expect(cell).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator(`#${await cell.getAttribute('aria-describedby')}`)).toContainText('Error');
  await expect(page.locator(control('files', 'local_name', 0))).not.toHaveAttribute('aria-invalid');
  await expect(page.locator(control('files', 'remote_name', 1))).not.toHaveAttribute('aria-invalid');
});

test('a fix does what its button says', async ({ page, open }) => {
  await open();
  await page.locator(control('minimum_retry_delay')).fill('2d');
  const fix = page.locator('.problems .fix').first();
  await expect(fix).toHaveText(/Use a retry delay of 1 day/);
  await fix.click();
  await expect(page.locator('.problems')).not.toContainText('will not try again');
  await expect.poll(() => script(page)).toContain('RetryInterval = 86400');
});

test('a problem in the list leads to its field, also in a folded group', async ({ page, open }) => {
  await keep(page, job(files(1), { settings: { notify_flags: ['job_error'], minimum_retry_delay: 'soon' } }));
  await open();
  const group = page.locator('details.group', { has: page.locator('#setting-minimum-retry-delay') });
  await group.locator('summary').click();
  await expect(page.locator(control('minimum_retry_delay'))).toHaveCount(0);
  await page.locator('.problems').getByRole('button', { name: 'Minimum retry delay' }).click();
  await expect(page.locator(control('minimum_retry_delay'))).toBeFocused();
});

test('boxes and the number beside them say the same', async ({ page, open }) => {
  await open();
  await unfold(page);
  const row = page.locator('#setting-security-flags');
  const number = page.locator(control('security_flags', 'flags'));
  await expect(number).toHaveValue('');
  await row.getByText('Check revocation').click();
  await expect(number).toHaveValue('0x0001');
  await expect(row.locator('output')).toHaveText('= 1');
  await page.locator(control('security_flags', 'redirect_policy')).selectOption('disallow');
  await expect(number).toHaveValue('0x0201');
  await expect(row.locator('output')).toHaveText('= 513');
  await number.fill('0x0802');
  await expect(row.getByLabel('Allow HTTPS to HTTP')).toBeChecked();
  await expect(row.getByLabel('Ignore wrong name')).toBeChecked();
  await expect(row.getByLabel('Check revocation')).not.toBeChecked();
  await number.fill('0x0300');
  await expect(number).toHaveAttribute('aria-invalid', 'true');
});

test('a named combination ticks its boxes', async ({ page, open }) => {
  await open();
  await unfold(page);
  const row = page.locator('#setting-cost-flags');
  await page.locator(`${control('cost_flags')}-named`).selectOption('transfer_not_roaming');
  await expect(row.getByLabel('Roaming', { exact: true })).not.toBeChecked();
  await expect(row.getByLabel('Usage based')).toBeChecked();
  await expect(row.locator('output')).toHaveText(`= ${0x8000007f}`);
  await row.getByLabel('Usage based').uncheck();
  await expect(page.locator(`${control('cost_flags')}-named`)).toHaveValue('');
});

test('a set field is marked, counted, and cleared by one click', async ({ page, open }) => {
  await open();
  const row = page.locator('#setting-priority');
  const summary = page.locator('details.group > summary', { hasText: 'Priority and timing' });
  await expect(row).toHaveClass(/\bset\b/);
  await expect(summary).toContainText('3 of 4 set');
  await page.getByRole('button', { name: 'Clear Priority' }).click();
  await expect(row).not.toHaveClass(/\bset\b/);
  await expect(summary).toContainText('2 of 4 set');
  await expect(page.locator(control('priority'))).toHaveValue('');
  await expect(page.locator(`${control('priority')} option:checked`)).toHaveText('Default: Normal');
});

test('unset fields show the default and have no value', async ({ page, open }) => {
  await open();
  const input = page.locator(control('maximum_download_time'));
  await expect(input).toHaveAttribute('placeholder', '90 days');
  await expect(input).toHaveValue('');
});

test('a number is read in words', async ({ page, open }) => {
  await open();
  const row = page.locator('#setting-minimum-retry-delay');
  await page.locator(control('minimum_retry_delay')).fill('600');
  await expect(row.locator('output')).toHaveText('= 10 minutes');
  await page.locator(control('minimum_retry_delay')).fill('10m');
  await expect(row.locator('output')).toHaveText('= 600 seconds');
});

test('badges say what the tools can', async ({ page, open }) => {
  await open();
  await unfold(page);
  await expect(page.locator('#setting-high-performance .badge')).toHaveText(['COM only']);
  await expect(page.locator('#setting-replace-remote-prefix .badge')).toHaveText(['bitsadmin only']);
  await expect(page.locator('#setting-security-flags .badge')).toHaveText(['Server 2022+']);
  await page.locator('#profile-windows').selectOption('xp');
  await expect(page.locator('#setting-cost-flags .badge', { hasText: 'not on this machine' })).toBeVisible();
});

test('the search finds settings by any word and leads to the first', async ({ page, open }) => {
  await open();
  await page.keyboard.press('Control+k');
  await expect(page.locator('#search')).toBeFocused();
  await page.keyboard.type('retry delay');
  await expect(page.locator('.found')).toHaveText(/\d settings?/);
  await expect(page.locator(control('minimum_retry_delay'))).toBeVisible();
  await expect(page.locator(control('priority'))).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.locator('#search')).toHaveValue('');
  await expect(page.locator('.form .setting input:focus, .form .setting select:focus')).toHaveCount(1);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('zzz');
  await expect(page.locator('.found')).toHaveText('No setting has these words.');
  await page.keyboard.press('Escape');
  await expect(page.locator(control('display_name'))).toBeVisible();
});

test('what only code can do is listed with the reason', async ({ page, open }) => {
  await open();
  await page.getByText('Only from code').click();
  for (const label of ['Notification interface', 'Server certificate callback', 'Requested file ranges', 'Peer-cache administration']) {
    await expect(page.locator('.facts dt', { hasText: label })).toBeVisible();
  }
});

test('a change is taken back and done again', async ({ page, open }) => {
  await open();
  const name = page.locator(control('display_name'));
  await name.fill('Other');
  await page.getByRole('button', { name: 'Remove file 1' }).click();
  await page.getByRole('button', { name: 'Undo the last change' }).click();
  await expect(page.locator('.file-list tbody tr')).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo the last change' }).click();
  await expect(name).toHaveValue('Nightly catalog');
  await page.getByRole('button', { name: 'Redo the change' }).click();
  await expect(name).toHaveValue('Other');
});

test('characters that nobody sees are shown as tokens', async ({ page, open }) => {
  await open();
  await page.locator(control('display_name')).fill('a\u202Eb');
  const token = page.locator('#setting-display-name .unseen');
  await expect(token).toHaveAttribute('data-name', 'U+202E');
  await expect(token).toHaveText('\u202E');
  expect(await token.evaluate((one) => getComputedStyle(one, '::before').content)).toContain('U+202E');
});
