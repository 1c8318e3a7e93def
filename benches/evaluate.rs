//! From a draft to its scripts, as after each key in the form.

use bitsmith_benches::{every_setting, small, with_files};
use bitsmith_core::draft::Draft;
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// Everything the form could show: diagnostics, and every script for every target.
fn all(draft: &Draft) -> usize {
    let evaluation = evaluate(draft, Reveal::Masked);
    let plans = evaluation.plan.as_slice();
    let mut lines = 0;
    for target in Target::ALL {
        for script in Script::ALL {
            let request = Request {
                target: *target,
                script: *script,
            };
            lines += emit(plans, request).map_or(0, |emission| emission.lines.len());
        }
    }
    lines
}

/// One script, as text.
fn one(draft: &Draft, request: Request) -> usize {
    let evaluation = evaluate(draft, Reveal::Masked);
    emit(evaluation.plan.as_slice(), request).map_or(0, |emission| emission.text().len())
}

#[divan::bench_group]
mod all_scripts {
    use super::*;

    #[divan::bench]
    fn small_job(bencher: Bencher) {
        let draft = small();
        bencher.bench(|| all(black_box(&draft)));
    }

    #[divan::bench]
    fn job_with_every_setting(bencher: Bencher) {
        let draft = every_setting();
        bencher.bench(|| all(black_box(&draft)));
    }

    #[divan::bench(args = [50, 100, 200, 400, 800])]
    fn files(bencher: Bencher, count: usize) {
        let draft = with_files(small(), count);
        bencher.bench(|| all(black_box(&draft)));
    }

    #[divan::bench(args = [50, 100, 200, 400, 800])]
    fn files_and_every_setting(bencher: Bencher, count: usize) {
        let draft = with_files(every_setting(), count);
        bencher.bench(|| all(black_box(&draft)));
    }
}

/// The steps of the way for 200 files with every setting.
#[divan::bench_group]
mod steps {
    use super::*;

    fn draft() -> Draft {
        with_files(every_setting(), 200)
    }

    #[divan::bench]
    fn read_and_check_and_plan(bencher: Bencher) {
        let draft = draft();
        bencher.bench(|| evaluate(black_box(&draft), Reveal::Masked));
    }

    #[divan::bench]
    fn read(bencher: Bencher) {
        let draft = draft();
        bencher.bench(|| black_box(&draft).job());
    }

    #[divan::bench(args = ["powershell", "batch", "prompt"])]
    fn main_script_as_text(bencher: Bencher, target: &str) {
        let draft = draft();
        let request = Request {
            target: Target::from_word(target).unwrap_or(Target::PowerShell),
            script: Script::Main,
        };
        bencher.bench(|| one(black_box(&draft), request));
    }
}
