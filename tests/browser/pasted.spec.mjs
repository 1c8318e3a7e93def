// A script that was pasted: it comes back as it was, over several jobs and a new start of the page, and all is said of it in words.
import { NARROW, WIDE, expect, started, test } from './support/page.mjs';
import { control, unfold, watchClipboard } from './support/form.mjs';

const JOB = (name, line = '\n') =>
  [
    `bitsadmin /create ${name}`,
    `bitsadmin /addfile ${name} https://download.example.com/${name}.zip C:\\Packages\\${name}.zip`,
    `bitsadmin /setpriority ${name} LOW`,
    `bitsadmin /resume ${name}`,
    '',
  ].join(line);

const box = (page) => page.getByLabel('A script, pasted');
const name = (page) => page.locator(control('display_name'));
const said = (page) => page.locator('.revision [role=status]');
const opener = (page, job) => page.locator('.reader li', { hasText: `the new job ${job}` }).getByRole('button');

/** Puts a text into the box, as the clipboard has it. */
async function paste(page, text) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  if (!(await box(page).count())) await page.getByRole('button', { name: 'Read a script' }).click();
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await box(page).press('Control+a');
  await box(page).press('Control+v');
  await expect(page.locator('.reader-said')).toContainText('Read as a script');
}

/** What the clipboard holds. */
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

async function setPriority(page, word) {
  await unfold(page);
  await page.locator(control('priority')).selectOption(word);
}

async function copyChanged(page) {
  await page.getByRole('button', { name: 'Copy the script with your changes' }).click();
  await expect(page.locator('#said')).toHaveText('The pasted script with your changes is copied.');
  return clipboard(page);
}

for (const [ends, text] of Object.entries({
  'line feeds': JOB('Alpha'),
  'carriage returns and line feeds': JOB('Alpha', '\r\n'),
  both: JOB('Alpha').replace('\n', '\r\n'),
})) {
  test(`a script whose lines end with ${ends} comes back with them`, async ({ page, open }) => {
    await open();
    await paste(page, text);
    await opener(page, 'Alpha').click();
    await setPriority(page, 'high');
    expect(await copyChanged(page)).toBe(text.replace('LOW', 'HIGH'));
  });
}

test('what is typed into a pasted script leaves the ends of its lines', async ({ page, open }) => {
  await open();
  const text = JOB('Alpha').replace('\n', '\r\n');
  await paste(page, text);
  await box(page).press('Control+Home');
  await box(page).pressSequentially('rem a');
  await box(page).press('Enter');
  await box(page).press('Control+End');
  await page.evaluate((words) => navigator.clipboard.writeText(words), 'rem b\nrem c\r\n');
  await box(page).press('Control+v');
  await expect(page.locator('#marked .line')).toHaveCount(7);
  await opener(page, 'Alpha').click();
  await setPriority(page, 'high');
  expect(await copyChanged(page)).toBe(`rem a\r\n${text.replace('LOW', 'HIGH')}rem b\nrem c\r\n`);
});

test('a changed script says which one it is once another text is in the box', async ({ page, open }) => {
  await open();
  await paste(page, JOB('Alpha'));
  await opener(page, 'Alpha').click();
  await setPriority(page, 'high');
  const head = page.locator('.revision summary');
  await expect(head).toHaveText('The pasted script with your changes');
  await box(page).press('Control+End');
  await box(page).pressSequentially('rem tail');
  await expect(head).toHaveText('The script that the job was opened from, with your changes');
  await expect(page.locator('.revision')).toContainText('The text in the box is another one since');
  await page.getByRole('button', { name: 'Back to the commands' }).click();
  await expect(page.locator('.revision')).toContainText('The text in the box is another one since');
  await page.getByRole('button', { name: 'Read a script' }).click();
  await box(page).fill(JOB('Alpha'));
  // The lines that were typed end as the first one did.
  await expect(head).toHaveText('The pasted script with your changes');
});

test('two jobs of one script are changed, one after the other', async ({ page, open }) => {
  await open();
  const text = ['Alpha', 'Beta', 'Gamma'].map((one) => JOB(one)).join('');
  await paste(page, text);
  await opener(page, 'Alpha').click();
  // Nobody changed it: there is nothing to ask.
  await opener(page, 'Beta').click();
  await expect(name(page)).toHaveValue('Beta');
  await setPriority(page, 'high');
  await expect(said(page)).toContainText('1 line changed');
  await opener(page, 'Gamma').click();
  const question = page.getByRole('group', { name: 'What is in the form' });
  await expect(question).toContainText('The form holds “Beta”, which you changed. Open “Gamma” in its place?');
  await expect(question).toContainText('put into the script in the box first');
  await page.getByRole('button', { name: 'Open “Gamma”' }).click();
  await expect(name(page)).toHaveValue('Gamma');
  await setPriority(page, 'foreground');
  const changed = text.replace('Beta LOW', 'Beta HIGH').replace('Gamma LOW', 'Gamma FOREGROUND');
  await expect(page.locator('.revised .line.changed')).toHaveText('bitsadmin /setpriority Gamma FOREGROUND');
  expect(await copyChanged(page)).toBe(changed);
  // What the script cannot take along is said.
  await page.locator(control('display_name')).fill('');
  await opener(page, 'Alpha').click();
  await expect(question).toContainText('does not go into the script in the box');
});

