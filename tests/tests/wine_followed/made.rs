//! Batch files made up as administrators write them.
//!
//! Each call of bitsadmin holds a number, `q17q`. Left out is what Wine's cmd does otherwise than Microsoft's
//! (`tests/tests/wine_cmd.rs`): `||`, percent signs in values, blocks that are redirected, what stands behind the block of an
//! `if` on its line; percent signs behind `call` and a program.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A batch file.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) seed: u64,
    pub(crate) text: String,
    /// The calls that may never happen, whatever the file is run with.
    pub(crate) perhaps: BTreeSet<usize>,
    /// Whether it asks for a variable of the environment, or for its arguments.
    pub(crate) asks: bool,
}

/// The variables.
pub(crate) const NAMES: &[&str] = &[
    "A", "B", "DIR", "MY_X", "N", "SET1", "NONE", "ON", "LONG", "Q", "TOOL", "FULL",
];
/// Those that stand in words.
const SAID: &[&str] = &["A", "B", "DIR", "MY_X", "N", "SET1", "NONE", "ON", "LONG"];
/// What is done with a variable. Wine also takes `~`, `~3,`, `~+1`, `~0x2` and a start before the beginning with a length, for which no
/// page says what Windows does. A start behind the end, which is nothing, Wine 8 takes from what stands in its memory there.
const CHANGES: &[&str] = &[
    "~0,2", "~1", "~-2", "~0,-1", "~1,1", "~,2", "~-9", "~1,-1", "~2,99", "~0,-9", "~-2,1", "~-2,-1", "a=zz",
    "b=", "abc=x", "A=", "*b=", "*B=-", "*zz=y", "zz=y", ".=_", "c=a=b", "c=:~0,1", " =+", "d=x y",
];
/// Those that files give values to.
const OWN: &[&str] = &["A", "B", "DIR", "MY_X", "A", "B"];

pub(crate) fn made(seed: u64) -> Made {
    let mut maker = Maker {
        random: (seed + 1).wrapping_mul(0xD1B5_4A32_D192_ED03),
        text: String::new(),
        number: 0,
        labels: 0,
        routines: 0,
        perhaps: BTreeSet::new(),
        asks: false,
        context: Context::default(),
    };
    maker.file();
    Made {
        seed,
        text: maker.text,
        perhaps: maker.perhaps,
        asks: maker.asks,
    }
}

#[derive(Debug, Clone, Default)]
struct Context {
    depth: usize,
    loops: Vec<char>,
    in_routine: bool,
    is_late: bool,
    is_perhaps: bool,
    /// Whether it stands under what asks for the environment, or for an argument.
    asked: bool,
    /// Inside of quotes of a nested command.
    in_line: bool,
    /// The stand-in prints nothing, as bitsadmin would: what is set in its loop is not set.
    is_silent: bool,
}

struct Maker {
    random: u64,
    text: String,
    number: usize,
    labels: usize,
    routines: usize,
    perhaps: BTreeSet<usize>,
    asks: bool,
    context: Context,
}

