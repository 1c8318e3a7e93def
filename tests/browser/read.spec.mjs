import { NARROW, WIDE, axeViolations, expect, test } from './support/page.mjs';
import { control, job, files, keep, script, unfold, watchClipboard } from './support/form.mjs';

const BATCH = [
  '@echo off',
  'bitsadmin /create /download "Nightly update"',
  'bitsadmin /addfile "Nightly update" https://download.example.com/a.zip C:\\Packages\\a.zip',
  'bitsadmin /setpriority "Nightly update" LOW',
  'bitsadmin /setsecurityflags "Nightly update" 2',
  'bitsadmin /resume "Nightly update"',
  'echo <img src=x onerror="document.title=1">',
].join('\n');

const POWERSHELL = [
  '# Fetches a package',
  "$job = Start-BitsTransfer -Source 'https://download.example.com/b.zip' -Destination 'C:\\Packages\\b.zip' `",
  "  -DisplayName 'Morning' -Priority Foreground -Asynchronous",
  'Complete-BitsTransfer -BitsJob $job',
].join('\n');

const name = (page) => page.locator(control('display_name'));
const box = (page) => page.getByLabel('A script, pasted');
const token = (page, text) => page.locator('.token', { hasText: text }).first();

/** Opens the boxes and pastes a script. */
async function paste(page, text) {
  await page.getByRole('button', { name: 'Read a script' }).click();
  await expect(box(page)).toBeFocused();
  await box(page).fill(text);
  await expect(page.locator('.reader-said')).toContainText('Read as a script');
}

test('before anything is pasted it says what can be, and that nothing is run or sent', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Read a script' }).click();
  await expect(page.locator('.reader-said')).toContainText('Nothing is run, and nothing is sent anywhere');
  await expect(page.locator('.reader-said')).toContainText('batch file');
});

test('the tokens of a batch file are explained on focus, on hover and by arrow keys', async ({ page, open }) => {
  await open();
  await paste(page, BATCH);
  await expect(page.locator('.reader-said')).toContainText('the command prompt');
  const said = page.locator('#token');
  await token(page, 'LOW').focus();
  await expect(said).toContainText('Low');
  await token(page, '/setpriority').focus();
  await expect(said.getByRole('link')).toHaveAttribute('href', /learn\.microsoft\.com/);
  await token(page, '/setsecurityflags').hover();
  await expect(said).toContainText(/security flags/i);
  await page.locator('#marked').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.token').first()).toBeFocused();
  const first = await said.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.token').first()).not.toBeFocused();
  await expect(said).not.toHaveText(first);
  await page.keyboard.press('End');
  await expect(page.locator('.token').last()).toBeFocused();
});

test('it says what a script does in order, what it risks, and where', async ({ page, open }) => {
  await open();
  await paste(page, BATCH);
  const steps = page.locator('#steps li');
  await expect(steps).toHaveCount(5);
  await expect(steps.nth(2)).toContainText('line 4');
  const risks = page.locator('.reader section', { has: page.getByRole('heading', { name: 'To know before it runs' }) });
  await expect(risks).toContainText('line 5');
  await expect(risks).toContainText(/certificate/);
});

test('what is wrong is marked in the script, said there, and reached from the list', async ({ page, open }) => {
  await open();
  await paste(page, 'bitsadmin /create nightly\nbitsadmin /setsecurityflags nightly 0,0,0\nbitsadmin /NoProgressTimeout nightly 60');
  const wrong = page.locator('#marked .token.error');
  await expect(wrong).toHaveText(['0,0,0', '/NoProgressTimeout']);
  const said = page.locator('#token');
  await wrong.first().focus();
  await expect(said.locator('.message.error')).toContainText('one digit each');
  await page.getByRole('button', { name: 'line 3' }).click();
  await expect(wrong.last()).toBeFocused();
  await expect(said.locator('.message.error')).toContainText('no verb /NoProgressTimeout');
  expect(await axeViolations(page)).toEqual([]);
});

test('a job of a batch file is opened in the form, and the output is a batch file, too', async ({ page, open }) => {
  await open();
  await paste(page, BATCH);
  await page.getByRole('button', { name: 'Open in the form' }).click();
  await expect(name(page)).toHaveValue('Nightly update');
  await expect(page.locator(control('files', 'remote_name', 0))).toHaveValue('https://download.example.com/a.zip');
  await page.getByRole('button', { name: 'Back to the commands' }).click();
  await expect(page.getByRole('tab', { name: 'Batch file' })).toHaveAttribute('aria-selected', 'true');
  expect(await script(page)).toContain('https://download.example.com/a.zip');
});

