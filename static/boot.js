// Starts the page. Runs while the head is read, so that the text of #needs is only seen where this file is not
// run or where the page cannot start.
(() => {
  'use strict';
  const root = document.documentElement;

  function stop(reason) {
    root.classList.remove('booting');
    const place = document.getElementById('needs-reason');
    if (place) place.textContent = reason;
  }

  function content(name) {
    return new URL(document.querySelector(`meta[name="${name}"]`).content, document.baseURI).href;
  }

  // Trunk writes the digest of each part into the preload links; of the reader, which is not loaded ahead, it stands
  // beside its address.
  function integrity(url) {
    const link = [...document.querySelectorAll('link[integrity]')].find((candidate) => candidate.href === url);
    return link ? link.integrity : '';
  }

  async function load() {
    const [js, wasm] = ['reader-module', 'reader-wasm'].map((name) => document.querySelector(`meta[name="${name}"]`));
    const module = new URL(js.content, document.baseURI).href;
    if (js.dataset.integrity) {
      const link = document.createElement('link');
      link.rel = 'modulepreload';
      link.href = module;
      link.integrity = js.dataset.integrity;
      document.head.append(link);
    }
    const request = fetch(new URL(wasm.content, document.baseURI), { integrity: wasm.dataset.integrity ?? '' });
    // Awaited below; without this a failure of the module would leave it unhandled.
    request.catch(() => {});
    await (await import(module)).default({ module_or_path: request });
    return window.readText;
  }

  // Loads the reader of scripts and error numbers, once: a function from a request to its answer, both JSON. A person asks
  // for it, not the page. What could not be loaded is tried again when it is next asked for.
  let reader;
  window.startReader = () => {
    reader ??= load().catch((error) => {
      reader = undefined;
      throw error;
    });
    return reader;
  };

  // Asks for the parts of the page while the rest of it is read.
  async function begin() {
    const wasm = content('page-wasm');
    const request = fetch(wasm, { integrity: integrity(wasm) });
    const module = import(content('page-module'));
    // Awaited in start(); without this a failure of one would leave the other's unhandled.
    for (const part of [request, module]) part.catch(() => {});
    return { request, module };
  }

  async function start(begun) {
    if (location.protocol === 'file:') {
      stop('This page was opened as a file. Serve its folder with any web server and open that address.');
      return;
    }
    if (typeof WebAssembly !== 'object') {
      stop('This browser has no WebAssembly, or it is switched off.');
      return;
    }
    try {
      const { request, module } = await begun;
      await (await module).default({ module_or_path: request });
      document.getElementById('needs')?.remove();
      root.classList.remove('booting');
    } catch (error) {
      stop(`The page did not start: ${error instanceof Error ? error.message : error}`);
    }
  }

  root.classList.add('booting');
  const begun = location.protocol === 'file:' ? Promise.resolve({}) : begin();
  begun.catch(() => {});
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', () => start(begun));
  } else {
    start(begun);
  }
})();
