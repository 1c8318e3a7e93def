import { expect, test } from './support/page.mjs';
import { control, files, job, keep, lines, script } from './support/form.mjs';

const remote = (page, row) => page.locator(control('files', 'remote_name', row));
const local = (page, row) => page.locator(control('files', 'local_name', row));
const rows = (page) => page.locator('.file-list tbody tr:not(.row-messages)');

test('an empty list says what to do', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Empty the form' }).click();
  await expect(page.locator('.empty')).toContainText('No files yet');
  await page.getByRole('button', { name: 'Add file' }).click();
  await expect(remote(page, 0)).toBeFocused();
});

test('a local name is proposed from the address', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Add file' }).click();
  await remote(page, 2).fill('https://download.example.com/a%20b/list%20of%20parts.csv?x=1');
  await page.keyboard.press('Tab');
  await expect(local(page, 2)).toHaveValue('%ProgramData%\\Example\\list of parts.csv');
  await local(page, 2).fill('D:\\own.csv');
  await remote(page, 2).fill('https://download.example.com/other.csv');
  await page.keyboard.press('Tab');
  await expect(local(page, 2), 'what a person typed stays').toHaveValue('D:\\own.csv');
});

test('a row that nobody has typed into is no error', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Add file' }).click();
  await expect(page.getByRole('heading', { name: 'No problems' })).toBeVisible();
});

test('what is wrong with a file is said as wide as its row, wherever it is shown', async ({ page, open }) => {
  await open();
  await remote(page, 0).fill('https://');
  const said = page.locator('.file-list .row-messages .message').first();
  for (const width of [1440, 1000, 720, 390, 320]) {
    await page.setViewportSize({ width, height: 900 });
    const row = await rows(page).first().boundingBox();
    const box = await said.boundingBox();
    expect(box.width, `at ${width}`).toBeGreaterThan(row.width * 0.7);
  }
});

test('rows move and go, and the focus goes with them', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Move file 1 down' }).click();
  await expect(remote(page, 1)).toHaveValue(/index\.xml/);
  await expect(page.getByRole('button', { name: 'Move file 2 down' })).toBeFocused();
  await page.getByRole('button', { name: 'Remove file 1' }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(remote(page, 0)).toBeFocused();
  await expect(remote(page, 0)).toHaveValue(/index\.xml/);
  await page.getByRole('button', { name: 'Remove file 1' }).click();
  await expect(page.getByRole('button', { name: 'Add file' })).toBeFocused();
});

test('a list is pasted into the table', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Paste a list' }).click();
  await page.getByLabel(/An address a line/).fill(
    'https://download.example.com/1.zip\r\nhttps://download.example.com/2.zip\tD:\\two.zip\n\nhttps://download.example.com/3.zip\n',
  );
  await page.getByRole('button', { name: 'Add these' }).click();
  await expect(rows(page)).toHaveCount(5);
  await expect(local(page, 2)).toHaveValue('%ProgramData%\\Example\\1.zip');
  await expect(local(page, 3)).toHaveValue('D:\\two.zip');
  await expect(local(page, 4)).toHaveValue('D:\\3.zip');
  await expect(page.locator('#said')).toHaveText('3 rows pasted.');
  await expect.poll(() => script(page)).toContain('https://download.example.com/3.zip');
});

test('lines that are pasted into a cell become rows', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Add file' }).click();
  await remote(page, 2).evaluate((input) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'https://download.example.com/x.zip\nhttps://download.example.com/y.zip');
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(rows(page)).toHaveCount(4);
  await expect(remote(page, 3)).toHaveValue('https://download.example.com/y.zip');
});

test('lines that are pasted into a local name go down its column', async ({ page, open }) => {
  await open();
  await local(page, 0).evaluate((input) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'D:\\one.zip\r\nD:\\two.zip\r\nD:\\three.zip\r\n');
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(rows(page)).toHaveCount(3);
  for (const [row, name] of [[0, 'one'], [1, 'two'], [2, 'three']]) {
    await expect(local(page, row)).toHaveValue(`D:\\${name}.zip`);
  }
  await expect(page.locator('#said')).toHaveText('3 rows pasted.');
  await expect(local(page, 2)).toBeFocused();
});