test('a job of a PowerShell script takes the place of work only after a question', async ({ page, open }) => {
  await keep(page, job(files(1)));
  await open();
  await paste(page, POWERSHELL);
  await expect(page.locator('.reader-said')).toContainText('PowerShell');
  await page.getByRole('button', { name: 'Open in the form' }).click();
  const question = page.getByRole('group', { name: 'What is in the form' });
  await expect(question).toContainText('The form holds “Test”. Open “Morning” in its place?');
  await expect(page.getByRole('button', { name: 'Open “Morning”' })).toBeFocused();
  await expect(name(page)).toHaveValue('Test');
  await page.getByRole('button', { name: 'Keep “Test”' }).click();
  await expect(name(page)).toHaveValue('Test');
  await expect(page.getByRole('button', { name: 'Open in the form' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Open in the form' })).toBeFocused();
  await page.getByRole('button', { name: 'Open in the form' }).click();
  await page.getByRole('button', { name: 'Open “Morning”' }).click();
  await expect(name(page)).toHaveValue('Morning');
  await page.getByRole('button', { name: 'Back to the commands' }).click();
  await expect(page.getByRole('tab', { name: 'PowerShell' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Undo the last change' }).click();
  await expect(name(page)).toHaveValue('Test');
});

const COMMENTED = [
  '@echo off',
  'rem Fetches the package at night; héllo',
  'bitsadmin /create /download "Nightly update"   & rem made',
  'bitsadmin /addfile "Nightly update" "https://download.example.com/a.zip?sig=hunter2" C:\\Packages\\a.zip',
  '  bitsadmin  /SetPriority "Nightly update"  LOW',
  'bitsadmin /resume "Nightly update"',
  '',
].join('\r\n');

/** Pastes a script and opens its job. */
async function openJob(page, text) {
  await paste(page, text);
  await page.getByRole('button', { name: 'Open in the form' }).click();
  await expect(name(page)).toHaveValue('Nightly update');
  await unfold(page);
}

test('a job that was opened gives the pasted script back with only the changed word changed', async ({ page, open }) => {
  const copied = await watchClipboard(page);
  await open();
  await openJob(page, COMMENTED);
  const said = page.locator('.revision [role=status]');
  const copy = page.getByRole('button', { name: 'Copy the script with your changes' });
  await expect(said).toHaveText('Nothing is changed yet.');
  await expect(copy).toHaveCount(0);
  for (const half of ['reader', 'commands']) {
    if (half === 'commands') await page.getByRole('button', { name: 'Back to the commands' }).click();
    const word = half === 'reader' ? 'high' : 'foreground';
    await page.locator(control('priority')).selectOption(word);
    const changed = page.locator('.revised .line.changed');
    await expect(changed).toHaveText(`  bitsadmin  /SetPriority "Nightly update"  ${word.toUpperCase()}`);
    await expect(changed).toHaveAttribute('data-line', '5');
    await expect(page.locator('.revised .line')).toHaveCount(6);
    await expect(said).toContainText('1 line changed; all else stays as it was pasted.');
    await copy.click();
    await expect(page.locator('#said')).toHaveText('The pasted script with your changes is copied.');
    expect(copied.pop()).toBe(COMMENTED.replace('LOW', word.toUpperCase()));
  }
  expect(await page.locator('.revision').textContent(), 'a secret').not.toContain('hunter2');
  await page.locator(control('priority')).selectOption('low');
  await expect(said).toHaveText('Nothing is changed yet.');
  // Back to what was in the form before: that is from no script.
  const back = page.getByRole('button', { name: 'Undo the last change' });
  while (await back.isEnabled()) await back.click();
  await expect(page.locator('.revision')).toHaveCount(0);
});

test('what the pasted script cannot say is refused with the reason', async ({ page, open }) => {
  await watchClipboard(page, { refuse: true });
  await open();
  await openJob(page, COMMENTED.replace('?sig=hunter2', ''));
  const said = page.locator('.revision [role=status]');
  await page.locator(control('files', 'remote_name', 0)).fill('https://download.example.com/a.zip?sig=other');
  await expect(said).toContainText('The pasted script cannot say what you changed.');
  await expect(said).toContainText('secret');
  await expect(page.locator('.revised')).toHaveCount(0);
  await page.locator(control('files', 'remote_name', 0)).fill('https://download.example.com/b.zip');
  await page.getByRole('button', { name: 'Copy the script with your changes' }).click();
  await expect(page.locator('#said')).toContainText('The script is selected');
  const selected = await page.evaluate(() => getSelection().toString());
  expect(selected).toContain('https://download.example.com/b.zip');
});

test('markup in a script stays text', async ({ page, open }) => {
  await open();
  await paste(page, BATCH);
  await expect(page.locator('#marked')).toContainText('<img src=x onerror="document.title=1">');
  await expect(page.locator('.reader img')).toHaveCount(0);
  await expect(page).toHaveTitle(/Bitsmith/);
});

test('a secret is not shown again', async ({ page, open }) => {
  await open();
  await paste(page, `${BATCH}\nbitsadmin /setcredentials "Nightly update" SERVER BASIC ann hunter2`);
  await expect(page.locator('#steps li')).toHaveCount(6);
  expect(await page.locator('#marked').textContent()).toContain('/setcredentials');
  for (const place of ['#marked', '#steps', '.reader-said']) {
    expect(await page.locator(place).textContent()).not.toContain('hunter2');
  }
  for (const element of await page.locator('.token').all()) {
    await element.focus();
    expect(await page.locator('#token').textContent()).not.toContain('hunter2');
  }
});

test('what is pasted is read at once, what is typed and what is long after a rest', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Read a script' }).click();
  // The reader is there.
  await box(page).fill('echo');
  const said = page.locator('.reader-said');
  await expect(said).toContainText('no jobs');
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(60_000);
  const enter = (text, inputType) =>
    box(page).evaluate(
      (area, [value, how]) => {
        area.value = value;
        area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: how }));
      },
      [text, inputType],
    );
  const long = `${BATCH}\n`.repeat(Math.ceil((65 * 1024) / (BATCH.length + 1)));
  for (const [text, inputType, rest] of [
    [BATCH, 'insertFromPaste', 0],
    ['echo', 'insertText', 150],
    [BATCH, 'insertFromDrop', 0],
    [long, 'insertFromPaste', 150],
  ]) {
    await enter(text, inputType);
    await expect(said).toHaveText('Reading …');
    if (rest > 0) {
      await page.clock.runFor(rest - 10);
      await expect(said).toHaveText('Reading …');
    }
    await page.clock.runFor(11);
    await expect(said).toContainText('Read as a script');
  }
});

test('the reader is loaded once, whoever asks first', async ({ page, open, site }) => {
  await open();
  await page.getByRole('button', { name: 'Read a script' }).click();
  site.answers.length = 0;
  await page.evaluate(() => {
    for (const [id, value] of [['read-text', 'echo'], ['error-text', '404']]) {
      const field = document.getElementById(id);
      field.value = value;
      field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
    }
  });
  await expect(page.locator('.reader-said')).toContainText('Read as a script');
  await expect(page.locator('.code-meaning')).toHaveCount(1);
  const loaded = site.answers.map(({ path }) => path.split('/').pop());
  expect(loaded.filter((name) => name.endsWith('.wasm')), loaded.join(' ')).toHaveLength(1);
});

test('a script of a quarter of a mebibyte is read, and drawn in parts', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Read a script' }).click();
  const whole = `${BATCH}\n`.repeat(Math.ceil((256 * 1024) / (BATCH.length + 1)));
  const start = Date.now();
  await box(page).evaluate((area, text) => {
    area.value = text;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }, whole);
  await expect(page.locator('#marked .line')).toHaveCount(300, { timeout: 30_000 });
  console.log(`a script of ${whole.length} characters: read and drawn after ${Date.now() - start} ms`);
  await page.getByRole('button', { name: 'Show more lines' }).click();
  await expect(page.locator('#marked .line')).toHaveCount(600, { timeout: 30_000 });
});

test('an error number says what it means, and leads to the setting', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Read a script' }).click();
  const error = page.getByLabel('An error number in any spelling');
  const said = page.locator('.decode [role=status]');
  await error.fill('it failed: HRESULT: 0x80200011');
  await expect(said).toContainText('0x80200011');
  await expect(said).toContainText('BG_E');
  await expect(said.getByRole('heading', { name: 'Likely causes' })).toBeVisible();
  await error.fill('-2145386479');
  await expect(said).toContainText('0x80200011');
  await error.fill('no number');
  await expect(said).toContainText('No error number in it');
  await error.fill('0x80200003');
  await said.getByRole('button', { name: /^Go to/ }).click();
  await expect(page.locator('.form :focus')).toHaveCount(1);
});

for (const [size, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  for (const colorScheme of ['light', 'dark']) {
    test.describe(`reading, ${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('axe finds nothing wrong, and nothing but code scrolls sideways', async ({ page, open }) => {
        await open();
        await paste(page, BATCH);
        await page.getByLabel('An error number in any spelling').fill('0x80200011 and 0x80190194');
        await expect(page.locator('.code-meaning')).toHaveCount(2);
        await token(page, 'LOW').focus();
        expect(await axeViolations(page)).toEqual([]);
        const { scrollWidth, clientWidth } = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.scrollingElement;
          return { scrollWidth, clientWidth };
        });
        expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
      });
    });
  }
}