test('what a script cannot be said in is named, with a button for the output that can', async ({ page, open }) => {
  await open();
  await paste(
    page,
    ['$u = Read-Host "url"', "Start-BitsTransfer -Source $u -Destination 'C:\\a.zip' -DisplayName d -Asynchronous", ''].join('\n'),
  );
  await page.getByRole('button', { name: 'Open in the form' }).click();
  await page.getByRole('button', { name: 'Back to the commands' }).click();
  const tab = (name) => page.getByRole('tab', { name });
  await expect(tab('PowerShell')).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.reason')).toHaveCount(0);
  await tab('Batch file').click();
  await expect(page.locator('.reason')).toContainText('A batch file cannot say this job exactly');
  await expect(page.locator('.problems')).toContainText('Use the PowerShell script');
  await page.locator('.reason').getByRole('button', { name: 'Use PowerShell' }).click();
  await expect(tab('PowerShell')).toHaveAttribute('aria-selected', 'true');
});

test('a machine without the cmdlets offers the output that it has', async ({ page, open }) => {
  await open();
  await page.locator('#profile-windows').selectOption({ label: 'XP' });
  await page.getByRole('tab', { name: 'PowerShell' }).click();
  await page.locator('.reason').getByRole('button', { name: 'Use Batch file' }).click();
  await expect(page.getByRole('tab', { name: 'Batch file' })).toHaveAttribute('aria-selected', 'true');
});

test('a pasted script is there after the page is loaded again, and its job is still of it', async ({ page, open }) => {
  await open();
  await paste(page, JOB('Alpha'));
  await opener(page, 'Alpha').click();
  await setPriority(page, 'high');
  await expect(said(page)).toContainText('1 line changed');
  await page.reload();
  await started(page);
  await expect(said(page)).toContainText('1 line changed');
  expect(await copyChanged(page)).toBe(JOB('Alpha').replace('LOW', 'HIGH'));
  await page.getByRole('button', { name: 'Read a script' }).click();
  await expect(box(page)).toHaveValue(JOB('Alpha'));
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('setpriority');
});

test('a pasted script with a secret is not kept, and that is said', async ({ page, open }) => {
  await open();
  await paste(page, JOB('Alpha'));
  await paste(page, `${JOB('Alpha')}bitsadmin /setcredentials Alpha SERVER BASIC ann hunter2\n`);
  await expect(page.locator('.reader-said')).toContainText('the browser does not keep it');
  await opener(page, 'Alpha').click();
  await setPriority(page, 'high');
  await expect(said(page)).toContainText('1 line changed');
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('bitsmith.job'))).toContain('Alpha');
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain('hunter2');
  expect(await page.evaluate(() => sessionStorage.getItem('bitsmith.pasted'))).toBe(null);
  await page.reload();
  await started(page);
  await expect(page.locator('.revision')).toHaveCount(0);
});

test('the question mark of the head unfolds the keys', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Keys and variables' }).click();
  await expect(page.getByText('Ctrl+Enter', { exact: true })).toBeVisible();
  await expect(page.locator('#manual')).toBeFocused();
});

for (const [size, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  test(`a script that is read is printed, ${size}`, async ({ page, open }) => {
    await page.setViewportSize(viewport);
    await open();
    await paste(page, JOB('Alpha'));
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('#marked')).toBeVisible();
    await expect(page.locator('#steps')).toBeVisible();
    await expect(box(page)).toBeHidden();
    await expect(page.getByRole('button', { name: 'Open in the form' })).toBeHidden();
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('button', { name: size === 'wide' ? 'Back to the commands' : 'Form', exact: true }).click();
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.reader #steps')).toHaveCount(0);
  });
}

test('keys copy the changed script and go from remark to remark while a script is read', async ({ page, open }) => {
  await open();
  await paste(page, `bitsadmin /setsecurityflags Alpha 0,0,0\n${JOB('Alpha')}bitsadmin /NoProgressTimeout Alpha 60\n`);
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('#said')).toContainText('There is nothing to copy here');
  await page.keyboard.press('F8');
  await expect(page.locator('.token:focus')).toHaveText('0,0,0');
  await page.keyboard.press('F8');
  await expect(page.locator('.token:focus')).not.toHaveText('0,0,0');
});

