//! Reads long scripts and writes into the page what that took: a row a reader and size, in it the size in KiB and the
//! milliseconds of each time, the first one first.

use bitsmith_benches::script_of;
use bitsmith_core::parse::cmd::{self, Mode};
use bitsmith_core::parse::powershell::{self, Edition};
use bitsmith_core::parse::{Reading, import};
use bitsmith_core::text::Dialect;
use std::hint::black_box;
use web_sys::Performance;

const TIMES: usize = 5;
const SIZES: &[usize] = &[1024, 64, 256, 4096];

struct Reader {
    name: &'static str,
    shell: Dialect,
    read: fn(&str),
}

const READERS: &[Reader] = &[
    Reader {
        name: "words of cmd",
        shell: Dialect::Cmd,
        read: |text| drop(black_box(cmd::read(text, Mode::Batch))),
    },
    Reader {
        name: "words of PowerShell",
        shell: Dialect::PowerShell,
        read: |text| drop(black_box(powershell::read(text, Edition::PowerShell73))),
    },
    Reader {
        name: "import of cmd",
        shell: Dialect::Cmd,
        read: |text| drop(black_box(import(text, Reading::default()))),
    },
    Reader {
        name: "import of PowerShell",
        shell: Dialect::PowerShell,
        read: |text| drop(black_box(import(text, Reading::default()))),
    },
];

fn row(reader: &Reader, kib: usize, clock: &Performance) -> String {
    let text = script_of(reader.shell, kib * 1024);
    let times = (0..TIMES).map(|_| {
        let begin = clock.now();
        (reader.read)(&text);
        format!("{:.1}", clock.now() - begin)
    });
    let times: Vec<String> = times.collect();
    format!("{}\t{kib}\t{}", reader.name, times.join("\t"))
}

fn main() {
    let Some(window) = web_sys::window() else { return };
    let (Some(clock), Some(body)) = (
        window.performance(),
        window.document().and_then(|page| page.body()),
    ) else {
        return;
    };
    let sizes = SIZES
        .iter()
        .flat_map(|kib| READERS.iter().map(move |reader| (reader, *kib)));
    let rows: Vec<String> = sizes.map(|(reader, kib)| row(reader, kib, &clock)).collect();
    body.set_text_content(Some(&rows.join("\n")));
}