impl Maker {
    /// A number below another one, by SplitMix64.
    fn below(&mut self, limit: usize) -> usize {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        usize::try_from(z % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'p>(&mut self, of: &[&'p str]) -> &'p str {
        let at = self.below(of.len());
        of[at]
    }

    fn line(&mut self, line: &str) {
        let depth = self.context.depth * 2;
        let _ = writeln!(self.text, "{:depth$}{line}", "");
    }

    // ---- values ----------------------------------------------------------------------------------------------

    fn literal(&mut self) -> String {
        self.pick(&[
            "abc", "x1", "a.b", "k-v", "Zed", "data", "C", "2", "v2.cab", "a+b",
        ])
        .to_owned()
    }

    /// A piece of a word: plain, or something that cmd fills in.
    fn piece(&mut self, is_quoted: bool) -> String {
        let loops = self.context.loops.clone();
        match self.below(100) {
            0..=29 => self.literal(),
            30..=33 if !is_quoted && !self.context.in_line => String::from("%Q%"),
            30..=54 => format!("%{}%", self.pick(SAID)),
            55..=61 => {
                // Of a variable that is not there cmd takes the name away, and reads on behind the colon.
                let name = self.pick(&["LONG", "LONG", "SET1"]);
                format!("%{name}:{}%", self.pick(CHANGES))
            }
            // Wine 8 has no changes between exclamation marks: it takes the variable for one that is not there.
            62..=74 if self.context.is_late => match self.below(4) {
                0 => format!("!LIST[{}]!", self.below(3)),
                _ => format!("!{}!", self.pick(SAID)),
            },
            75..=88 if !loops.is_empty() => {
                let at = self.below(loops.len());
                let letter = loops[at];
                let modifier = match is_quoted {
                    true => self.pick(&["~", "~", "~", "~n", "~x", "~nx"]),
                    false => self.pick(&["", "", "", "~", "~n", "~x", "~nx"]),
                };
                format!("%%{modifier}{letter}")
            }
            89..=96 => {
                // Quotes around an argument would close those that it stands in.
                let which = match is_quoted {
                    true => self.pick(&["%~1", "%~2", "%~n1", "%~3"]),
                    false if self.context.in_line => self.pick(&["%~1", "%~2"]),
                    false => self.pick(&["%1", "%~1", "%2", "%~2", "%*", "%3"]),
                };
                if !self.context.in_routine {
                    self.asks = true;
                }
                which.to_owned()
            }
            _ => self.literal(),
        }
    }

    /// A few pieces.
    fn value(&mut self, is_quoted: bool) -> String {
        let mut out = self.piece(is_quoted);
        if self.chance(50) {
            let next = self.piece(is_quoted);
            // Wine does not always see where one that is filled in ends, when another one follows at once.
            let is_plain =
                |piece: &str| !piece.starts_with("%%") && !piece.starts_with("%~") && piece.len() != 2;
            let between = match is_plain(&out) && is_plain(&next) {
                true => self.pick(&["", "-", "_", "."]),
                false => self.pick(&["-", "_", "."]),
            };
            out = format!("{out}{between}{next}");
        }
        out
    }

    /// An argument that holds the number of its call.
    fn argument(&mut self, head: &str) -> String {
        let kind = self.below(12);
        let value = self.value(kind < 9);
        let tail = self.literal();
        match kind {
            0..=4 => format!("\"{head}{value}\""),
            5 => format!("\"{head} {value}\""),
            6 => format!("\"{head}&{value}\""),
            7 => format!("{head}\"{value} x\"{tail}"),
            8 => format!("{head}^&{tail}"),
            _ => format!("{head}{value}"),
        }
    }

    // ---- calls -----------------------------------------------------------------------------------------------

    /// A call of bitsadmin without operators around it.
    fn bitsadmin(&mut self) -> String {
        self.number += 1;
        let number = self.number;
        if self.context.is_perhaps {
            self.perhaps.insert(number);
        }
        let id = format!("q{number}q");
        let program = self.pick(&[
            "bitsadmin",
            "bitsadmin",
            "bitsadmin",
            "bitsadmin.exe",
            "BITSADMIN",
            "%SystemRoot%\\System32\\bitsadmin.exe",
            "\"%SystemRoot%\\System32\\bitsadmin.exe\"",
        ]);
        let between = self.pick(&[" ", " ", " ", "  ", " ^\n "]);
        let mut call = String::new();
        let plain = !self.context.in_line;
        if plain && self.chance(4) {
            call.push_str(">nul ");
        }
        call.push_str(if self.context.in_line {
            "bitsadmin"
        } else {
            program
        });
        if plain && self.chance(4) {
            call.push_str(">nul");
        }
        let between = if self.context.in_line { " " } else { between };
        match self.below(13) {
            0 => {
                let name = self.argument(&id);
                let kind = self.pick(&["", "/download ", "/upload "]);
                let _ = write!(call, " /create {kind}{name}");
            }
            1 | 2 => {
                let url = self.argument(&format!("https://h/{id}/"));
                let local = self.argument("C:\\d\\f");
                let _ = write!(call, " /addfile J {url}{between}{local}");
            }
            3 => {
                let text = self.argument(&id);
                let _ = write!(call, " /setdescription J {text}");
            }
            4 => {
                let value = self.value(true);
                let _ = write!(call, " /setnotifycmdline J C:\\{id}.exe \"{value}\"");
            }
            5 => {
                let name = self.argument(&id);
                let level = self.pick(&["HIGH", "low", "Normal", "FOREGROUND"]);
                let _ = write!(call, " /setpriority {name} {level}");
            }
            6 => {
                let url = self.argument("https://h/");
                let local = self.argument("C:\\d\\f");
                let _ = write!(
                    call,
                    " /transfer {id} /download /priority normal {url}{between}{local}"
                );
            }
            7 => {
                let verb = self.pick(&["resume", "suspend", "complete", "cancel", "Resume"]);
                let name = self.argument(&id);
                let _ = write!(call, " /{verb} {name}");
            }
            8 => {
                let name = self.argument(&id);
                let _ = write!(call, " /rawreturn /getstate {name}");
            }
            9 => {
                let name = self.argument(&id);
                let _ = write!(call, " /setproxysettings {name} OVERRIDE proxy:80 \"<local>\"");
            }
            10 => {
                let name = self.argument(&id);
                let _ = write!(call, " /setnoprogresstimeout {name} 60");
            }
            11 => {
                let name = self.argument(&id);
                let _ = write!(call, " /getpriority {name}");
            }
            _ => {
                let text = self.argument("X-A: ");
                let _ = write!(call, " /setcustomheaders {id} {text}");
            }
        }
        if plain && self.chance(12) {
            call.push_str(self.pick(&[" >nul", " 2>nul", ">nul", " >nul 2>&1", " >>log.txt"]));
        }
        call
    }

    /// A command of one line.
    fn command(&mut self) -> String {
        match self.below(30) {
            0..=12 => self.bitsadmin(),
            13..=18 => self.set(),
            19 => {
                let value = self.value(false);
                format!("echo {value}")
            }
            20 | 21
                if self.routines > 0
                    && !self.context.in_routine
                    && !self.context.in_line
                    && !self.context.is_silent =>
            {
                self.call()
            }
            22 if !self.context.in_line => {
                let start = self.pick(&[
                    "start \"\" /wait",
                    "start /wait",
                    "start \"a title\" /b /wait",
                    "call",
                ]);
                let call = self.bitsadmin();
                if call.starts_with(['>', '"']) && start != "call" {
                    return call;
                }
                format!("{start} {call}")
            }
            23 if !self.context.in_line => {
                let outside = std::mem::replace(&mut self.context.in_line, true);
                let call = self.bitsadmin();
                self.context.in_line = outside;
                match call.contains(['"', '^', '&', '!']) {
                    true => call,
                    false => format!("cmd /c \"{call}\""),
                }
            }
            25 if !self.context.in_line && !self.context.is_silent => {
                // Its value may have quotes around it.
                let value = self.pick(&["%1", "%2", "\"a b\"", "a^&b"]);
                let value = if self.context.depth > 0 { "c" } else { value };
                format!("set Q={value}")
            }
            26 if !self.context.in_line => self.by_variable(),
            27 if !self.context.is_silent => {
                let value = self.value(true);
                format!("set \"LIST[{}]={value}\"", self.below(3))
            }
            29 if !self.context.is_silent => {
                let name = self.pick(OWN);
                format!("call set \"{name}=%%LONG:{}%%\"", self.pick(CHANGES))
            }
            28 if !self.context.is_silent => {
                let loops = self.context.loops.clone();
                let name = match loops.first() {
                    Some(letter) => format!("LIST[%%{letter}]"),
                    None => format!("LIST[{}]", self.below(3)),
                };
                format!("call set \"A=%%{name}%%\"")
            }
            24 if !self.context.is_silent => {
                let name = self.pick(OWN);
                let other = self.pick(OWN);
                format!("call set \"{name}=%%{other}%%\"")
            }
            _ => self.bitsadmin(),
        }
    }

    /// A call whose program, or more of it, stands in a variable.
    fn by_variable(&mut self) -> String {
        self.number += 1;
        if self.context.is_perhaps {
            self.perhaps.insert(self.number);
        }
        let call = self.pick(&["%TOOL% /create", "%FULL%", "\"%TOOL%\" /resume", "call %FULL%"]);
        let value = self.value(true);
        let quoted = self.pick(&["", " 2>nul", ""]);
        let quoted = if call.contains("FULL") { "" } else { quoted };
        match quoted {
            "" => format!("{call} \"q{}q{value}\"", self.number),
            _ => format!("%TOOL% /getstate \"q{}q{value}\"{quoted}", self.number),
        }
    }

    fn set(&mut self) -> String {
        if self.context.is_silent {
            return self.bitsadmin();
        }
        let name = self.pick(OWN);
        let value = self.value(true);
        match self.below(12) {
            0..=5 => format!("set \"{name}={value}\""),
            6 | 7 => format!("set {name}={value}"),
            8 => format!("set \"{name}=\""),
            9 => format!(
                "set \"{}={value} {}\"",
                self.pick(&["LONG", name]),
                self.literal()
            ),
            10 => {
                let number = self.below(9);
                format!("set /a N={number}+1")
            }
            _ => format!("set \"{name}={value}\" & rem a note"),
        }
    }

    fn call(&mut self) -> String {
        let routine = 1 + self.below(self.routines);
        let mut call = match self.below(4) {
            0 => format!("call:R{routine}"),
            _ => format!("call :r{routine}"),
        };
        for _ in 0..self.below(4) {
            let kind = self.below(3);
            let argument = self.value(kind > 0);
            let argument = match kind {
                0 => argument,
                1 => format!("\"{argument}\""),
                _ => format!("\"{argument} x\""),
            };
            let _ = write!(call, " {argument}");
        }
        call
    }

    // ---- statements ------------------------------------------------------------------------------------------

    /// A condition, and whether what stands under it may never run.
    fn condition(&mut self) -> (String, bool) {
        let asked = self.context.asked;
        match self.below(12) {
            0..=3 => {
                self.asks = true;
                self.context.asked = true;
                let value = self.pick(&["on", "off"]);
                let not = self.pick(&["", "", "not "]);
                let switch = self.pick(&["", "/i "]);
                match switch {
                    "" => (format!("if {not}\"%ON%\"==\"{value}\""), asked),
                    _ => (
                        format!("if /i {not}\"%ON%\"==\"{}\"", value.to_uppercase()),
                        asked,
                    ),
                }
            }
            4 | 5 if !self.context.in_routine => {
                self.asks = true;
                self.context.asked = true;
                let not = self.pick(&["", "not "]);
                (format!("if {not}\"%~1\"==\"one\""), asked)
            }
            6 => (String::from("if exist job.cmd"), true),
            7 => (String::from("if not exist nothing.txt"), true),
            8 => {
                let name = self.pick(NAMES);
                let not = self.pick(&["", "not "]);
                (format!("if {not}defined {name}"), true)
            }
            9 => {
                let name = self.pick(OWN);
                let value = self.literal();
                (format!("if \"%{name}%\"==\"{value}\""), true)
            }
            10 => {
                let number = self.below(9);
                let test = self.pick(&["equ", "neq", "lss", "leq", "gtr", "geq"]);
                (format!("if {number} {test} 4"), true)
            }
            _ => (String::from("if not errorlevel 1"), true),
        }
    }

    /// What stands under a condition.
    fn inside(&mut self, is_perhaps: bool, with: impl FnOnce(&mut Self)) {
        let before = self.context.clone();
        self.context.depth += 1;
        self.context.is_perhaps |= is_perhaps;
        with(self);
        self.context = before;
    }

    fn block(&mut self) {
        for _ in 0..1 + self.below(3) {
            self.statement();
        }
    }

    fn statement(&mut self) {
        let asked = self.context.asked;
        self.any_statement();
        self.context.asked = asked;
    }

    fn any_statement(&mut self) {
        let is_deep = self.context.depth >= 3;
        match self.below(40) {
            0..=13 => {
                let command = self.command();
                self.line(&command);
            }
            14 | 15 => {
                let (one, two) = (self.command(), self.command());
                let operator = self.pick(&[" & ", "&", " && ", " & "]);
                self.line(&format!("{one}{operator}{two}"));
            }
            16..=19 if !is_deep => {
                let (head, is_perhaps) = self.condition();
                self.line(&format!("{head} ("));
                self.inside(is_perhaps, Self::block);
                match self.below(3) {
                    0 => self.line(")"),
                    1 => {
                        self.line(") else (");
                        self.inside(is_perhaps, Self::block);
                        self.line(")");
                    }
                    _ => {
                        let (other, _) = self.condition();
                        self.line(&format!(") else {other} ("));
                        self.inside(true, Self::block);
                        self.line(") else (");
                        self.inside(true, Self::block);
                        self.line(")");
                    }
                }
            }
            20 | 21 => {
                let (head, is_perhaps) = self.condition();
                let before = self.context.clone();
                self.context.is_perhaps |= is_perhaps;
                let command = self.command();
                self.context = before;
                self.line(&format!("{head} {command}"));
            }
            22..=26 if !is_deep && self.context.loops.len() < 3 => self.iteration(),
            27 | 28 if self.context.depth == 0 && !self.context.in_routine => self.jump(),
            29 if self.context.depth == 0 && !self.context.in_routine => self.rounds(),
            30 if self.context.depth == 0 && !self.context.is_late => {
                let with = self.pick(&[
                    "",
                    " EnableDelayedExpansion",
                    " EnableExtensions EnableDelayedExpansion",
                ]);
                self.line(&format!("setlocal{with}"));
                let before = self.context.clone();
                self.context.is_late |= !with.is_empty();
                self.block();
                self.block();
                self.context = before;
                match self.below(2) {
                    0 => self.line("endlocal"),
                    _ => {
                        let name = self.pick(OWN);
                        self.line(&format!("endlocal & set \"{name}=%{name}%\""));
                    }
                }
            }
            31 => {
                let comment = self.pick(&["rem bitsadmin /list", ":: a note", "rem", "REM it's \"a"]);
                match self.context.depth {
                    0 => self.line(comment),
                    _ => self.line("rem a note"),
                }
            }
            32 | 33 if self.routines > 0 && !self.context.in_routine && !self.context.is_silent => {
                let call = self.call();
                self.line(&call);
            }
            35 if self.context.depth == 0 && self.context.loops.is_empty() => {
                let (name, other) = (self.pick(OWN), self.pick(OWN));
                let value = self.value(true);
                self.line(&format!("set \"{name}=a{value}b\""));
                let change = self.pick(CHANGES);
                self.line(&format!("set \"{other}=%{name}:{change}%\""));
                let (head, is_perhaps) = match self.chance(50) {
                    true => (format!("if \"%{name}:~0,1%\"==\"a\""), true),
                    false => (format!("if not \"%{other}:~0,1%\"==\"%LONG:~1,1%\""), true),
                };
                self.line(&format!("{head} ("));
                self.inside(is_perhaps, Self::block);
                self.line(")");
            }
            34 if self.context.depth == 0 => {
                self.line("(");
                self.inside(false, Self::block);
                self.line(")");
            }
            _ => {
                let command = self.bitsadmin();
                self.line(&command);
            }
        }
    }

    fn iteration(&mut self) {
        let used = self.context.loops.clone();
        let letters: Vec<char> = "aijkx".chars().filter(|c| !used.contains(c)).collect();
        let at = self.below(letters.len());
        let letter = letters[at];
        let mut letters = vec![letter];
        let (mut is_perhaps, mut is_silent) = (false, false);
        // What stands behind a loop without a round, within a block, Wine passes over.
        let is_outermost = self.context.depth == 0 && used.is_empty();
        let head = match self.below(12) {
            0..=2 => {
                let mut set = Vec::new();
                for _ in 0..1 + self.below(3) {
                    let word = match self.below(6) {
                        0 => format!("\"{} b\"", self.literal()),
                        1 if is_outermost => {
                            let name = self.pick(OWN);
                            is_perhaps = true;
                            format!("%{name}%")
                        }
                        _ => self.literal(),
                    };
                    set.push(word);
                }
                let between = self.pick(&[" ", " ", ",", ";", ", "]);
                format!("for %%{letter} in ({}) do", set.join(between))
            }
            3 | 4 => {
                let numbers = match is_outermost {
                    true => self.pick(&["1,1,2", "0 1 1", "3,-1,2", "1,2,4", "5,1,4"]),
                    false => self.pick(&["1,1,2", "0 1 1", "3,-1,2", "1,2,4"]),
                };
                is_perhaps |= numbers == "5,1,4";
                format!("for /l %%{letter} in ({numbers}) do")
            }
            5 | 6 if is_outermost => {
                let value = self.value(true);
                if letter == 'a' || letter == 'i' || letter == 'x' {
                    let next = char::from_u32(u32::from(letter) + 1).unwrap_or('z');
                    if !used.contains(&next) {
                        letters.push(next);
                    }
                }
                let options = self.pick(&[
                    "tokens=1,2",
                    "tokens=1,2 delims=,",
                    "tokens=1* delims=- ",
                    "delims=",
                    "tokens=2 delims==,",
                    "tokens=1,2 delims=.",
                ]);
                let text = self.pick(&["one,two", "k=v,w", "a b", "x-y z"]);
                is_perhaps = true;
                format!("for /f \"{options}\" %%{letter} in (\"{text}{value}\") do")
            }
            7 | 8 => {
                let options = self.pick(&["", "\"tokens=*\" ", "\"delims=\" "]);
                let text = self.pick(&["one two", "x", "a b c"]);
                is_perhaps = true;
                format!("for /f {options}%%{letter} in ('echo {text}') do")
            }
            9 if is_outermost => {
                is_silent = true;
                let outside = std::mem::replace(&mut self.context.in_line, true);
                let call = self.bitsadmin();
                self.context.in_line = outside;
                is_perhaps = true;
                let call = if call.contains(['"', '\'', '^', '&', '!']) {
                    self.number += 1;
                    self.perhaps.insert(self.number);
                    format!("bitsadmin /rawreturn /create q{}q", self.number)
                } else {
                    call
                };
                format!("for /f \"tokens=*\" %%{letter} in ('{call}') do")
            }
            10 => {
                is_perhaps = true;
                format!(
                    "for /f \"usebackq delims=\" %%{letter} in (`echo {}`) do",
                    self.literal()
                )
            }
            _ => format!("for %%{letter} in (u v) do"),
        };
        let before = self.context.clone();
        self.context.loops.extend(letters);
        self.context.is_silent |= is_silent;
        match self.below(3) {
            0 => {
                self.context.is_perhaps |= is_perhaps;
                let command = self.command();
                self.context = before;
                self.line(&format!("{head} {command}"));
            }
            _ => {
                self.line(&format!("{head} ("));
                self.inside(is_perhaps, Self::block);
                self.context = before;
                self.line(")");
            }
        }
    }

    fn label(&mut self) -> String {
        self.labels += 1;
        format!("l{}", self.labels)
    }

    /// A jump forward.
    fn jump(&mut self) {
        let label = self.label();
        let before = self.context.clone();
        match self.below(5) {
            // Nothing comes to what stands between.
            0 => {
                self.line(&format!("goto {label}"));
                self.context.is_perhaps = true;
                self.block();
            }
            1 | 2 => {
                let (head, is_perhaps) = self.condition();
                match self.below(3) {
                    0 => {
                        self.line(&format!("{head} ("));
                        self.inside(is_perhaps, Self::block);
                        self.line(&format!("  goto:{label}"));
                        self.line(")");
                    }
                    _ => self.line(&format!("{head} goto {label}")),
                }
                self.context.is_perhaps |= is_perhaps;
                self.block();
            }
            _ => {
                let other = self.label();
                let (head, is_perhaps) = self.condition();
                self.line(&format!("{head} goto :{other}"));
                self.context.is_perhaps |= is_perhaps;
                self.block();
                self.line(&format!("goto {label}"));
                self.line(&format!(":{other}"));
                self.block();
            }
        }
        self.context = before;
        self.line(&format!(":{label}"));
    }

    /// Rounds with a counter.
    fn rounds(&mut self) {
        let label = self.label();
        self.line("set /a N=0");
        self.line(&format!(":{label}"));
        self.block_without_numbers();
        self.line("set /a N+=1");
        self.line(&format!("if %N% lss 2 goto {label}"));
    }

    fn block_without_numbers(&mut self) {
        for _ in 0..1 + self.below(2) {
            let command = self.bitsadmin();
            self.line(&command);
        }
    }

    fn file(&mut self) {
        self.routines = self.below(3);
        let head = self.pick(&[
            "",
            "@echo off\n",
            "setlocal\n",
            "@echo off\nsetlocal EnableDelayedExpansion\n",
        ]);
        self.text.push_str(head);
        self.context.is_late = head.contains("Delayed");
        let long = self.pick(&["abcdef", "a.b.c", "Zed abc"]);
        self.line(&format!("set \"LONG={long}\""));
        if self.chance(50) {
            self.line("set TOOL=bitsadmin.exe");
            self.line("set \"FULL=%TOOL% /rawreturn /create /download\"");
        } else {
            self.line("set \"TOOL=%SystemRoot%\\System32\\bitsadmin.exe\"");
            self.line("set FULL=bitsadmin /setdescription J");
        }
        for _ in 0..4 + self.below(7) {
            self.statement();
        }
        if self.chance(20) {
            let (head, is_perhaps) = self.condition();
            self.line(&format!("{head} exit /b"));
            self.context.is_perhaps |= is_perhaps;
            self.statement();
        }
        if self.routines > 0 {
            let end = self.pick(&["exit /b", "goto :eof", "exit /b 0", "exit"]);
            self.line(end);
        }
        for routine in 1..=self.routines {
            self.line(&format!(":r{routine}"));
            self.context.in_routine = true;
            // Perhaps nothing calls it.
            self.context.is_perhaps = true;
            if self.chance(25) {
                self.line("setlocal");
            }
            self.block();
            if routine < self.routines && self.chance(40) {
                let argument = self.value(true);
                self.line(&format!("call :r{} \"{argument}\" %*", routine + 1));
            }
            if self.chance(25) {
                self.line("shift");
                self.block();
            }
            if self.chance(30) {
                let (head, _) = self.condition();
                self.line(&format!("{head} exit /b"));
                self.block();
            }
            let end = self.pick(&["exit /b", "goto :eof", "exit /b 3"]);
            self.line(end);
        }
    }
}
