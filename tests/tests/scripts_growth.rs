//! Short texts that would become endless ones: variables that double, loops in loops, marks without number. Each is read,
//! judged and explained in a time that grows with the text, on a small stack.

use bitsmith_core::explain::explain;
use bitsmith_core::judge::{import_json, judge};
use bitsmith_core::parse::{Reading, import};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// The longest that one text may take; most take a hundredth of it.
const LONGEST: Duration = Duration::from_secs(20);

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|n| line(n) + "\n").collect()
}

/// Texts by name.
fn texts() -> Vec<(&'static str, String)> {
    let list = |count: usize| (0..count).map(|n| format!("a{n}")).collect::<Vec<_>>();
    let functions = lines(20, |n| {
        let next = n + 1;
        format!("function f{n} {{ f{next}; f{next} }}")
    });
    vec![
        (
            "a variable of cmd that doubles",
            format!(
                "set A=x\n{}bitsadmin /create %A%",
                lines(60, |_| "set A=%A%%A%".to_owned())
            ),
        ),
        (
            "a long variable of cmd in many calls",
            format!(
                "set A={}\n{}",
                "x".repeat(60_000),
                lines(4000, |n| format!("bitsadmin /create j{n}%A%"))
            ),
        ),
        (
            "loops of cmd inside of each other",
            (0..12).fold("bitsadmin /create j".to_owned(), |inner, n| {
                let letter = char::from(b'a' + n);
                format!("for %%{letter} in ({}) do {inner}", list(20).join(" "))
            }),
        ),
        (
            "labels behind variables",
            format!(
                "{}{}",
                lines(2000, |n| format!("set A{n}=1\nset A{n}=2")),
                lines(5000, |n| format!(":l{n}"))
            ),
        ),
        (
            "conditions of cmd behind variables",
            format!(
                "{}{}",
                lines(3000, |n| format!("set A{n}=1")),
                lines(3000, |_| "if exist a set B=1".to_owned())
            ),
        ),
        (
            "variables of cmd in a text of PowerShell",
            format!("powershell -Command \"{}\"", "%X% ".repeat(12_000)),
        ),
        (
            "many variables of cmd in a text of PowerShell",
            format!(
                "powershell -Command \"{}\"",
                list(8000)
                    .iter()
                    .map(|name| format!("%{name}% "))
                    .collect::<String>()
            ),
        ),
        (
            "many calls in one",
            format!("bitsadmin {}", "/x bitsadmin ".repeat(4000)),
        ),
        (
            "lists of paths in arguments",
            format!("bitsadmin /create {}", "%~$".repeat(20_000)),
        ),
        (
            "jobs that are made",
            lines(3000, |n| {
                format!("for /f %%i in ('bitsadmin /create j{n}') do bitsadmin /resume %%i")
            }),
        ),
        (
            "credentials of one job",
            format!(
                "bitsadmin /create j\n{}",
                lines(1500, |n| format!(
                    "bitsadmin /setcredentials j SERVER BASIC{n} u p"
                ))
            ),
        ),
        (
            "owners of one job",
            format!(
                "bitsadmin /create j\n{}{}",
                lines(1000, |n| format!("bitsadmin /setcredentials j SERVER S{n} u p")),
                lines(1000, |_| "bitsadmin /takeownership j".to_owned())
            ),
        ),
        (
            "settings behind the start",
            format!(
                "bitsadmin /create j\nbitsadmin /resume j\n{}",
                lines(2000, |_| "bitsadmin /setreplyfilename j C:\\a".to_owned())
            ),
        ),
        (
            "a variable of PowerShell that doubles",
            format!(
                "$a = 'x'\n{}Suspend-BitsTransfer $a",
                lines(60, |_| "$a += $a".to_owned())
            ),
        ),
        (
            "a list of PowerShell that doubles",
            format!(
                "$a = @('x')\n{}Suspend-BitsTransfer $a",
                lines(60, |_| "$a += $a".to_owned())
            ),
        ),
        (
            "a table of PowerShell that nests",
            format!(
                "$a = @{{}}\n{}Start-BitsTransfer @a",
                lines(60, |n| format!("$a.k{n} = $a"))
            ),
        ),
        (
            "a long variable of PowerShell in many calls",
            format!(
                "$a = '{}'\n{}",
                "x".repeat(30_000),
                lines(4000, |n| format!(
                    "Start-BitsTransfer https://h/{n} C:\\a -Description $a"
                ))
            ),
        ),
        ("functions that call two others", format!("{functions}f0")),
        (
            "loops of PowerShell inside of each other",
            (0..12).fold("Start-BitsTransfer a b".to_owned(), |inner, n| {
                format!("foreach ($v{n} in '{}') {{ {inner} }}", list(20).join("','"))
            }),
        ),
        (
            "conditions of PowerShell behind variables",
            format!(
                "{}{}",
                lines(3000, |n| format!("$a{n} = 1")),
                lines(3000, |_| "if ($x) { $b = 1 }".to_owned())
            ),
        ),
        (
            "a value in parentheses",
            format!("$x = {}1{}", "(".repeat(50), ")".repeat(50)),
        ),
        (
            "a format of long parts",
            format!(
                "$x = '{}' -f '{}', (Get-Date)",
                "{0}{1}".repeat(6000),
                "x".repeat(30_000)
            ),
        ),
        (
            "a format of what is not known",
            format!(
                "$x = '{}' -f (foo '{}')",
                "{0}".repeat(10_000),
                "x".repeat(30_000)
            ),
        ),
        (
            "a text with what is not known",
            format!("$x = \"{}\"", "$(foo)".repeat(10_000)),
        ),
        (
            "a number with many places",
            format!("Start-BitsTransfer a b -RetryInterval 0.{}d", "0".repeat(70_000)),
        ),
        (
            "a verb that is long",
            format!("bitsadmin /{}", "create".repeat(10_000)),
        ),
        (
            "many tokens",
            lines(4000, |n| format!("bitsadmin /addfile j{n} https://h/{n} C:\\{n}")),
        ),
    ]
}

#[test]
fn no_text_grows_without_bounds() {
    let mut wrong = Vec::new();
    for (name, text) in texts() {
        let (send, receive) = channel();
        let length = text.len();
        let begun = Instant::now();
        let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(move || {
            let read = import(&text, Reading::default());
            let json = import_json(&read, &judge(&read), &text);
            let steps = explain(&read, &text).steps.len();
            // Nobody waits any longer where the time is over.
            let _ = send.send((json.to_string().len(), steps));
        });
        let _thread = thread.expect("a thread");
        match receive.recv_timeout(LONGEST) {
            Ok((json, steps)) => {
                println!(
                    "{:>8.1?} {length:>8} -> {json:>9} {steps:>6}  {name}",
                    begun.elapsed()
                );
                if json > (64 << 20) {
                    wrong.push(format!("{name}: {json} bytes from {length}"));
                }
            }
            Err(error) => wrong.push(format!("{name}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
