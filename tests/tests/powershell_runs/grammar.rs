//! Scripts as administrators write them, made up from a number: what they say is known only to who runs them.

/// Numbers that look random and are the same each time.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `count` `[splitmix64]`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) % count.max(1) as u64) as usize
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'t, T: ?Sized>(&mut self, all: &[&'t T]) -> &'t T {
        all[self.below(all.len())]
    }
}

/// What a variable holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The beginning of an address.
    Base,
    Url,
    Folder,
    Path,
    Word,
    Text,
    Number,
    Priority,
    Urls,
    Paths,
    Words,
    /// Tables with an address and a path each.
    Pairs,
    /// Parameters of Start-BitsTransfer.
    Table,
    Job,
    /// Jobs in a list.
    Jobs,
    Flag,
    /// A block that makes a job of an address and a path.
    Block,
    /// A table with an address, a path, a word and pairs.
    Config,
}

use Kind::*;

const NAMES: [(Kind, [&str; 2]); 18] = [
    (Base, ["base", "server"]),
    (Url, ["url", "source"]),
    (Folder, ["folder", "root"]),
    (Path, ["path", "destination"]),
    (Word, ["name", "tag"]),
    (Text, ["text", "note"]),
    (Number, ["count", "delay"]),
    (Priority, ["priority", "level"]),
    (Urls, ["urls", "sources"]),
    (Paths, ["paths", "destinations"]),
    (Words, ["names", "tags"]),
    (Pairs, ["pairs", "items"]),
    (Table, ["params", "options"]),
    (Job, ["job", "transfer"]),
    (Jobs, ["jobs", "transfers"]),
    (Flag, ["wait", "later"]),
    (Block, ["block", "action"]),
    (Config, ["config", "set"]),
];

/// How many conditions there are of which a reader knows nothing.
pub(crate) const CONDITIONS: usize = 3;

struct Function {
    name: String,
    parameters: Vec<(Kind, String)>,
    /// What it gives; nothing where it makes a job.
    gives: Option<Kind>,
}

/// A script that grows.
pub(crate) struct Writer<'d> {
    dice: &'d mut Dice,
    text: String,
    indent: usize,
    /// The variables that may be used, a list for each block.
    known: Vec<Vec<(Kind, String)>>,
    functions: Vec<Function>,
    count: usize,
    /// How many conditions were used.
    conditions: usize,
    in_function: bool,
    in_loop: bool,
    in_pipeline: bool,
    budget: usize,
    /// How many calls stand around what is written.
    calls: usize,
}

/// How deep calls stand in the arguments of each other.
const DEEPEST: usize = 6;

/// A script, and how many conditions decide what it does.
pub(crate) fn script(dice: &mut Dice) -> (String, usize) {
    let budget = 5 + dice.below(14);
    let mut writer = Writer {
        dice,
        text: String::new(),
        indent: 0,
        known: vec![Vec::new()],
        functions: Vec::new(),
        count: 0,
        conditions: 0,
        in_function: false,
        in_loop: false,
        in_pipeline: false,
        budget,
        calls: 0,
    };
    if writer.dice.one_in(4) {
        writer.line(
            "param([string]$Url = 'http://h/default.zip', [switch]$Fast, $Name = 'byDefault')".to_owned(),
        );
        writer.note(Url, "url");
        writer.note(Word, "name");
        writer.note(Flag, "fast");
    }
    if writer.dice.one_in(3) {
        writer.line("Import-Module BitsTransfer".to_owned());
    }
    while writer.budget > 0 {
        writer.statement(0);
    }
    writer.call();
    (writer.text, writer.conditions)
}