test('Enter goes down the table and adds a row at its end', async ({ page, open }) => {
  await open();
  await local(page, 0).focus();
  await page.keyboard.press('Enter');
  await expect(local(page, 1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(remote(page, 2)).toBeFocused();
});

test('two hundred files are all in the script, and an edit marks its lines alone', async ({ page, open }) => {
  await keep(page, job(files(200)));
  await open();
  await expect(rows(page)).toHaveCount(200);
  const text = await script(page);
  for (const number of [0, 99, 199]) expect(text).toContain(`part-${number}.zip`);
  await local(page, 120).fill('C:\\Packages\\renamed.zip');
  await expect.poll(() => script(page)).toContain('renamed.zip');
  const changed = await page.locator('#output .line.changed .says').allTextContents();
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.length).toBeLessThan(6);
  expect(changed.join()).toContain('renamed.zip');
  expect((await lines(page)).length).toBeGreaterThan(400);
});

const LONG = job([
  {
    remote_name: 'https://download.example.com/packages/2026/nightly/catalog-of-the-shop.zip',
    local_name: 'C:\\ProgramData\\Example\\Packages\\catalog-of-the-shop.zip',
  },
  { remote_name: 'https://h/b.zip', local_name: 'C:\\b.zip' },
]);

for (const width of [1440, 1000, 720, 390]) {
  test(`names are shown whole at ${width} px, in rows no higher than they need`, async ({ page, open }) => {
    await page.setViewportSize({ width, height: 800 });
    await keep(page, LONG);
    await open();
    for (const cell of [remote(page, 0), local(page, 0), remote(page, 1)]) {
      const hidden = await cell.evaluate((one) => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]);
      expect(hidden).toEqual([0, 0]);
    }
    const height = async (cell) => (await cell.boundingBox()).height;
    expect(await height(remote(page, 1))).toBeLessThanOrEqual(36);
    expect(await height(remote(page, 0))).toBeLessThanOrEqual(width === 390 ? 84 : 68);
  });
}

test('a cell is one line, however many it is shown in', async ({ page, open }) => {
  await keep(page, LONG);
  await open();
  await local(page, 0).focus();
  await page.keyboard.press('Shift+Enter');
  await expect(local(page, 0)).toHaveValue(/^[^\n]*$/);
});

test('ranges are pasted with their file, and a list that is too long stays in its box', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Empty the form' }).click();
  await page.getByRole('button', { name: 'Paste a list' }).click();
  const box = page.getByLabel(/An address a line/);
  const long = 'https://h/a\n'.repeat(2001);
  await box.fill(long);
  await page.getByRole('button', { name: 'Add these' }).click();
  await expect(page.locator('#said')).toContainText('The list has 2001 lines, and the page takes 2000 at once.');
  await expect(box).toHaveValue(long);
  await expect(rows(page)).toHaveCount(0);
  await box.fill('https://h/a.zip\tC:\\a.zip\t0:100,200:eof');
  await page.getByRole('button', { name: 'Add these' }).click();
  await expect(page.locator(control('files', 'ranges', 0))).toHaveValue('0:100,200:eof');
});

test('what is pasted into a cell loses the end of its line, and nothing else', async ({ page, open, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open();
  for (const [cell, pasted, left] of [
    [local(page, 0), 'C:\\Data\\a b.zip\r\n', 'C:\\Data\\a b.zip'],
    [remote(page, 0), ' https://h/a.zip\r\n', ' https://h/a.zip'],
    [page.locator(control('files', 'ranges', 0)), '0:1\r\n2:3', '0:1\n2:3'],
  ]) {
    await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
    await cell.fill('');
    await cell.focus();
    await page.keyboard.press('Control+v');
    await expect(cell).toHaveValue(left);
  }
  await expect(page.locator('.problems li').first()).toContainText('ranges');
});
