import { expect, test } from './support/page.mjs';
import { control, lines, script, unfold } from './support/form.mjs';

const GUID = '{C775D194-090F-431F-B5FB-8334D00D1CB6}';

async function tab(page, name) {
  await page.getByRole('tab', { name }).click();
}

test('a job is created from an empty form to all its scripts', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Empty the form' }).click();
  await expect(page.locator(control('display_name'))).toBeFocused();
  await page.keyboard.type("Bob's fonts");
  await page.getByRole('button', { name: 'Add file' }).click();
  await page.keyboard.type('https://download.example.com/fonts.zip');
  await page.keyboard.press('Tab');
  await unfold(page);
  await page.locator(control('priority')).selectOption('foreground');
  await page.locator(control('custom_headers')).fill('X-Client: fonts');
  await page.locator('#ending').selectOption('wait_and_complete');
  await page.locator('#ending-bound').fill('30m');
  await page.locator('#folders').selectOption('create');
  await expect.poll(() => script(page)).toContain("'Bob''s fonts'");
  const powershell = await script(page);
  for (const part of ['Start-BitsTransfer', "Priority = 'Foreground'", 'X-Client: fonts', 'fonts.zip', '1800', 'Complete-BitsTransfer']) {
    expect(powershell).toContain(part);
  }
  await tab(page, 'Batch file');
  await expect.poll(() => script(page)).toContain('bitsadmin');
  const batch = await script(page);
  for (const part of ['@echo off', "Bob's fonts", 'FOREGROUND', 'X-Client: fonts']) expect(batch).toContain(part);
  for (const which of ['Undo', 'Check']) {
    await page.locator('.segments').getByText(which).click();
    await expect.poll(async () => (await lines(page)).length).toBeGreaterThan(2);
  }
});

test('existing jobs are changed as well as new ones are made', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Empty the form' }).click();
  await page.getByText('Change existing jobs').click();
  const which = page.getByLabel('GUIDs, one a line');
  await expect(which).toHaveAttribute('aria-invalid', 'true');
  await which.fill(GUID);
  await expect(which).not.toHaveAttribute('aria-invalid');
  await expect(page.locator(control('job_type')), 'the type of a job is fixed').toHaveCount(0);
  await unfold(page);
  await page.locator(control('priority')).selectOption('high');
  await page.locator('#ending').selectOption('resume');
  await page.locator('#ask').selectOption('whatif');
  await expect.poll(() => script(page)).toContain('C775D194-090F-431F-B5FB-8334D00D1CB6');
  const text = await script(page);
  for (const part of ['Set-BitsTransfer', "'High'", 'Resume-BitsTransfer', 'WhatIf']) expect(text).toContain(part);
  expect(text, 'what is not set is not written').not.toContain('RetryInterval');

  await page.getByLabel('How the jobs are found').selectOption('pattern');
  await page.getByLabel('Name pattern').fill('Nightly*');
  await page.getByLabel('Whose jobs').selectOption('all_users');
  await page.locator('#profile-context').selectOption('elevated');
  await expect.poll(() => script(page)).toContain('-AllUsers');
  expect(await script(page)).toContain('Nightly*');
});

test('the machine changes what is said and what is warned of', async ({ page, open }) => {
  await open();
  await unfold(page);
  await page.locator(control('http_method')).fill('POST');
  await page.locator('#profile-windows').selectOption('server-2016');
  await expect(page.locator('.problems')).toContainText('HTTP method');
  await page.locator('#profile-windows').selectOption('server-2025');
  await page.locator('#profile-context').selectOption('nobody-logged-on');
  await expect(page.locator('.problems li').first()).toBeVisible();
});
