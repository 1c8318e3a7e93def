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