impl Writer<'_> {
    fn line(&mut self, line: String) {
        let blanks = "    ".repeat(self.indent);
        self.text.push_str(&format!("{blanks}{line}\n"));
    }

    fn number(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.dice.one_in(count)
    }

    fn pick(&mut self, all: &[&str]) -> String {
        self.dice.pick(all).to_owned()
    }

    /// A variable that holds something of a kind, without its dollar sign.
    fn known(&mut self, kind: Kind) -> Option<String> {
        let all: Vec<String> = self
            .known
            .iter()
            .flatten()
            .filter(|(of, _)| *of == kind)
            .map(|(_, name)| name.clone())
            .collect();
        match all.len() {
            0 => None,
            count => {
                let place = self.dice.below(count);
                Some(self.cased(&all[place]))
            }
        }
    }

    /// A name, perhaps in other letters.
    fn cased(&mut self, name: &str) -> String {
        match self.dice.below(8) {
            0 => name.to_uppercase(),
            1 => name[..1].to_uppercase() + &name[1..],
            _ => name.to_owned(),
        }
    }

    fn new_name(&mut self, kind: Kind) -> String {
        let names = NAMES.iter().find(|(of, _)| *of == kind).map(|(_, names)| *names);
        let names = names.unwrap_or(["x", "y"]);
        names[self.dice.below(2)].to_owned()
    }

    fn note(&mut self, kind: Kind, name: &str) {
        if let Some(block) = self.known.last_mut() {
            block.push((kind, name.to_lowercase()));
        }
    }

    /// An expression in the place of an argument.
    fn argument(&mut self, kind: Kind) -> String {
        let text = self.value(kind);
        let is_plain =
            text.starts_with('$') && !text.starts_with("$(") && !text.contains(' ') && !text.contains("[-");
        let is_quoted = |mark: char| {
            text.starts_with(mark) && text.len() > 1 && text[1..].find(mark) == Some(text.len() - 2)
        };
        let is_bare = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match is_plain || is_quoted('\'') || is_quoted('"') && !text.contains("$(") || is_bare {
            true => text,
            false if text.starts_with('(') && text.ends_with(')') && !text.contains(") ") => text,
            false => format!("({text})"),
        }
    }

    /// A piece of an expandable string.
    fn inside(&mut self, kind: Kind) -> String {
        match self.known(kind) {
            Some(name) => match self.dice.below(4) {
                0 => format!("${{{name}}}"),
                1 => format!("$(${name})"),
                2 => format!("$(${name}.Trim())"),
                _ => format!("${{{name}}}"),
            },
            None => {
                let value = self.plain(kind);
                format!("$({value})")
            }
        }
    }

    /// Something in so many words.
    fn plain(&mut self, kind: Kind) -> String {
        let number = self.number();
        match kind {
            Base => format!("'http://h{number}/d'"),
            Url => format!("'http://h/f{number}.zip'"),
            Folder => format!("'C:\\d{number}'"),
            Path => format!("'C:\\d\\p{number}.zip'"),
            Word => format!("'w{number}'"),
            Text => {
                let text = self.pick(&[
                    "'a, b; c'",
                    "'it''s 100%'",
                    "\"tab`tand `$5\"",
                    "'x & y'",
                    "\"50% \"",
                    "' $name '",
                    "'#1'",
                    "'-x'",
                    "'@{a}'",
                    "'3'",
                ]);
                let mark = text.len() - 1;
                format!("{}{number}{}", &text[..mark], &text[mark..])
            }
            Number => (60 + self.dice.below(5) * 30).to_string(),
            Priority => self.pick(&["'Low'", "'Normal'", "'High'", "'Foreground'", "'low'"]),
            Urls => self.list(Url),
            Paths => self.list(Path),
            Words => self.list(Word),
            Pairs => {
                let count = 1 + self.dice.below(2);
                let pairs: Vec<String> = (0..=count)
                    .map(|_| {
                        let (url, path) = (self.plain(Url), self.plain(Path));
                        let cast = if self.one_in(3) { "[pscustomobject]" } else { "" };
                        format!("{cast}@{{ Url = {url}; Path = {path} }}")
                    })
                    .collect();
                match self.one_in(2) {
                    true => format!("@({})", pairs.join(", ")),
                    false => pairs.join(", "),
                }
            }
            Table => self.table(),
            Job => "$null".to_owned(),
            Jobs => "@()".to_owned(),
            Config => {
                let (url, path, word) = (self.value(Url), self.value(Path), self.value(Word));
                let pairs = self.plain(Pairs);
                let cast = self.pick(&["", "[pscustomobject]", ""]);
                format!(
                    "{cast}@{{ Url = {url}; Path = {path}; Inner = @{{ Name = {word} }}; All = @({pairs}) }}"
                )
            }
            Flag => self.pick(&["$true", "$false"]),
            Block => {
                let line = format!(
                    "Start-BitsTransfer -Source $a -Destination $b -Description {}",
                    self.argument(Text)
                );
                match self.one_in(2) {
                    true => format!("{{ param($a, $b) {line} }}"),
                    false => format!("{{\nparam([string]$a, $b = 'C:\\d\\p{number}.zip')\n{line}\n}}"),
                }
            }
        }
    }

    fn list(&mut self, of: Kind) -> String {
        let items: Vec<String> = (0..2 + self.dice.below(2)).map(|_| self.simple(of)).collect();
        match self.dice.below(4) {
            0 => items.join(", "),
            1 => format!("@({})", items.join("; ")),
            2 => format!("@({})", items.join("\n")),
            _ => format!("@({})", items.join(", ")),
        }
    }

    /// A variable or something in so many words.
    fn simple(&mut self, kind: Kind) -> String {
        match self.known(kind) {
            Some(name) if self.one_in(2) => format!("${name}"),
            _ => self.plain(kind),
        }
    }

    /// An expression.
    fn value(&mut self, kind: Kind) -> String {
        if self.one_in(3) {
            return self.simple(kind);
        }
        let functions: Vec<(String, Vec<(Kind, String)>)> = self
            .functions
            .iter()
            .filter(|function| function.gives == Some(kind))
            .map(|function| (function.name.clone(), function.parameters.clone()))
            .collect();
        if !functions.is_empty() && self.one_in(2) && self.calls < DEEPEST {
            let (name, parameters) = functions[self.dice.below(functions.len())].clone();
            self.calls += 1;
            let arguments = self.arguments(&parameters);
            self.calls -= 1;
            return format!("({name}{arguments})");
        }
        let number = self.number();
        match kind {
            Base => match self.dice.below(4) {
                0 => format!("\"http://{}/e\"", self.inside(Word)),
                1 => format!("'http://h' + '/{number}'"),
                2 => format!("{}.TrimEnd('d')", self.simple(Base)),
                _ => self.simple(Base),
            },
            Url => self.url(number),
            Folder => match self.dice.below(5) {
                0 => format!("Join-Path {} 'sub'", self.argument(Path)),
                1 => format!("\"C:\\{}\"", self.inside(Word)),
                2 => "$env:TEMP".to_owned(),
                3 => format!("\"$env:TEMP\\x{number}\""),
                _ => self.simple(Folder),
            },
            Path => self.path(number),
            Word => self.word(number),
            Text => match self.dice.below(7) {
                0 => format!("\"{} and {}\"", self.inside(Word), self.inside(Number)),
                1 => format!(
                    "'{{0}} of {{1}}' -f {}, {}",
                    self.argument(Word),
                    self.argument(Number)
                ),
                2 => format!("{} -join ', '", self.argument(Words)),
                3 => format!("@\"\n{} in line {number}\n\"@", self.inside(Word)),
                4 => format!("@'\n$name {number}\n'@"),
                5 => format!("{} + ' ' + {}", self.argument(Text), self.argument(Word)),
                _ => self.simple(Text),
            },
            Number => match self.dice.below(5) {
                0 => format!("{} * 2", self.argument(Number)),
                1 => format!("{} + 60", self.argument(Number)),
                2 => format!("[int]'{}'", 60 + number % 60),
                3 => "60 * 5".to_owned(),
                _ => self.simple(Number),
            },
            Priority => match self.dice.below(3) {
                0 => format!("@('Low', 'High')[{}]", self.dice.below(2)),
                _ => self.simple(Priority),
            },
            Urls | Paths | Words => {
                let of = match kind {
                    Urls => Url,
                    Paths => Path,
                    _ => Word,
                };
                match self.dice.below(6) {
                    0 => format!("@({}) + {}", self.argument(of), self.argument(of)),
                    1 if kind == Urls => {
                        let base = self.inside(Base);
                        format!("{} | ForEach-Object {{ \"{base}/$_\" }}", self.argument(Words))
                    }
                    1 if kind == Words => "'a,b'.Split(',')".to_owned(),
                    2 if kind == Words => "'a,b' -split ','".to_owned(),
                    2 if kind == Paths => {
                        let folder = self.argument(Folder);
                        format!("{} | % {{ Join-Path {folder} $_ }}", self.argument(Words))
                    }
                    3 if kind == Urls => {
                        let (list, word) = (self.argument(Words), self.simple(Base));
                        format!("$(foreach ($w in {list}) {{ {word} + '/' + $w }})")
                    }
                    _ => self.simple(kind),
                }
            }
            Flag => match self.dice.below(3) {
                0 => format!("-not {}", self.simple(Flag)),
                1 => format!("{} -gt 100", self.argument(Number)),
                _ => self.simple(Flag),
            },
            Pairs | Table | Job | Jobs | Block | Config => self.plain(kind),
        }
    }

    fn url(&mut self, number: usize) -> String {
        if let (Some(config), true) = (self.known(Config), self.one_in(3)) {
            let text = self.pick(&[
                "$C.Url",
                "$C['Url']",
                "$C.All[0].Url",
                "\"$($C.Url)\"",
                "$C.All[-1].Url",
            ]);
            let is_object = self.text.contains("[pscustomobject]");
            return match is_object && text.contains("['") {
                true => format!("${config}.Url"),
                false => text.replace('C', &config),
            };
        }
        match self.dice.below(13) {
            10 => format!(
                "@({} | Where-Object {{ $_ -like '*zip' }})[0]",
                self.argument(Urls)
            ),
            11 => format!("{} | Select-Object -First 1", self.argument(Urls)),
            12 => format!("({} | Sort-Object -Unique)[0]", self.argument(Urls)),
            0 => format!("\"{}/f{number}.zip\"", self.inside(Base)),
            1 => match self.known(Word) {
                Some(name) => format!("\"http://h/{number}/${name}.zip\""),
                None => self.simple(Url),
            },
            2 => format!("{} + '/f{number}.zip'", self.argument(Base)),
            3 => format!(
                "'{{0}}/{{1}}' -f {}, {}",
                self.argument(Base),
                self.argument(Word)
            ),
            4 => format!("({}, 'f{number}') -join '/'", self.argument(Base)),
            5 => format!("{} -replace 'f(\\d)', 'g$1'", self.argument(Url)),
            6 => format!("{}[0]", self.list_variable(Urls)),
            7 => format!("{}[-1]", self.list_variable(Urls)),
            8 => format!("{}.Replace('f', 'q')", self.simple(Url)),
            _ => self.simple(Url),
        }
    }

    fn path(&mut self, number: usize) -> String {
        if let (Some(config), true) = (self.known(Config), self.one_in(4)) {
            return format!("${config}.Path");
        }
        match self.dice.below(8) {
            0 => format!("\"{}\\p{number}.zip\"", self.inside(Folder)),
            1 => format!("Join-Path {} 'p{number}.zip'", self.argument(Folder)),
            2 => format!(
                "Join-Path -Path {} -ChildPath {}",
                self.argument(Folder),
                self.argument(Word)
            ),
            3 => format!("{} + '\\p{number}.zip'", self.argument(Folder)),
            4 => format!("{}[0]", self.list_variable(Paths)),
            5 => format!("\"$env:ProgramData\\p{number}.zip\""),
            6 => format!("{} -replace '\\.zip$', '.bin'", self.argument(Path)),
            _ => self.simple(Path),
        }
    }

    fn word(&mut self, number: usize) -> String {
        if let (Some(config), true) = (self.known(Config), self.one_in(4)) {
            let text = self.pick(&[
                "$C.Inner.Name",
                "\"$($C.Inner.Name)-x\"",
                "$C.All.Count.ToString()",
            ]);
            return text
                .replace('C', &config)
                .replace(&format!("{config}ount"), "Count");
        }
        match self.dice.below(16) {
            11 => format!("{}.Split('/')[-1]", self.simple(Url)),
            12 => format!("Split-Path {} -Leaf", self.argument(Path)),
            13 => format!("{}.Length.ToString()", self.simple(Word)),
            14 => format!("\"c$({}.Count)\"", self.list_variable(Urls)),
            15 => match self.known(Table) {
                Some(name) => format!("\"$(${name}.Priority)x\""),
                None => self.simple(Word),
            },
            0 => format!("{}.ToUpper()", self.simple(Word)),
            1 => format!("{}.Substring(0, 1)", self.simple(Word)),
            2 => format!("[string]{}", self.argument(Number)),
            3 => format!("'{{0:D4}}' -f {}", self.argument(Number)),
            4 => format!("{}[{}]", self.list_variable(Words), self.dice.below(2)),
            5 => format!("\"v{}-{number}\"", self.inside(Number)),
            6 => format!("'a{number}b' -replace 'a'"),
            7 => format!("'p{number},q'.Split(',')[0]"),
            8 => "$env:USERNAME".to_owned(),
            9 => match self.known(Table) {
                Some(name) => format!("\"n$(${name}.Count)\""),
                None => self.simple(Word),
            },
            _ => self.simple(Word),
        }
    }

    fn list_variable(&mut self, kind: Kind) -> String {
        match self.known(kind) {
            Some(name) => format!("${name}"),
            None => format!("({})", self.plain(kind)),
        }
    }

    fn table(&mut self) -> String {
        let mut pairs = vec![
            format!("Source = {}", self.value(Url)),
            format!("Destination = {}", self.value(Path)),
        ];
        if self.one_in(3) {
            pairs.push(format!("Priority = {}", self.value(Priority)));
        }
        if self.one_in(3) {
            pairs.push(format!("Description = {}", self.value(Text)));
        }
        if self.one_in(3) {
            pairs.push("Asynchronous = $true".to_owned());
        }
        let glue = if self.one_in(3) { "\n" } else { "; " };
        let ordered = if self.one_in(6) { "[ordered]" } else { "" };
        format!("{ordered}@{{ {} }}", pairs.join(glue))
    }

    /// A condition, and whether a reader knows nothing of it.
    fn condition(&mut self) -> String {
        if self.one_in(3) {
            let number = self.known(Number);
            return match self.dice.below(6) {
                0 => "$true".to_owned(),
                1 => "$false".to_owned(),
                2 => format!("{} -eq 'w1'", self.argument(Word)),
                3 => match number {
                    Some(name) => format!("${name} -gt 100"),
                    None => "1 -gt 2".to_owned(),
                },
                4 => format!("-not {}", self.argument(Text)),
                _ => format!("{}.Count -gt 2", self.list_variable(Urls)),
            };
        }
        let condition = self.dice.below(CONDITIONS);
        self.conditions = self.conditions.max(condition + 1);
        match self.dice.below(5) {
            0 => format!("$env:K{condition}"),
            1 => format!("-not $env:K{condition}"),
            2 => format!("Test-Path 'C:\\flag{condition}'"),
            3 => format!("$env:K{condition} -eq '1' -and $true"),
            _ => format!("$env:K{condition} -eq '1'"),
        }
    }

    fn block(&mut self, inner: impl FnOnce(&mut Self)) {
        self.known.push(Vec::new());
        self.indent += 1;
        inner(self);
        self.indent -= 1;
        let known = self.known.pop().unwrap_or_default();
        // What a branch sets is used behind it too, now and then.
        if self.one_in(3)
            && !self.in_pipeline
            && let Some(around) = self.known.last_mut()
        {
            around.extend(known);
        }
    }

    fn statements(&mut self, depth: usize) {
        for _ in 0..1 + self.dice.below(3) {
            self.statement(depth + 1);
        }
    }

    fn statement(&mut self, depth: usize) {
        self.budget = self.budget.saturating_sub(1);
        match self.dice.below(40) {
            34..=36 => self.other(),
            37 => self.started(),
            38 => self.existing(),
            0..=7 => self.assignment(),
            8..=10 => self.change(),
            11..=16 => self.call(),
            17..=19 => self.of_job(),
            20 => self.bitsadmin(),
            _ if depth >= 3 => self.assignment(),
            21..=23 => self.branch(depth),
            24 => self.switch(depth),
            25 | 26 => self.each(depth),
            27 => self.counted(depth),
            28 | 33 => self.piped(depth),
            29 => self.attempt(depth),
            30 => self.inner_block(depth),
            31 | 32 if !self.in_function && depth == 0 => self.function(depth),
            _ => self.leave(),
        }
    }

    fn assignment(&mut self) {
        let kinds = [
            Base, Url, Url, Folder, Path, Path, Word, Word, Text, Number, Priority, Urls, Urls, Paths, Words,
            Pairs, Table, Table, Flag, Block, Config,
        ];
        let kind = kinds[self.dice.below(kinds.len())];
        let name = self.new_name(kind);
        let shown = self.cased(&name);
        match self.dice.below(22) {
            0 if !matches!(kind, Table | Pairs | Block | Config) => {
                let value = self.argument(kind);
                self.line(format!("Set-Variable -Name {shown} -Value {value}"));
            }
            1 if self.in_function => {
                let value = self.value(kind);
                self.line(format!("$script:{shown} = {value}"));
            }
            2 if kind == Number => {
                let value = self.value(kind);
                self.line(format!("[int]${shown} = {value}"));
            }
            2 if matches!(kind, Word | Text | Url | Path) => {
                let value = self.value(kind);
                self.line(format!("[string]${shown} = {value}"));
            }
            3 if matches!(kind, Word | Text | Url | Path | Priority) => {
                let condition = self.condition();
                let (then, otherwise) = (self.value(kind), self.value(kind));
                self.line(format!(
                    "${shown} = if ({condition}) {{ {then} }} else {{ {otherwise} }}"
                ));
            }
            4 if matches!(kind, Url | Path) => {
                let (url, path) = (self.new_name(Url), self.new_name(Path));
                let (one, two) = (self.argument(Url), self.argument(Path));
                self.line(format!("${url}, ${path} = {one}, {two}"));
                self.note(Url, &url);
                self.note(Path, &path);
                return;
            }
            6 if matches!(kind, Word | Text | Url | Path) && self.known(kind).is_some() => {
                let other = self.known(kind).unwrap_or_default();
                let line = self.pick(&[
                    "Get-Variable OTHER -ValueOnly",
                    "$script:OTHER",
                    "$(if ($OTHER) { $OTHER })",
                ]);
                self.line(format!("${shown} = {}", line.replace("OTHER", &other)));
            }
            7 if matches!(kind, Word | Text) => {
                let value = self.value(kind);
                self.line(format!(
                    "${shown} = ${shown} + {}",
                    if value.contains(' ') {
                        format!("({value})")
                    } else {
                        value
                    }
                ));
            }
            8 if kind == Table => {
                if let Some(other) = self.known(Table) {
                    let line = self.pick(&["$OTHER.Clone()", "$OTHER + @{ RetryTimeout = 90 }"]);
                    self.line(format!("${shown} = {}", line.replace("OTHER", &other)));
                } else {
                    return;
                }
            }
            9 if matches!(kind, Word | Url) => {
                let (one, two) = (self.value(kind), self.value(kind));
                let over = self.simple(Word);
                self.line(format!(
                    "${shown} = switch ({over}) {{ 'w1' {{ {one} }} default {{ {two} }} }}"
                ));
            }
            10 if matches!(kind, Word | Url | Path) => {
                let value = self.value(kind);
                self.line(format!("if (-not ${shown}) {{ ${shown} = {value} }}"));
            }
            5 if matches!(kind, Word | Text | Url | Path) => {
                let other = self.new_name(kind);
                let value = self.value(kind);
                self.line(format!("${shown} = ${other} = {value}"));
                self.note(kind, &other);
            }
            _ => {
                let value = self.value(kind);
                self.line(format!("${shown} = {value}"));
            }
        }
        self.note(kind, &name);
    }

    /// What else assigns.
    fn other(&mut self) {
        let kinds = [Url, Path, Word, Text];
        let kind = kinds[self.dice.below(kinds.len())];
        let name = self.new_name(kind);
        let value = self.value(kind);
        let known = self.known(kind);
        match self.dice.below(11) {
            0 => {
                if let (Some(one), Some(two)) = (known, self.known(kind)) {
                    self.line(format!("${one}, ${two} = ${two}, ${one}"));
                }
            }
            1 => {
                let condition = self.condition();
                let other = self.plain(kind);
                self.line(format!(
                    "if ((${name} = {value}) -and ({condition})) {{ ${name} = {other} }}"
                ));
                self.note(kind, &name);
            }
            2 => {
                self.line(format!("$global:{name} = {value}"));
                let other = self.new_name(kind);
                self.line(format!("${other} = $global:{name}"));
                self.note(kind, &other);
            }
            3 => {
                let variable = format!("BITS{}", self.number());
                self.line(format!("$env:{variable} = {value}"));
                self.line(format!("${name} = $env:{variable}"));
                self.note(kind, &name);
            }
            4 => {
                let value = self.argument(kind);
                let (url, path) = (self.argument(Url), self.argument(Path));
                self.line(format!("& {{ param($x, $y = {value}) Start-BitsTransfer {url} {path} -Description \"$x/$y\" }} {value}"));
            }
            5 => {
                if let Some(one) = known {
                    let line = self.pick(&["Remove-Variable N", "Clear-Variable -Name N"]);
                    self.line(line.replace('N', &one));
                    self.line(format!("${one} = {value}"));
                    self.note(kind, &one);
                }
            }
            6 => {
                if let Some(list) = self.known(Urls) {
                    let line = self.pick(&[
                        "$L = $L | Where-Object { $_ -notlike '*f1*' }",
                        "$L = @($L | Select-Object -Unique)",
                        "$L = $L[0..1]",
                        "$L = @($L) + $L[0]",
                    ]);
                    self.line(line.replace('L', &list));
                }
            }
            7 => {
                if let Some(config) = self.known(Config) {
                    let url = self.value(Url);
                    self.line(format!("${config}.Url = {url}"));
                }
            }
            8 => {
                if let Some(config) = self.known(Config) {
                    let word = self.value(Word);
                    self.line(format!("${config}.Inner.Name = {word}"));
                }
            }
            9 => {
                let (url, path) = (self.argument(Url), self.argument(Path));
                let job = self.new_name(Job);
                let number = self.number();
                self.line(format!("function New-Job{number}($from, [string]$to) {{ Start-BitsTransfer $from $to -Suspended }}"));
                self.line(format!("${job} = New-Job{number} {url} {path}"));
                self.note(Job, &job);
            }
            _ => {
                let (url, path) = (self.argument(Url), self.argument(Path));
                let line = self.pick(&["$null = ", "[void](", ""]);
                let end = if line.ends_with('(') { ")" } else { "" };
                self.line(format!(
                    "{line}Start-BitsTransfer -Source {url} -Destination {path} -Suspended{end}"
                ));
            }
        }
    }

    /// A program that is started with a line.
    fn started(&mut self) {
        let number = self.number();
        let word = self.argument(Word);
        let line = match self.dice.below(3) {
            0 => format!(
                "Start-Process bitsadmin.exe -ArgumentList '/create', 'native{number}' -Wait -NoNewWindow"
            ),
            1 => format!("Start-Process -FilePath bitsadmin.exe -ArgumentList \"/create $({word})\" -Wait"),
            _ => format!("Start-Process bitsadmin.exe \"/create native{number}\" -Wait"),
        };
        self.line(line);
    }

    /// Jobs that are found by name.
    fn existing(&mut self) {
        let word = self.argument(Word);
        let line = match self.dice.below(4) {
            0 => format!(
                "Get-BitsTransfer -Name {word} | Set-BitsTransfer -Priority {}",
                self.argument(Priority)
            ),
            1 => format!("Get-BitsTransfer {word} | Remove-BitsTransfer"),
            2 => format!(
                "foreach ($found in Get-BitsTransfer -Name {word}) {{ Resume-BitsTransfer $found -Asynchronous }}"
            ),
            _ => format!(
                "$found = Get-BitsTransfer -Name {word}\nif ($found) {{ $found | Suspend-BitsTransfer }}"
            ),
        };
        self.line(line);
    }

    /// Something is changed where it stands.
    fn change(&mut self) {
        match self.dice.below(14) {
            0 | 1 => {
                if let Some(name) = self.known(Urls) {
                    let value = self.value(Url);
                    self.line(format!("${name} += {value}"));
                }
            }
            2 => {
                if let Some(name) = self.known(Words) {
                    let value = self.value(Word);
                    let place = self.dice.below(2);
                    self.line(format!("${name}[{place}] = {value}"));
                }
            }
            3 => {
                if let Some(name) = self.known(Text) {
                    let value = self.value(Word);
                    self.line(format!("${name} += {value}"));
                }
            }
            4 => {
                if let Some(name) = self.known(Number) {
                    let step = self.pick(&["++", " += 30", " -= 1", " *= 2"]);
                    self.line(format!("${name}{step}"));
                }
            }
            5 => {
                if let Some(name) = self.known(Word) {
                    self.line(format!("${name} = ${name}.ToUpper()"));
                }
            }
            6 => {
                let name = self.new_name(Urls);
                self.line(format!("${name} = @()"));
                for _ in 0..2 {
                    let value = self.value(Url);
                    self.line(format!("${name} += {value}"));
                }
                self.note(Urls, &name);
            }
            _ => {
                if let Some(name) = self.known(Table) {
                    let line = match self.dice.below(9) {
                        0 => format!("${name}.Description = {}", self.value(Text)),
                        1 => format!("${name}['Priority'] = {}", self.value(Priority)),
                        2 => format!("${name}.Source = {}", self.value(Url)),
                        3 => format!("${name}.Remove('Description')"),
                        4 => format!("${name}.Remove('Priority')"),
                        5 => format!("${name} += @{{ RetryInterval = {} }}", self.value(Number)),
                        6 => format!("${name}[\"Destination\"] = {}", self.value(Path)),
                        7 => format!(
                            "if (-not ${name}.ContainsKey('DisplayName')) {{ ${name}.Add('DisplayName', {}) }}",
                            self.value(Word)
                        ),
                        _ => {
                            let other = self.new_name(Table);
                            self.note(Table, &other);
                            format!("${other} = ${name}")
                        }
                    };
                    self.line(line);
                }
            }
        }
    }

    /// A job is made.
    fn call(&mut self) {
        let mut words = String::from(&self.pick(&["Start-BitsTransfer", "start-bitstransfer"]));
        let table = self.known(Table);
        match table {
            Some(table) if self.one_in(2) => {
                words.push_str(&format!(" @{table}"));
                if self.one_in(3) {
                    words.push_str(&format!(" -RetryTimeout {}", self.argument(Number)));
                }
                self.line(words);
                return;
            }
            _ => {}
        }
        if self.one_in(12) {
            let name = self.new_name(Word);
            let (url, path) = (self.argument(Url), self.argument(Path));
            self.line(format!("${name}Args = {url}, {path}"));
            self.line(format!("{words} @{name}Args"));
            return;
        }
        if let (Some(block), true) = (self.known(Block), self.one_in(2)) {
            let way = self.pick(&["&", "."]);
            let (url, path) = (self.argument(Url), self.argument(Path));
            let line = match self.one_in(2) {
                true => format!("{way} ${block} {url} {path}"),
                false => format!("{way} ${block} -b {path} -a {url}"),
            };
            self.line(line);
            return;
        }
        if self.one_in(10) {
            words = "& 'Start-BitsTransfer'".to_owned();
        }
        let pairs = self.known(Urls).zip(self.known(Paths));
        match self.dice.below(6) {
            0 => words.push_str(&format!(" {} {}", self.argument(Url), self.argument(Path))),
            1 => words.push_str(&format!(
                " -Destination {} -Source {}",
                self.argument(Path),
                self.argument(Url)
            )),
            2 if pairs.is_some() => {
                words.push_str(&format!(" -Source {}", self.argument(Urls)));
            }
            3 => words.push_str(&format!(
                " -Sou {} -Dest:{}",
                self.argument(Url),
                self.argument(Path)
            )),
            _ => words.push_str(&format!(
                " -Source {} -Destination {}",
                self.argument(Url),
                self.argument(Path)
            )),
        }
        let kinds = [
            ("Description", Text),
            ("DisplayName", Word),
            ("Priority", Priority),
            ("RetryInterval", Number),
        ];
        for (parameter, kind) in kinds {
            if self.one_in(3) {
                words.push_str(&format!(" -{parameter} {}", self.argument(kind)));
            }
        }
        if self.one_in(5) {
            words.push_str(" -ErrorAction Stop");
        }
        if self.one_in(8) {
            words = words.replace(" -", " `\n    -");
        }
        match self.dice.below(4) {
            0 => self.line(words),
            3 => {
                let way = self.pick(&["-Asynchronous", "-Suspended"]);
                match self.known(Jobs) {
                    Some(jobs) => self.line(format!("${jobs} += {words} {way}")),
                    None => {
                        let flag = self.argument(Flag);
                        self.line(format!("{words} -Asynchronous:{flag} # {way}"));
                    }
                }
            }
            1 => {
                let way = self.pick(&["-Asynchronous", "-Suspended", "-Async", "-Asynchronous:$true"]);
                let name = self.new_name(Job);
                self.line(format!("${name} = {words} {way}"));
                self.note(Job, &name);
            }
            _ => {
                let more = self.pick(&["| Out-Null", "-Asynchronous | Out-Null", "-Suspended"]);
                self.line(format!("{words} {more}"));
            }
        }
    }

    fn of_job(&mut self) {
        let Some(job) = self.known(Job) else {
            return self.call();
        };
        let line = match self.dice.below(9) {
            0 => format!(
                "Set-BitsTransfer -BitsJob ${job} -Description {}",
                self.argument(Text)
            ),
            1 => format!("${job} | Set-BitsTransfer -Priority {}", self.argument(Priority)),
            2 => format!("Set-BitsTransfer ${job} -RetryInterval {}", self.argument(Number)),
            3 => format!(
                "Add-BitsFile -BitsJob ${job} -Source {} -Destination {}",
                self.argument(Url),
                self.argument(Path)
            ),
            4 => format!(
                "Add-BitsFile ${job} {} {}",
                self.argument(Url),
                self.argument(Path)
            ),
            5 => format!("Suspend-BitsTransfer ${job}"),
            6 => format!("Resume-BitsTransfer -BitsJob ${job} -Asynchronous"),
            7 => format!("${job} | Complete-BitsTransfer"),
            _ => format!(
                "${job} | Set-BitsTransfer -DisplayName {} | Out-Null",
                self.argument(Word)
            ),
        };
        self.line(line);
    }

    fn bitsadmin(&mut self) {
        let number = self.number();
        let program = self.pick(&["bitsadmin", "bitsadmin.exe", "& bitsadmin"]);
        let name = match self.one_in(2) {
            true => format!("native{number}"),
            false => {
                let variable = self.new_name(Word);
                self.line(format!("${variable} = 'native{number}'"));
                self.note(Word, &variable);
                match self.dice.below(3) {
                    0 => format!("\"${variable}\""),
                    _ => format!("${variable}"),
                }
            }
        };
        self.line(format!("{program} /create {name}"));
        for _ in 0..1 + self.dice.below(3) {
            let line = match self.dice.below(5) {
                0 => format!("{program} /setpriority {name} LOW"),
                1 => format!("{program} /setdescription {name} {}", self.argument(Text)),
                2 => format!("{program} /setminretrydelay {name} {}", self.argument(Number)),
                3 => {
                    let variable = self.new_name(Word);
                    let list = format!("'/setdescription', \"native{number}\", {}", self.argument(Word));
                    self.line(format!("${variable}s = {list}"));
                    format!("{program} ${variable}s")
                }
                _ => format!(
                    "{program} /addfile {name} {} {}",
                    self.argument(Url),
                    self.argument(Path)
                ),
            };
            self.line(line);
        }
        if self.one_in(2) {
            self.line(format!("{program} /resume {name} | Out-Null"));
        }
    }

    fn branch(&mut self, depth: usize) {
        let condition = self.condition();
        self.line(format!("if ({condition}) {{"));
        self.block(|writer| writer.statements(depth));
        if self.one_in(4) {
            let condition = self.condition();
            self.line(format!("}} elseif ({condition}) {{"));
            self.block(|writer| writer.statements(depth));
        }
        if self.one_in(2) {
            self.line("} else {".to_owned());
            self.block(|writer| writer.statements(depth));
        }
        self.line("}".to_owned());
    }

    fn switch(&mut self, depth: usize) {
        let over = match self.one_in(2) {
            true => {
                self.conditions = self.conditions.max(1);
                "$env:K0".to_owned()
            }
            false => self.simple(Word),
        };
        self.line(format!("switch ({over}) {{"));
        let third = self.pick(&["{ $_ -like 'w*' }", "w2", "{ $env:K0 -eq '1' }"]);
        for label in ["'1'", "'w1'", third.as_str()] {
            self.line(format!("    {label} {{"));
            self.indent += 1;
            self.block(|writer| {
                writer.statements(depth);
                if writer.one_in(3) {
                    writer.line("break".to_owned());
                }
            });
            self.indent -= 1;
            self.line("    }".to_owned());
        }
        if self.one_in(2) {
            self.line("    default {".to_owned());
            self.indent += 1;
            self.block(|writer| writer.statements(depth));
            self.indent -= 1;
            self.line("    }".to_owned());
        }
        self.line("}".to_owned());
    }

    fn each(&mut self, depth: usize) {
        let was = std::mem::replace(&mut self.in_loop, true);
        let (kind, over, name) = match self.dice.below(5) {
            0 => (Url, self.value(Urls), "u"),
            1 => (Path, self.value(Paths), "p"),
            2 => (Number, "60, 90".to_owned(), "i"),
            3 => {
                let over = self.value(Pairs);
                self.line(format!("foreach ($pair in {over}) {{"));
                self.block(|writer| {
                    writer.note(Url, "pair.Url");
                    writer.note(Path, "pair.Path");
                    writer.line("$pairUrl = $pair.Url".to_owned());
                    writer.note(Url, "pairUrl");
                    writer.line("Start-BitsTransfer -Source $pair.Url -Destination $pair.Path".to_owned());
                    writer
                        .known
                        .last_mut()
                        .into_iter()
                        .for_each(|known| known.retain(|(_, name)| !name.contains('.')));
                    writer.statements(depth);
                });
                self.line("}".to_owned());
                self.in_loop = was;
                return;
            }
            _ => (Word, self.value(Words), "w"),
        };
        self.line(format!("foreach (${name} in {over}) {{"));
        self.block(|writer| {
            writer.note(kind, name);
            writer.statements(depth);
        });
        self.line("}".to_owned());
        self.in_loop = was;
    }

    fn counted(&mut self, depth: usize) {
        let was = std::mem::replace(&mut self.in_loop, true);
        match (self.known(Urls), self.dice.below(3)) {
            (Some(urls), 0 | 1) => {
                self.line(format!("for ($n = 0; $n -lt ${urls}.Count; $n++) {{"));
                self.block(|writer| {
                    let path = writer.inside(Folder);
                    writer.line(format!(
                        "Start-BitsTransfer -Source ${urls}[$n] -Destination \"{path}\\$n.zip\""
                    ));
                    writer.note(Number, "n");
                    writer.statements(depth);
                });
            }
            _ => {
                let number = self.number();
                if self.one_in(3) {
                    let over = self.pick(&[
                        "for ($m = 1; $m -le 2; $m++) {",
                        "foreach ($m in 1..2) {",
                        "foreach ($m in 100, 200) {",
                    ]);
                    self.line(over);
                    self.block(|writer| {
                        writer.note(Number, "m");
                        writer.statements(depth);
                    });
                    self.line("}".to_owned());
                    self.in_loop = was;
                    return;
                }
                self.line(format!("$k{number} = 0"));
                if self.one_in(3) {
                    self.line("do {".to_owned());
                    self.block(|writer| {
                        writer.line(format!("$k{number}++"));
                        writer.statements(depth);
                    });
                    let end = self.pick(&["while ($kN -lt 2)", "until ($kN -ge 2)"]);
                    self.line(format!("}} {}", end.replace('N', &number.to_string())));
                    self.in_loop = was;
                    return;
                }
                self.line(format!("while ($k{number} -lt 2) {{"));
                self.block(|writer| {
                    writer.line(format!("$k{number}++"));
                    writer.statements(depth);
                });
            }
        }
        self.line("}".to_owned());
        self.in_loop = was;
    }

    /// Objects with a source and a destination each, to a cmdlet that takes them by these names.
    fn objects(&mut self) {
        let objects: Vec<String> = (0..1 + self.dice.below(3))
            .map(|_| {
                let (url, path) = (self.value(Url), self.value(Path));
                format!("[pscustomobject]@{{ Source = {url}; Destination = {path} }}")
            })
            .collect();
        let over = match self.dice.below(4) {
            0 => objects.join(", "),
            1 => format!("@({})", objects.join("\n")),
            2 => {
                self.line(format!("$files = @({})", objects.join(", ")));
                "$files".to_owned()
            }
            _ => {
                self.line("$files = @()".to_owned());
                for object in objects {
                    self.line(format!("$files += {object}"));
                }
                "$files".to_owned()
            }
        };
        match (self.dice.below(3), self.known(Job)) {
            (0, Some(job)) => self.line(format!("{over} | Add-BitsFile -BitsJob ${job}")),
            (1, _) => {
                let name = self.new_name(Jobs);
                let text = self.argument(Text);
                self.line(format!(
                    "${name} = {over} | Start-BitsTransfer -Suspended -Description {text}"
                ));
                let more = self.pick(&[
                    "Set-BitsTransfer -Priority Low",
                    "Resume-BitsTransfer -Asynchronous",
                ]);
                self.line(format!("${name} | {more}"));
                self.note(Jobs, &name);
            }
            _ => self.line(format!("{over} | Start-BitsTransfer")),
        }
    }

    /// A pipeline whose blocks run once before and once behind all rounds.
    fn around(&mut self, depth: usize) {
        let over = self.argument(Urls);
        let name = self.pick(&["ForEach-Object", "%"]);
        self.line(format!("{over} | {name} -Begin {{"));
        self.block(|writer| {
            let (url, path) = (writer.argument(Url), writer.argument(Path));
            writer.line(format!(
                "$whole = Start-BitsTransfer -Suspended -Source {url} -Destination {path}"
            ));
            writer.statements(depth);
        });
        self.line("} -Process {".to_owned());
        self.block(|writer| {
            let path = writer.inside(Folder);
            writer.line("$url = $_".to_owned());
            writer.note(Url, "url");
            writer.line(format!(
                "Add-BitsFile -BitsJob $whole -Source $_ -Destination \"{path}\\y.zip\""
            ));
            writer.statements(depth);
        });
        if self.one_in(4) {
            return self.line("}".to_owned());
        }
        self.line("} -End {".to_owned());
        self.block(|writer| {
            writer.line("$whole | Resume-BitsTransfer -Asynchronous".to_owned());
            writer.statements(depth);
        });
        self.line("}".to_owned());
    }

    fn piped(&mut self, depth: usize) {
        match self.dice.below(4) {
            0 => return self.objects(),
            1 => {
                let in_loop = std::mem::replace(&mut self.in_loop, false);
                let in_pipeline = std::mem::replace(&mut self.in_pipeline, true);
                self.around(depth);
                (self.in_loop, self.in_pipeline) = (in_loop, in_pipeline);
                return;
            }
            _ => {}
        }
        let in_loop = std::mem::replace(&mut self.in_loop, false);
        let in_pipeline = std::mem::replace(&mut self.in_pipeline, true);
        let over = self.argument(Urls);
        let name = self.pick(&["ForEach-Object", "%", "foreach"]);
        self.line(format!("{over} | {name} {{"));
        self.block(|writer| {
            let path = writer.inside(Folder);
            match writer.one_in(2) {
                true => {
                    writer.line("$url = $_".to_owned());
                    writer.note(Url, "url");
                    writer.statements(depth);
                }
                false => writer.line(format!("Start-BitsTransfer $_ \"{path}\\x.zip\"")),
            }
        });
        self.line("}".to_owned());
        self.in_loop = in_loop;
        self.in_pipeline = in_pipeline;
    }

    fn attempt(&mut self, depth: usize) {
        self.line("try {".to_owned());
        self.block(|writer| {
            writer.statements(depth);
            if writer.one_in(4) {
                let condition = writer.condition();
                writer.line(format!("if ({condition}) {{ throw 'no' }}"));
                writer.statements(depth);
            }
        });
        self.line("} catch {".to_owned());
        self.block(|writer| writer.statements(depth));
        if self.one_in(3) {
            self.line("} finally {".to_owned());
            self.block(|writer| writer.statements(depth));
        }
        self.line("}".to_owned());
    }

    fn inner_block(&mut self, depth: usize) {
        let mark = self.pick(&["&", "."]);
        self.line(format!("{mark} {{"));
        self.block(|writer| writer.statements(depth));
        self.line("}".to_owned());
    }

    fn function(&mut self, depth: usize) {
        let number = self.number();
        let kinds = [Url, Path, Word, Folder, Number, Base, Table, Urls, Config];
        let mut parameters: Vec<(Kind, String)> = Vec::new();
        for _ in 0..1 + self.dice.below(3) {
            let kind = kinds[self.dice.below(kinds.len())];
            let name = self.new_name(kind);
            if !parameters.iter().any(|(_, known)| *known == name) {
                parameters.push((kind, name));
            }
        }
        let gives = match self.dice.below(3) {
            0 => Some(Url),
            1 => Some(Word),
            _ => None,
        };
        let mut declared = Vec::new();
        for (kind, name) in &parameters {
            let type_name = match (kind, self.one_in(3)) {
                (Number, true) => "[int]",
                (_, true) => "[string]",
                _ => "",
            };
            let type_name = match (kind, type_name) {
                (Table | Urls | Config, _) => "",
                (_, type_name) => type_name,
            };
            let type_name = match self.one_in(6) {
                true => format!("[Parameter(Mandatory = $true)]{type_name}"),
                false => type_name.to_owned(),
            };
            let default = match self.one_in(2) && !type_name.contains("Mandatory") {
                true => format!(" = {}", self.plain(*kind)),
                false => String::new(),
            };
            declared.push(format!("{type_name}${name}{default}"));
        }
        let declared = declared.join(", ");
        let (head, first) = match self.one_in(2) {
            true => (format!("function Do-It{number}({declared}) {{"), None),
            false => (
                format!("function Do-It{number} {{"),
                Some(format!("param({declared})")),
            ),
        };
        self.line(head);
        let was = (
            std::mem::replace(&mut self.in_function, true),
            std::mem::replace(&mut self.in_loop, false),
        );
        self.known.push(parameters.clone());
        self.indent += 1;
        if let Some(first) = first {
            self.line(first);
        }
        match gives {
            Some(kind) => {
                if self.one_in(3) {
                    self.assignment();
                }
                let value = self.value(kind);
                let keyword = self.pick(&["", "return "]);
                self.line(format!("{keyword}{value}"));
            }
            None => {
                self.statements(depth);
                self.call();
            }
        }
        self.indent -= 1;
        self.known.pop();
        (self.in_function, self.in_loop) = was;
        self.line("}".to_owned());
        let function = Function {
            name: format!("Do-It{number}"),
            parameters: parameters.clone(),
            gives,
        };
        if gives.is_none() {
            for _ in 0..1 + self.dice.below(2) {
                let arguments = self.arguments(&parameters);
                self.line(format!("Do-It{number}{arguments}"));
            }
        }
        self.functions.push(function);
    }

    fn arguments(&mut self, parameters: &[(Kind, String)]) -> String {
        let by_name = self.one_in(2);
        let mut words = String::new();
        for (kind, name) in parameters {
            let value = match self.one_in(2) {
                true => self.argument(*kind),
                false => {
                    let value = self.simple(*kind);
                    if value.starts_with('"')
                        || value.starts_with('\'')
                        || value.starts_with('$')
                        || *kind == Number
                    {
                        value
                    } else {
                        format!("({value})")
                    }
                }
            };
            match by_name {
                true if self.one_in(4) => {}
                true => words.push_str(&format!(" -{name} {value}")),
                false => words.push_str(&format!(" {value}")),
            }
        }
        words
    }

    /// Leaves, where a condition holds.
    fn leave(&mut self) {
        let condition = self.condition();
        let word = match (self.in_pipeline, self.in_loop, self.in_function) {
            (true, ..) => "return",
            (_, true, _) if self.one_in(2) => "break",
            (_, true, _) => "continue",
            (_, _, true) => "return",
            _ => "exit 1",
        };
        self.line(format!("if ({condition}) {{ {word} }}"));
    }
}
