import { expect, test } from './support/page.mjs';
import { control, watchClipboard } from './support/form.mjs';

test('Tab goes through the page in reading order', async ({ page, open }) => {
  await open();
  const seen = [];
  for (let key = 0; key < 160 && !seen.includes('result'); key += 1) {
    await page.keyboard.press('Tab');
    const place = await page.evaluate(() => {
      const one = document.activeElement;
      if (one.closest('.bar')) return 'bar';
      if (one.closest('.form')) return 'form';
      if (one.closest('.result')) return 'result';
      return 'elsewhere';
    });
    if (seen.at(-1) !== place) seen.push(place);
  }
  expect(seen.slice(0, 3)).toEqual(['bar', 'form', 'result']);
});

test('Tab goes through the form from top to bottom', async ({ page, open }) => {
  await open();
  await page.locator('#subject').focus();
  let last = 0;
  for (let key = 0; key < 25; key += 1) {
    await page.keyboard.press('Tab');
    const top = await page.evaluate(() => {
      const one = document.activeElement;
      return one.closest('.form') ? one.getBoundingClientRect().top + document.querySelector('.form').scrollTop : Infinity;
    });
    if (top === Infinity) break;
    expect(top).toBeGreaterThan(last - 12);
    last = top;
  }
});

test('arrow keys, Home and End go from tab to tab', async ({ page, open }) => {
  await open();
  const tab = (name) => page.getByRole('tab', { name });
  await tab('PowerShell').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab('Batch file')).toBeFocused();
  await expect(tab('Batch file')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(tab('Prompt')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(tab('PowerShell')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Home');
  await expect(tab('PowerShell')).toHaveAttribute('aria-selected', 'true');
  await expect(tab('Prompt')).toHaveAttribute('tabindex', '-1');
});

test('arrow keys choose in radio groups', async ({ page, open }) => {
  await open();
  await page.locator(control('job_type')).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByLabel('Upload', { exact: true })).toBeChecked();
  await expect(page.getByLabel('Upload', { exact: true })).toBeFocused();
  await page.locator('.segments input').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.segments input[value=undo]')).toBeChecked();
});

test('Ctrl+Enter copies from anywhere', async ({ page, open }) => {
  const copied = await watchClipboard(page);
  await open();
  await page.locator(control('display_name')).focus();
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => copied.length).toBe(1);
});

test('F8 goes from problem to problem and round again', async ({ page, open }) => {
  await open();
  await page.locator(control('minimum_retry_delay')).fill('soon');
  await page.locator(control('no_progress_timeout')).fill('later');
  const at = () => page.evaluate(() => document.activeElement.id);
  await page.keyboard.press('F8');
  expect(await at()).toBe('minimum-retry-delay');
  await page.keyboard.press('F8');
  expect(await at()).toBe('no-progress-timeout');
  await page.keyboard.press('F8');
  expect(await at()).toBe('minimum-retry-delay');
});

test('Esc closes help', async ({ page, open }) => {
  await open();
  const help = page.getByRole('button', { name: 'Help on Display name' });
  await help.click();
  await expect(page.locator('.help')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.help')).toHaveCount(0);
  await expect(help).toBeFocused();
});

test('arrow keys go through the lines, Enter to the field of one', async ({ page, open }) => {
  await open();
  await page.locator('#output').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('#output .line').nth(1)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('#output .line').first()).toBeFocused();
  await page.locator('#output .line', { hasText: 'RetryInterval' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator(control('minimum_retry_delay'))).toBeFocused();
});

test('Ctrl+Z takes a change back outside of text fields', async ({ page, open }) => {
  await open();
  await page.locator(control('priority')).selectOption('high');
  await page.locator(control('priority')).focus();
  await page.keyboard.press('Control+z');
  await expect(page.locator(control('priority'))).toHaveValue('low');
  await page.keyboard.press('Control+Shift+z');
  await expect(page.locator(control('priority'))).toHaveValue('high');
});

test('the counts of problems are announced once typing rests', async ({ page, open }) => {
  await open();
  const region = page.locator('#announced');
  await expect(region).toHaveAttribute('role', 'status');
  await region.evaluate((one) => {
    window.told = [];
    new MutationObserver(() => window.told.push(one.textContent)).observe(one, { childList: true, characterData: true, subtree: true });
  });
  await page.locator(control('minimum_retry_delay')).pressSequentially(' soon', { delay: 20 });
  await expect(region).toHaveText(/1 error/);
  expect((await page.evaluate(() => window.told)).filter((one) => one.includes('error'))).toHaveLength(1);
});

test('the focus is seen wherever it is', async ({ page, open }) => {
  await open();
  for (let key = 0; key < 40; key += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const one = document.activeElement;
      const shown = one.matches('.segments input') ? one.nextElementSibling : one;
      const style = getComputedStyle(shown);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? '' : one.outerHTML.slice(0, 120);
    });
    expect(seen).toBe('');
  }
});

test('the focus stays on the page whatever the keyboard does', async ({ page, open }) => {
  await open();
  const press = async (button) => {
    await button.focus();
    await page.keyboard.press('Enter');
  };
  const named = (name) => page.getByRole('button', { name, exact: true });
  await press(named('Keep it'));
  await expect(page.locator('#subject')).toBeFocused();
  await press(named('Clear Files'));
  await expect(page.locator('#files-add')).toBeFocused();
  const undo = named('Undo the last change');
  await press(undo);
  await expect(undo, 'there is nothing more to undo').toHaveAttribute('aria-disabled', 'true');
  await expect(undo).toBeFocused();
  const redo = named('Redo the change');
  await press(redo);
  await expect(redo).toHaveAttribute('aria-disabled', 'true');
  await expect(redo).toBeFocused();
  await press(named('Paste a list'));
  await expect(page.locator('#paste-text')).toBeFocused();
});

test('a fix that is taken leaves the focus at its field, or at the count of what is left', async ({ page, open }) => {
  await open();
  const delay = page.locator(control('minimum_retry_delay'));
  const fix = (place) => page.locator(place).getByRole('button', { name: /^Use 60/ }).first();
  await delay.fill('5');
  await fix('#setting-minimum-retry-delay').focus();
  await page.keyboard.press('Enter');
  await expect(delay).toBeFocused();
  await expect(fix('.page')).toHaveCount(0);
  await delay.fill('5');
  await fix('.problems').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#problems-heading')).toBeFocused();
  await expect(fix('.page')).toHaveCount(0);
});

test('a message that is taken away gives the focus back', async ({ page, open }) => {
  await watchClipboard(page, { refuse: true });
  await open();
  await page.locator('#share').focus();
  await page.keyboard.press('Enter');
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  await expect(dismiss).toBeVisible();
  await expect(dismiss).toBeInViewport({ ratio: 1 });
  await dismiss.focus();
  await page.keyboard.press('Enter');
  await expect(dismiss).toHaveCount(0);
  await expect(page.locator('#share')).toBeFocused();
});

test('Ctrl+Enter says why nothing is copied', async ({ page, open }) => {
  await open();
  await page.locator(control('minimum_retry_delay')).fill('soon');
  await expect(page.locator('#copy')).toBeDisabled();
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('#said')).toHaveText('There is nothing to copy: the job has errors.');
});
