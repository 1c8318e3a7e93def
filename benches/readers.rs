//! The readers of scripts on long texts: words of both shells, beside a parser of PowerShell by others, and whole imports.

use bitsmith_benches::script_of;
use bitsmith_core::parse::cmd::{self, Mode};
use bitsmith_core::parse::powershell::{self, Edition};
use bitsmith_core::parse::{Reading, import};
use bitsmith_core::text::Dialect;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const SIZES: &[usize] = &[64 * 1024, 256 * 1024, 1024 * 1024, 4 * 1024 * 1024];

#[divan::bench(args = SIZES)]
fn words_of_cmd(bencher: Bencher<'_, '_>, size: usize) {
    let text = script_of(Dialect::Cmd, size);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| cmd::read(&text, Mode::Batch));
}

#[divan::bench(args = SIZES)]
fn words_of_powershell(bencher: Bencher<'_, '_>, size: usize) {
    let text = script_of(Dialect::PowerShell, size);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| powershell::read(&text, Edition::PowerShell73));
}

#[divan::bench(args = SIZES)]
fn tree_sitter_powershell_of_the_same(bencher: Bencher<'_, '_>, size: usize) {
    let text = script_of(Dialect::PowerShell, size);
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(&tree_sitter_powershell::LANGUAGE.into())
        .expect("the grammar fits the parser");
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| parser.parse(&text, None));
}

#[divan::bench(args = SIZES)]
fn import_of_cmd(bencher: Bencher<'_, '_>, size: usize) {
    let text = script_of(Dialect::Cmd, size);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| import(&text, Reading::default()));
}
