//! A run of the program on streams in memory.

use crate::bench::Elsewhere;

/// What a run left.
pub(crate) struct Left {
    pub(crate) code: u8,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program with arguments as one would type them and bytes on standard input, where there is no BITS.
pub(crate) fn run(arguments: &[&str], stdin: &[u8]) -> Left {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["bitsmith"].iter().chain(arguments);
    let code = bitsmith::run_on(&Elsewhere::new(), arguments, &mut &*stdin, &mut out, &mut err);
    Left {
        code,
        out: String::from_utf8(out).expect("standard output is UTF-8"),
        err: String::from_utf8(err).expect("standard error is UTF-8"),
    }
}

/// The document that `bitsmith new` prints.
pub(crate) fn starting() -> String {
    run(&["new"], b"").out
}
