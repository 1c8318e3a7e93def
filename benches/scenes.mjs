// What is measured on the page of Bitsmith, by measure.mjs. Each scene opens the page at `fragment`, after
// `prepare(page)` where there is one, types into `input` and watches `output`.
import { readFileSync } from 'node:fs';

/** A job with every setting and many files, as the page keeps the job of the last visit. */
function everything(count) {
  const job = JSON.parse(readFileSync(new URL('jobs/every-setting.json', import.meta.url), 'utf8'));
  job.files = Array.from({ length: count }, (_, number) => ({
    remote_name: `https://download.example.com/packages/part-${number}.zip`,
    local_name: `%ProgramData%\\Packages\\part-${number}.zip`,
  }));
  return JSON.stringify(job);
}

function keep(job) {
  return (page) => page.addInitScript((kept) => localStorage.setItem('bitsmith.job', kept), job);
}

export const SCENES = [
  { name: 'Bitsmith, example job', input: '#display-name', output: '#output' },
  {
    name: 'Bitsmith, every setting and 200 files',
    input: '#display-name',
    output: '#output',
    prepare: keep(everything(200)),
  },
];
