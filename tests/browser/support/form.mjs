// How tests reach the fields of the form: by the names of the catalog, from which the page makes its ids.
import { readFileSync } from 'node:fs';

/** The catalog, as a test of the workspace writes it down. */
export const CATALOG = JSON.parse(readFileSync(new URL('../catalog.json', import.meta.url), 'utf8'));

/** A setting of the catalog. */
export function setting(name) {
  const found = CATALOG.find((spec) => spec.name === name);
  if (!found) throw new Error(`the catalog has no ${name}`);
  return found;
}

/** The selector of the control of a part, in a row where the value has rows. */
export function control(name, part = '', row) {
  return `#${[name, row, part].filter((word) => word !== undefined && word !== '').join('-').replaceAll('_', '-')}`;
}

/** Unfolds all groups of the form. */
export async function unfold(page) {
  for (let round = 0; round < 20; round += 1) {
    const folded = page.locator('.form details.group:not([open]) > summary');
    if (!(await folded.count())) return;
    await folded.first().click();
  }
  throw new Error('a group does not unfold');
}

/** The lines of the script, without numbers and readings. */
export function lines(page) {
  return page.locator('#output .line .says').allTextContents();
}

/** The characters of the script. */
export async function script(page) {
  return (await lines(page)).join('\n');
}

/** What the list of problems says, one string each. */
export function problems(page) {
  return page.locator('.problems li').allTextContents();
}

/** Takes the clipboard's place: what is copied is in `copied`; with `refuse` the browser says no. */
export async function watchClipboard(page, { refuse = false } = {}) {
  const copied = [];
  await page.exposeFunction('noteCopied', (text) => {
    copied.push(text);
  });
  await page.addInitScript((no) => {
    Object.defineProperty(navigator.clipboard, 'writeText', {
      value: async (text) => {
        if (no) throw new DOMException('not allowed', 'NotAllowedError');
        await window.noteCopied(text);
      },
    });
  }, refuse);
  return copied;
}

/** A job as a document; the page opens it as that of the last visit. */
export async function keep(page, job) {
  // Once: what the page keeps afterwards is its own.
  await page.addInitScript((kept) => {
    if (!sessionStorage.getItem('kept')) localStorage.setItem('bitsmith.job', kept);
    sessionStorage.setItem('kept', 'yes');
  }, JSON.stringify(job));
}

/** A new job with files. */
export function job(files, more = {}) {
  return {
    bitsmith: 1,
    subject: { new: { job_type: 'download', display_name: 'Test' } },
    files,
    ...more,
  };
}

/** So many files. */
export function files(count) {
  return Array.from({ length: count }, (_, number) => ({
    remote_name: `https://download.example.com/packages/part-${number}.zip`,
    local_name: `C:\\Packages\\part-${number}.zip`,
  }));
}