test('the copy button of a narrow page copies what is read', async ({ page, open }) => {
  await page.setViewportSize(NARROW);
  await open();
  await paste(page, JOB('Alpha'));
  const bar = page.getByRole('navigation', { name: 'Form and script' });
  await expect(bar.getByRole('button', { name: 'Copy', exact: true })).toHaveCount(0);
  await expect(bar.getByRole('button', { name: 'Copy changed' })).toBeDisabled();
  await expect(bar).toContainText('Form: No problems');
  await opener(page, 'Alpha').click();
  await setPriority(page, 'high');
  await page.getByRole('button', { name: 'Read a script' }).click();
  await page.getByRole('button', { name: 'Read a script' }).click();
  await bar.getByRole('button', { name: 'Copy changed' }).click();
  await expect(page.locator('#said')).toHaveText('The pasted script with your changes is copied.');
  expect(await clipboard(page)).toBe(JOB('Alpha').replace('LOW', 'HIGH'));
});

test('how bad a remark is stands there as a word', async ({ page, open }) => {
  await open();
  await paste(page, 'bitsadmin /create nightly\nbitsadmin /setsecurityflags nightly 0,0,0\n');
  const word = (selector) =>
    page.locator(selector).first().evaluate((one) => getComputedStyle(one, '::before').content.replaceAll('"', '').trim());
  expect(await word('.reader li.message.error')).toBe('Error');
  await page.locator('.token.error').first().focus();
  expect(await word('#token .message.error')).toBe('Error');
  expect(await page.locator('#token').ariaSnapshot()).toContain('Error');
});

test('buttons of jobs and lines are told apart by their names', async ({ page, open }) => {
  await open();
  await paste(page, `${JOB('Alpha')}${JOB('Beta')}bitsadmin /setsecurityflags Beta 0,0,0\n`);
  const names = await page.locator('.reader-below button').evaluateAll((all) =>
    all.map((one) => one.getAttribute('aria-label') ?? one.textContent),
  );
  expect(new Set(names).size, names.join('\n')).toBe(names.length);
});

test('all jobs of a long script can be opened', async ({ page, open }) => {
  await open();
  await paste(page, Array.from({ length: 150 }, (_, one) => `bitsadmin /create Job${one}`).join('\n'));
  const openers = page.getByRole('button', { name: /^Open in the form/ });
  await expect(openers).toHaveCount(100);
  await page.getByRole('button', { name: 'Show more: Jobs in it' }).click();
  await expect(openers).toHaveCount(150);
  await openers.last().click();
  await expect(name(page)).toHaveValue('Job149');
});

test('a setting is found by the words of the tools', async ({ page, open }) => {
  await open();
  for (const [words, found] of [
    ['RetryInterval', 'minimum_retry_delay'],
    ['-RetryTimeout', 'no_progress_timeout'],
    ['bitsadmin /setnoprogresstimeout', 'no_progress_timeout'],
    ['/setpriority', 'priority'],
    ['/SetNotifyCmdLine', 'notify_cmd_line'],
    ['TransferPolicy', 'cost_flags'],
    ['ProxyList', 'proxy_settings'],
    ['BG_JOB_PRIORITY_HIGH', 'priority'],
  ]) {
    await page.locator('#search').fill(words);
    await page.locator('#search').press('Enter');
    await expect(page.locator('.form :focus'), words).toHaveAttribute('id', new RegExp(`^${found.replaceAll('_', '-')}`));
  }
});

test('a link that the clipboard refuses is selected', async ({ page, open }) => {
  await watchClipboard(page, { refuse: true });
  await open();
  await page.locator('#share').click();
  await expect(page.locator('#said')).toContainText('The link is selected: press Ctrl+C.');
  const link = page.getByLabel('The link', { exact: true });
  await expect(link).toHaveValue(/#v1\./);
  expect(await link.evaluate((one) => [document.activeElement === one, one.selectionEnd - one.selectionStart === one.value.length])).toEqual([
    true,
    true,
  ]);
});

for (const width of [360, 390]) {
  test(`the script of a job with a long name does not scroll sideways at ${width} px`, async ({ page, open }) => {
    await page.setViewportSize({ width, height: 800 });
    await open();
    await name(page).fill('Nightly update of the catalogue of the shop of the example company');
    await page.getByRole('button', { name: 'Script', exact: true }).click();
    const [whole, seen] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]);
    expect(whole).toBeLessThanOrEqual(seen);
  });
}

for (const width of [390, 768, 1440]) {
  test(`words in the head are shown whole at ${width} px`, async ({ page, open }) => {
    await page.setViewportSize({ width, height: 800 });
    await open();
    const short = await page.locator('.bar select:visible, #search').evaluateAll((all) =>
      all.filter((one) => {
        const words = one.placeholder ?? one.selectedOptions[0].textContent;
        const style = getComputedStyle(one);
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = style.font;
        const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        return pen.measureText(words).width > room + 1;
      }).map((one) => `${one.id}: ${one.clientWidth}`),
    );
    expect(short).toEqual([]);
  });
}
