// What is measured on the page of Bitsmith, by measure.mjs. Each scene opens the page at `fragment`, after
// `prepare(page)` where there is one, types into `input` and watches `output`.
export const SCENES = [
  { name: 'Bitsmith, example job', input: '#display-name', output: '#output' },
];
