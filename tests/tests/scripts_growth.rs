//! Short texts that would become endless ones: variables that double, loops in loops, marks without number. Each is read,
//! judged and explained in a time that grows with the text, on a small stack. Many headers, files or jobs take a time by their
//! number.

use bitsmith_core::explain::explain;
use bitsmith_core::judge::{import_json, judge, masked};
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
                "if exist a goto %X%\n{}{}",
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
            "ways out of a function of PowerShell",
            format!(
                "function F {{\n{}}}\nF",
                lines(3000, |n| format!(
                    "if ($y{n}) {{ return }}\n$u{n} = 1\nStart-BitsTransfer https://h/{n} C:\\a"
                ))
            ),
        ),
        (
            "rounds of PowerShell that may be left",
            format!(
                "foreach ($x in '{}') {{ $u = $x; if ($y) {{ break }} }}",
                list(3000).join("','")
            ),
        ),
        (
            "errors of PowerShell that are caught",
            lines(3000, |n| {
                format!("try {{ a; $u{n} = 1; Start-BitsTransfer $u{n} C:\\a }} catch {{ b }}")
            }),
        ),
        (
            "blocks of PowerShell of which either runs",
            lines(1000, |_| {
                "if ($x) { $b = { Start-BitsTransfer a b } } else { $b = { c } }; & $b".to_owned()
            }),
        ),
        (
            "blocks of PowerShell that run each other",
            format!(
                "$b0 = {{ Start-BitsTransfer a b }}\n{}& $b40",
                lines(40, |n| format!("$b{} = {{ & $b{n}; & $b{n} }}", n + 1))
            ),
        ),
        (
            "a command line in quotes in quotes",
            format!(
                "bitsadmin /setnotifycmdline j C:\\n.exe '\"{}",
                "a \"'b c: d=".repeat(20_000)
            ),
        ),
        (
            "a text that runs itself",
            format!("$a = 'iex $a; '\n{}iex $a", lines(12, |_| "$a += $a".to_owned())),
        ),
        (
            "classes inside of each other",
            format!(
                "{}Get-BitsTransfer{}",
                "class A { A() { ".repeat(3000),
                " } }".repeat(3000)
            ),
        ),
        (
            "jumps back behind a counter",
            format!(
                "set N=0\n:l\nset /a N+=1\ntimeout /t 1\n{}if %N% lss 9 goto l\n{}",
                lines(3000, |_| "bitsadmin /getstate j".to_owned()),
                lines(3000, |_| "goto l".to_owned())
            ),
        ),
        (
            "loops that end at one time",
            format!(
                "$t = (Get-Date){}\n{}",
                ".AddDays(1)".repeat(3000),
                lines(3000, |_| "while ($j.JobState -eq 1 -and (Get-Date) -lt $t) { }"
                    .to_owned())
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

/// A script with so many of one thing.
type Many = fn(usize) -> String;

/// Scripts by what they have many of.
const MANY: &[(&str, Many)] = &[
    ("sentences between commands", |count| {
        lines(count, |n| {
            format!("This is what you do next, Jim:\nbitsadmin /resume job{n}")
        })
    }),
    ("downloads that are run", |count| {
        let runs = lines(count, |n| format!("start C:\\{n}.exe"));
        format!(
            "bitsadmin /create j\n{}{runs}",
            lines(count, |n| format!(
                "bitsadmin /addfile j https://h/{n} C:\\{n}.exe"
            ))
        )
    }),
    ("headers of a cmdlet", |count| {
        let headers = listed(count, |n| format!("'X-{n}: {n}'"));
        format!("Start-BitsTransfer https://h/a C:\\a -CustomHeaders {headers}")
    }),
    ("secret headers of a cmdlet", |count| {
        let headers = listed(count, |n| format!("'X-Token: value{n}'"));
        format!("Start-BitsTransfer https://h/a C:\\a -CustomHeaders {headers}")
    }),
    ("files of a cmdlet", |count| {
        let sources = listed(count, |n| format!("'https://h/{n}'"));
        let destinations = listed(count, |n| format!("'C:\\{n}'"));
        format!("Start-BitsTransfer {sources} {destinations}")
    }),
    ("files with secrets of a cmdlet", |count| {
        let sources = listed(count, |n| format!("'https://h/{n}?sig=value{n}'"));
        let destinations = listed(count, |n| format!("'C:\\{n}'"));
        format!("Start-BitsTransfer {sources} {destinations}")
    }),
    ("headers of a call of bitsadmin", |count| {
        let headers: String = (0..count).map(|n| format!(" \"X-{n}: {n}\"")).collect();
        format!("bitsadmin /create j\nbitsadmin /setcustomheaders j{headers}")
    }),
    ("secret headers of a call of bitsadmin", |count| {
        let headers: String = (0..count).map(|n| format!(" \"X-Token: value{n}\"")).collect();
        format!("bitsadmin /create j\nbitsadmin /setcustomheaders j{headers}")
    }),
    ("files of a call of bitsadmin", |count| {
        let files: String = (0..count).map(|n| format!(" https://h/{n} C:\\{n}")).collect();
        format!("bitsadmin /transfer j{files}")
    }),
    ("a file of a call of bitsadmin again and again", |count| {
        format!("bitsadmin /transfer j{}", " https://h/a C:\\a".repeat(count))
    }),
    ("beginnings of comments of PowerShell", |count| {
        format!("Get-BitsTransfer\n{}", "<#".repeat(count))
    }),
    ("parameters without values of an address", |count| {
        format!(
            "bitsadmin /transfer j \"https://h/a?{}\" C:\\a",
            "a&".repeat(count)
        )
    }),
    ("files of a job of bitsadmin", |count| {
        let files = lines(count, |n| format!("bitsadmin /addfile j https://h/{n} C:\\{n}"));
        format!("bitsadmin /create j\n{files}")
    }),
    ("files that are wrong", |count| {
        let files = lines(count, |n| format!("bitsadmin /addfile j https://h/{n} {n}.zip"));
        format!("bitsadmin /create j\n{files}")
    }),
    ("files between settings", |count| {
        let files = lines(count, |n| {
            format!("bitsadmin /addfile j https://h/{n} C:\\{n}\nbitsadmin /setpriority j LOW")
        });
        format!("bitsadmin /create j\n{files}")
    }),
    ("files that are added by a cmdlet", |count| {
        let files = lines(count, |n| format!("Add-BitsFile $j https://h/{n} C:\\{n}"));
        format!("$j = Start-BitsTransfer https://h/a C:\\a -Suspended\n{files}")
    }),
    ("headers without colons", |count| {
        let headers = listed(count, |n| format!("'X-{n}={n}'"));
        format!("Start-BitsTransfer https://h/a C:\\a -CustomHeaders {headers}")
    }),
    ("proxies that are none", |count| {
        let proxies = listed(count, |n| format!("'p{n} q'"));
        format!("Start-BitsTransfer https://h/a C:\\a -ProxyUsage Override -ProxyList {proxies}")
    }),
    ("jobs", |count| {
        lines(count, |n| {
            format!("bitsadmin /transfer j{n} https://h/{n} C:\\{n}")
        })
    }),
    ("variables of a script that functions set", |count| {
        let set = lines(count, |n| format!("$script:a{n} = 'x'; g"));
        format!("function g {{ $script:b = 1 }}\nfunction f {{ {set} }}\nf\nGet-BitsTransfer")
    }),
    ("items of a list that grows", |count| {
        let items = lines(count, |n| format!("[void] $l.Add('https://h/{n}')"));
        format!(
            "$l = [Collections.ArrayList]@()\n{items}\nforeach ($u in $l) {{ Start-BitsTransfer $u C:\\a }}"
        )
    }),
    ("entries of a table that is gone through", |count| {
        let entries = lines(count, |n| format!("'https://h/{n}' = 'C:\\{n}'"));
        format!(
            "$t = @{{\n{entries}}}\nforeach ($e in $t.GetEnumerator()) {{ Start-BitsTransfer $e.Key $e.Value }}"
        )
    }),
    ("programs with passwords of a command line", |count| {
        let programs = "sqlcmd -P x ".repeat(count);
        format!("bitsadmin /setnotifycmdline j C:\\n.exe \"n.exe {programs}\"")
    }),
    ("variables in the place of passwords", |count| {
        lines(count, |n| format!("$p{n} = 'hunter{n}'; Tool -Password $p{n}")) + "Get-BitsTransfer"
    }),
    ("calls of a routine before what never runs", |count| {
        let calls = lines(count, |_| "call :s".to_owned());
        let dead = lines(count, |_| "bitsadmin /resume j".to_owned());
        format!("bitsadmin /create j\n{calls}exit /b\n:s\nexit /b\n{dead}")
    }),
    ("calls of a routine behind labels", |count| {
        let calls = lines(count, |_| "call :s".to_owned());
        let labels = lines(count, |n| format!(":l{n}\necho {n}"));
        format!("bitsadmin /create j\n{calls}exit /b\n:s\ngoto e\n{labels}:e\nexit /b\n")
    }),
    ("calls of a routine in itself", |count| {
        let calls = lines(count, |_| "call :s".to_owned());
        let text = lines(count, |_| "bitsadmin /getstate j".to_owned());
        format!("call :s\nexit /b\n:s\n{calls}{text}")
    }),
    ("calls of batch files behind variables", |count| {
        let variables = lines(count, |n| format!("set A{n}={n}"));
        let calls = lines(count, |_| "call other.cmd".to_owned());
        format!("{variables}{calls}bitsadmin /create j%A1%\n")
    }),
    ("calls of what is not known behind variables", |count| {
        let variables = lines(count, |n| format!("set A{n}=1\nset A{n}=2"));
        let calls = lines(count, |n| format!("call :%X{n}%\nset A{n}=3"));
        format!("{variables}{calls}bitsadmin /create j%A1%\n")
    }),
    ("labels that are jumped back to", |count| {
        let labels = lines(count, |n| format!(":l{n}\nset A{n}={n}"));
        let jumps = lines(count, |n| format!("if exist a goto l{n}"));
        format!("{labels}{jumps}bitsadmin /create j%A1%\n")
    }),
    ("parts behind jumps", |count| {
        let parts = lines(count, |n| {
            format!("if exist a goto l{n}\nbitsadmin /setpriority j LOW\n:l{n}")
        });
        format!("bitsadmin /create j\n{parts}bitsadmin /resume j\n")
    }),
    ("jumps into each other's parts", |count| {
        let jumps = lines(count, |n| {
            format!("if exist a goto l{n}\nbitsadmin /setpriority j LOW")
        });
        let labels = lines(count, |n| format!("goto e\n:l{n}\nbitsadmin /setpriority j LOW"));
        format!("bitsadmin /create j\n{jumps}{labels}:e\nbitsadmin /resume j\n")
    }),
    ("jumps of one line", |count| {
        let jumps = "if exist a goto l\n".repeat(count);
        let line = "if exist a (goto l) & ".repeat(count);
        format!(
            "bitsadmin /create j\n{jumps}({line}echo)\nbitsadmin /setpriority j LOW\n:l\nbitsadmin /resume j\n"
        )
    }),
    ("jobs of a call", |count| {
        let jobs = listed(count, |_| "$j".to_owned());
        format!("$j = Start-BitsTransfer https://h/a C:\\a -Suspended\nResume-BitsTransfer {jobs}")
    }),
    ("passwords", |count| {
        lines(count, |n| {
            format!("bitsadmin /setcredentials {{C775D194-090F-431F-B5FB-{n:012X}}} SERVER BASIC u hunter{n}")
        })
    }),
];

/// A list of PowerShell.
fn listed(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

/// How long a script takes to be read, judged, written down and explained, and to be shown.
fn taken(text: &str) -> Duration {
    let begun = Instant::now();
    let read = import(text, Reading::default());
    let judged = judge(&read);
    assert!(import_json(&read, &judged, text).is_object());
    assert!(!explain(&read, text).tokens.is_empty());
    assert_eq!(masked(&read, text).len(), text.len());
    begun.elapsed()
}

#[test]
fn many_of_one_kind_take_time_by_their_number() {
    const FEW: usize = 500;
    const TIMES: usize = 8;
    let mut wrong = Vec::new();
    for (name, text) in MANY {
        let (few, many) = (text(FEW), text(FEW * TIMES));
        // What else the machine does makes some runs longer, never shorter.
        let grows = (0..3).map(|_| (taken(&few), taken(&many))).find(|(few, many)| {
            println!("{few:>10.1?} {many:>10.1?}  {name}");
            *many < few.saturating_mul(3 * u32::try_from(TIMES).expect("few"))
        });
        if grows.is_none() {
            wrong.push(*name);
        }
    }
    assert!(
        wrong.is_empty(),
        "these grow faster than their number: {}",
        wrong.join(", ")
    );
}
