//! Programs that take a secret where no name says so: behind a switch of one letter, behind a user, as a word of its own.

use super::command_line::{is_secret_switch, is_switch, program_name};
use super::is_secret_name;
use crate::command::spoken::spoken_verb;
use crate::lower_case::begins;

/// A secret in a line of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// The number of the word.
    pub(crate) word: usize,
    /// Where it begins in the word, in bytes.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// What it is the value of.
    pub(crate) name: &'static str,
}

/// How a program takes it.
enum Takes {
    /// Behind a switch, or after it and `:` or `=`; in any case of letters.
    Switch(&'static [&'static str]),
    /// Behind a switch as it is spelt, or in the same word.
    Spelt(&'static [&'static str]),
    /// Behind a switch as it is spelt, in the same word.
    Glued(&'static [&'static str]),
    /// Behind a switch as it is spelt, or in the same word, after a user and this sign.
    User(char, &'static [&'static str]),
    /// As one of the words that are no switches, counted from 1, behind a word; an empty one: behind the program.
    Word(&'static str, usize),
    /// As the catalog of its verbs says.
    Bitsadmin,
    /// As `net use` and `net user` do.
    Net,
    /// As the value of what a switch names: the switches of the name and of the value.
    Named(&'static [&'static str], &'static [&'static str]),
    /// As a word that is no switch behind one that names it.
    Pair,
}

/// The programs. `/P` of the tools of Windows is a password behind `/S` and `/U`.
const PROGRAMS: &[(&[&str], Takes)] = &[
    (
        &[
            "schtasks",
            "tasklist",
            "taskkill",
            "systeminfo",
            "driverquery",
            "getmac",
            "openfiles",
            "eventcreate",
            "gpresult",
            "psexec",
            "psexec64",
            "paexec",
            "psservice",
            "pskill",
            "pslist",
            "winrs",
            "wevtutil",
            "certutil",
            "signtool",
            "docker",
            "podman",
            "az",
            "mongo",
            "mongodump",
            "sshpass",
            "xfreerdp",
            "at",
        ],
        Takes::Switch(&["p", "rp", "f"]),
    ),
    (&["netdom"], Takes::Switch(&["pd", "po", "pm"])),
    (&["netsh"], Takes::Switch(&["key", "keymaterial"])),
    (&["sqlcmd", "osql", "isql", "bcp"], Takes::Spelt(&["-P", "/P"])),
    (&["rar", "winrar", "unrar"], Takes::Glued(&["-hp", "-p"])),
    (
        &[
            "7z",
            "7za",
            "7zr",
            "mysql",
            "mysqldump",
            "mysqladmin",
            "mariadb",
            "sshpass",
        ],
        Takes::Glued(&["-p"]),
    ),
    (&["openssl"], Takes::Switch(&["passin", "passout", "pass", "k"])),
    (
        &["curl"],
        Takes::User(':', &["-u", "--user", "-U", "--proxy-user", "-E", "--cert"]),
    ),
    (&["curl"], Takes::Spelt(&["--oauth2-bearer", "-b", "--cookie"])),
    (
        &["smbclient", "rpcclient", "winexe"],
        Takes::User('%', &["-U", "--user"]),
    ),
    (&["htpasswd"], Takes::Word("-b", 3)),
    (&["rasdial", "autologon", "autologon64"], Takes::Word("", 3)),
    (&["ldifde", "csvde"], Takes::Word("-b", 3)),
    (&["bitsadmin"], Takes::Bitsadmin),
    (&["net", "net1"], Takes::Net),
    (&["reg"], Takes::Named(&["/v"], &["/d"])),
    (&["setx", "set-variable", "sv", "new-variable", "nv"], Takes::Pair),
    (
        &[
            "set-itemproperty",
            "new-itemproperty",
            "sp",
            "set-variable",
            "sv",
            "new-variable",
            "nv",
            "set-item",
            "si",
        ],
        Takes::Named(&["-name", "-n", "-path"], &["-value", "-v"]),
    ),
];

/// Programs that are given a password by what prints it, as one would like them to take it.
const PIPED: &[&str] = &["runas", "sudo"];

/// So many words belong to a program at most.
const MOST: usize = 48;

/// The secrets that programs take among the words of a line.
pub(crate) fn found(words: &[&str]) -> Vec<Found> {
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let name = program_name(word.trim_start_matches(['@', '(', '&', '{', ';', '|']));
        for (names, takes) in PROGRAMS {
            if names.contains(&name.as_str()) {
                let given = arguments(words, at.saturating_add(1));
                out.extend(taken(takes, &given));
            }
        }
        if matches!(name.as_str(), "echo" | "write-output") && takes_piped(words, at) {
            // `echo y` answers a question.
            let printed = arguments(words, at.saturating_add(1)).into_iter();
            let printed = printed.filter(|one| one.text.chars().nth(1).is_some());
            out.extend(printed.filter_map(|one| one.found(0, "the password")));
        }
    }
    out
}

/// Whether what a command prints is the password of the next one: `echo x| runas …`, `echo x | docker login --password-stdin`.
fn takes_piped(words: &[&str], at: usize) -> bool {
    let mut rest = words.iter().skip(at.saturating_add(1)).take(MOST);
    let Some(behind) = rest.find_map(|word| word.get(end_of(word)..).filter(|rest| !rest.is_empty())) else {
        return false;
    };
    let program = match behind.strip_prefix('|') {
        Some("") => rest.next().copied().unwrap_or(""),
        Some(program) => program,
        None => return false,
    };
    let ends = |word: &str| end_of(word) < word.len();
    PIPED.contains(&program_name(program).as_str())
        || rest
            .take_while(|word| !ends(word))
            .any(|word| *word == "--password-stdin")
}

/// A word behind a program.
#[derive(Clone, Copy)]
struct Given<'w> {
    word: usize,
    /// Without quotation marks around it.
    text: &'w str,
    start: usize,
}

impl Given<'_> {
    fn found(&self, from: usize, name: &'static str) -> Option<Found> {
        let value = self.text.get(from..).unwrap_or("");
        let bare = value.trim_matches(['"', '\'']);
        let quotes = value
            .len()
            .saturating_sub(value.trim_start_matches(['"', '\'']).len());
        let start = self.start.saturating_add(from).saturating_add(quotes);
        is_written_out(bare).then_some(Found {
            word: self.word,
            start,
            end: start.saturating_add(bare.len()),
            name,
        })
    }

    fn is(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.text.eq_ignore_ascii_case(word))
    }
}

/// Whether a value stands there: not asked for, not a variable's.
fn is_written_out(value: &str) -> bool {
    let is_within = |mark: char| value.len() > 2 && value.starts_with(mark) && value.ends_with(mark);
    let is_variable =
        is_within('%') || is_within('!') || value.starts_with(['$', '(', '@']) || value.starts_with("%%");
    let is_unknown = value.chars().all(|c| c == char::REPLACEMENT_CHARACTER);
    !is_variable && !is_unknown && !matches!(value, "*" | ")" | "}" | "-" | "?")
}

/// The words of a program, up to what ends its command; none that redirect.
fn arguments<'w>(words: &[&'w str], from: usize) -> Vec<Given<'w>> {
    let mut out = Vec::new();
    let mut file = false;
    for (word, said) in words.iter().enumerate().skip(from).take(MOST) {
        if matches!(*said, "^" | "`") {
            continue;
        }
        let redirects = said
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .starts_with(['>', '<']);
        let end = if redirects { said.len() } else { end_of(said) };
        let text = said.get(..end).unwrap_or("");
        if redirects {
            file = text.ends_with(['>', '<']);
        } else if !std::mem::take(&mut file) && !text.is_empty() {
            let bare = text.trim_start_matches(['"', '\'']);
            let start = text.len().saturating_sub(bare.len());
            let bare = match start {
                0 => bare,
                _ => bare.trim_end_matches(['"', '\'']),
            };
            out.push(Given {
                word,
                text: bare,
                start,
            });
        }
        if end < said.len() {
            break;
        }
    }
    out
}

/// Where a command ends within a word: at `&`, `|` and `>`, at a semicolon that ends the word.
fn end_of(word: &str) -> usize {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in word.char_indices() {
        let is_last = at.saturating_add(c.len_utf8()) == word.len();
        match (quote, c) {
            (Some(mark), _) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some(c),
            (None, '\'') if at == 0 => quote = Some(c),
            (None, '&' | '|') if !escaped => return at,
            (None, '>') if !escaped && at > 0 => return at,
            (None, ';') if is_last => return at,
            _ => {}
        }
        escaped = c == '^' || c == '`';
    }
    word.len()
}

fn taken(takes: &Takes, given: &[Given<'_>]) -> Vec<Found> {
    match takes {
        Takes::Switch(names) => of_switches(names, given),
        Takes::Spelt(switches) => behind(switches, given)
            .filter_map(|(switch, value, from)| value.found(from, switch))
            .collect(),
        Takes::Glued(switches) => behind(switches, given)
            .filter(|(.., from)| *from > 0)
            .filter_map(|(switch, value, from)| value.found(from, switch))
            .collect(),
        Takes::User(sign, switches) => behind(switches, given)
            .filter_map(|(switch, value, from)| {
                let sign = value.text.get(from..)?.find(*sign)?.saturating_add(from);
                // `C:\a.pem` is a file.
                let is_file = value.text.get(sign..)?.starts_with(":\\");
                (sign > from && !is_file).then(|| value.found(sign.saturating_add(1), switch))?
            })
            .collect(),
        Takes::Word(behind, number) => {
            let start = match *behind {
                "" => Some(0),
                word => given
                    .iter()
                    .position(|one| one.is(&[word]))
                    .map(|at| at.saturating_add(1)),
            };
            let rest = given.get(start.unwrap_or(given.len())..).unwrap_or_default();
            of_place(rest, number.saturating_sub(1)).into_iter().collect()
        }
        Takes::Bitsadmin => {
            let place = given
                .iter()
                .enumerate()
                .find_map(|(at, one)| Some((at, spoken_verb(one.text)?)));
            let Some((at, verb)) = place else {
                return Vec::new();
            };
            let rest = given.get(at.saturating_add(1)..).unwrap_or_default();
            let password = verb.secret_place.and_then(|place| of_place(rest, place));
            // Words too many: a user and a password, as older pages show them behind /REMOVECREDENTIALS.
            let plain = rest.iter().filter(|one| !is_switch(one.text));
            let surplus = plain.skip(verb.surplus_place.unwrap_or(usize::MAX));
            let surplus = surplus.filter(|one| !one.text.contains(['<', '>', '&', '|']));
            password
                .into_iter()
                .chain(surplus.filter_map(|one| one.found(0, "the password")))
                .collect()
        }
        Takes::Net => of_net(given).into_iter().collect(),
        Takes::Named(names, values) => {
            let behind = |switches: &'static [&'static str]| {
                let pairs = given.iter().zip(given.iter().skip(1));
                pairs
                    .filter(|(switch, _)| switch.is(switches))
                    .map(|(_, value)| value)
            };
            let value = behind(names)
                .any(promises)
                .then(|| behind(values).next())
                .flatten();
            value
                .and_then(|value| value.found(0, "the value"))
                .into_iter()
                .collect()
        }
        Takes::Pair => {
            let plain: Vec<&Given<'_>> = given.iter().filter(|one| !is_switch(one.text)).take(2).collect();
            match plain.as_slice() {
                [name, value] if promises(name) => value.found(0, "the value").into_iter().collect(),
                _ => Vec::new(),
            }
        }
    }
}

/// The password among the words that are no switches, at its place, counted from 0.
fn of_place(given: &[Given<'_>], place: usize) -> Option<Found> {
    let mut plain = given.iter().filter(|one| !is_switch(one.text));
    let password = plain.nth(place)?;
    let is_nothing = password.text.eq_ignore_ascii_case("NULL");
    (!is_nothing).then(|| password.found(0, "the password"))?
}

/// Whether a word names a secret: `DefaultPassword`, `Env:TOKEN`.
fn promises(name: &Given<'_>) -> bool {
    let name = name.text.rsplit([':', '\\']).next().unwrap_or(name.text);
    is_secret_name(name) || is_secret_switch(name)
}

/// Values behind switches, or after them and `:` or `=`.
fn of_switches(names: &[&'static str], given: &[Given<'_>]) -> Vec<Found> {
    let mut out = Vec::new();
    for (at, one) in given.iter().enumerate() {
        let bare = one.text.trim_start_matches(['-', '/']);
        let mark = one.text.len().saturating_sub(bare.len());
        let separator = bare.find([':', '=']);
        let said = bare.get(..separator.unwrap_or(bare.len())).unwrap_or("");
        let Some(name) = names.iter().find(|name| name.eq_ignore_ascii_case(said)) else {
            continue;
        };
        match separator {
            // `key=x` needs no mark before it.
            Some(separator)
                if mark > 0 || bare.get(separator..).is_some_and(|rest| rest.starts_with('=')) =>
            {
                out.extend(one.found(mark.saturating_add(separator).saturating_add(1), name))
            }
            None if mark > 0 => {
                let value = given
                    .get(at.saturating_add(1))
                    .filter(|value| !is_switch(value.text));
                // `pass:x`
                out.extend(value.and_then(|value| {
                    let from = if value.text.starts_with("pass:") {
                        "pass:".len()
                    } else {
                        0
                    };
                    let is_elsewhere = ["env:", "file:", "fd:", "stdin"]
                        .iter()
                        .any(|one| value.text.starts_with(one));
                    (!is_elsewhere && !is_number(value.text)).then(|| value.found(from, name))?
                }));
            }
            _ => {}
        }
    }
    out
}

/// A port, and no password.
fn is_number(text: &str) -> bool {
    text.len() < 6 && text.chars().all(|c| c.is_ascii_digit())
}

/// Where a switch is spelt so: the switch, the word with its value, and from where on.
fn behind<'g, 'w>(
    switches: &'g [&'static str],
    given: &'g [Given<'w>],
) -> impl Iterator<Item = (&'static str, Given<'w>, usize)> + 'g {
    given.iter().enumerate().filter_map(move |(at, one)| {
        let switch = switches.iter().rfind(|switch| one.text.starts_with(**switch))?;
        match one.text.len() == switch.len() {
            true => given.get(at.saturating_add(1)).map(|value| (*switch, *value, 0)),
            false if switch.starts_with("--") => {
                let is_value = one.text.get(switch.len()..)?.starts_with('=');
                is_value.then(|| (*switch, *one, switch.len().saturating_add(1)))
            }
            false => Some((*switch, *one, switch.len())),
        }
    })
}

/// `net use \\s\x PASSWORD /user:ann`, `net user ann PASSWORD /add`.
fn of_net(given: &[Given<'_>]) -> Option<Found> {
    const PASSWORD: &str = "the password";
    let (command, rest) = given.split_first()?;
    let is_switch = |one: &Given<'_>| one.text.starts_with('/') && !one.text.starts_with("//");
    if command.is(&["use"]) {
        let mut share = false;
        for one in rest {
            let is_user = begins(one.text, "/u");
            if is_switch(one) {
                share |= is_user && one.text.contains(':');
                continue;
            }
            let is_device = one.text.ends_with(':') || one.text == "*" && !share;
            let is_share = one.text.starts_with("\\\\") || one.text.starts_with("//");
            match is_device || is_share {
                true => share |= is_share,
                false if share => return one.found(0, PASSWORD),
                // A share may stand in a variable; a sentence says something else.
                false if !is_written_out(one.text) => share = true,
                false => return None,
            }
        }
        return None;
    }
    if command.is(&["user"]) {
        let password = rest.iter().filter(|one| !is_switch(one)).nth(1)?;
        let is_odd = password.text.contains(|c: char| !c.is_ascii_alphabetic());
        return (is_odd || rest.iter().any(is_switch)).then(|| password.found(0, PASSWORD))?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line without what programs take.
    fn shown(line: &str) -> String {
        let words: Vec<&str> = line.split(' ').collect();
        let mut out: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        for found in super::found(&words) {
            if let Some(word) = out.get_mut(found.word) {
                word.replace_range(found.start..found.end, "*");
            }
        }
        out.join(" ")
    }

    #[test]
    fn programs_take_secrets() {
        for (line, expected) in [
            ("net use \\\\s\\x pw /user:ann", "net use \\\\s\\x * /user:ann"),
            (
                "net use z: \\\\s\\x /user:d\\ann pw /y",
                "net use z: \\\\s\\x /user:d\\ann * /y",
            ),
            (
                "cmd /c net.exe use * \\\\s\\x pw",
                "cmd /c net.exe use * \\\\s\\x *",
            ),
            ("net use %SHARE% pw>nul", "net use %SHARE% *>nul"),
            ("(net use \\\\s\\x \"pw\"&&b)", "(net use \\\\s\\x \"*\"&&b)"),
            ("net user ann pw /add", "net user ann * /add"),
            ("NET USER ann p4ss", "NET USER ann *"),
            (
                "schtasks /create /u d\\ann /p p/w.1",
                "schtasks /create /u d\\ann /p *",
            ),
            ("schtasks /create /rp:pw", "schtasks /create /rp:*"),
            (
                "c:\\t\\psexec.exe \\\\s -u ann -p p.w cmd",
                "c:\\t\\psexec.exe \\\\s -u ann -p * cmd",
            ),
            ("sqlcmd -S h -U sa -P p/w", "sqlcmd -S h -U sa -P *"),
            ("sqlcmd -Usa -Ppw", "sqlcmd -Usa -P*"),
            ("curl -u ann:p/w https://h", "curl -u ann:* https://h"),
            ("curl -uann:pw --proxy-user=b:pw", "curl -uann:* --proxy-user=b:*"),
            ("curl --oauth2-bearer x -b a=b", "curl --oauth2-bearer * -b *"),
            ("smbclient //s/x -U ann%pw", "smbclient //s/x -U ann%*"),
            (
                "reg add HKCU\\x /v DefaultPassword /t REG_SZ /d pw /f",
                "reg add HKCU\\x /v DefaultPassword /t REG_SZ /d * /f",
            ),
            (
                "Set-ItemProperty x -Name Kennwort -Value 'pw'",
                "Set-ItemProperty x -Name Kennwort -Value '*'",
            ),
            (
                "New-ItemProperty -Path HKCU:\\x -Name Password -Value pw",
                "New-ItemProperty -Path HKCU:\\x -Name Password -Value *",
            ),
            ("setx /m KENNWORT pw", "setx /m KENNWORT *"),
            (
                "Set-Item -Path Env:TOKEN -Value pw",
                "Set-Item -Path Env:TOKEN -Value *",
            ),
            ("rasdial c ann pw", "rasdial c ann *"),
            ("mysql -uroot -psummer db", "mysql -uroot -p* db"),
            ("7z a -pa b", "7z a -p* b"),
            ("sshpass -psummer ssh h", "sshpass -p* ssh h"),
            ("rar a -hpsummer x", "rar a -hp* x"),
            ("echo pw| runas /user:ann n", "echo *| runas /user:ann n"),
            ("@echo pw |runas /user:ann n", "@echo * |runas /user:ann n"),
            (
                "echo pw | docker login -u ann --password-stdin h",
                "echo * | docker login -u ann --password-stdin h",
            ),
            (
                "bitsadmin /sethelpertoken j u@d pw",
                "bitsadmin /sethelpertoken j u@d *",
            ),
            (
                "bitsadmin /setcredentials j SERVER BASIC ann pw",
                "bitsadmin /setcredentials j SERVER BASIC ann *",
            ),
            (
                "openssl rsa -passin pass:pw -in x",
                "openssl rsa -passin pass:* -in x",
            ),
            ("netsh wlan set key=pw", "netsh wlan set key=*"),
            ("netdom join c /ud:ann /pd:pw", "netdom join c /ud:ann /pd:*"),
        ] {
            assert_eq!(shown(line), expected);
        }
    }

    #[test]
    fn what_programs_take_otherwise_stays() {
        for line in [
            "net use",
            "net use z: \\\\s\\x",
            "net use z: \\\\s\\x /persistent:no",
            "net use z: \\\\s\\x > nul",
            "net use z: \\\\s\\x * /user:ann",
            "net use z: \\\\s\\x %PW% /user:ann",
            "net use z: \\\\s\\x $pw",
            "net use z: \\\\s\\x || goto end",
            "net use z: \\\\s\\x& bitsadmin /list",
            "net use z: \\\\s\\x; bitsadmin /list",
            "The net use command maps a share",
            "net user accounts may be listed",
            "net user ann * /add",
            "net user ann /delete",
            "net start bits",
            "net stop wuauserv & net start bits",
            "schtasks /create /tn n /tr n.exe /sc daily",
            "schtasks /create /u ann /p /tn n",
            "schtasks /create /u ann /p * /tn n",
            "docker run -p 8080 n",
            "sqlcmd -S h -E -p",
            "curl -o C:\\a -u %U% https://h",
            "curl -E C:\\a.pem https://h",
            "reg add HKCU\\x /v Path /d C:\\a",
            "reg add HKCU\\x /d C:\\a",
            "reg query HKCU\\x /v Password",
            "Set-ItemProperty x -Name Start -Value 2",
            "rasdial c /disconnect",
            "bitsadmin /setcredentials j SERVER NEGOTIATE NULL NULL",
            "bitsadmin /addfile net https://h/a C:\\a",
            "openssl rsa -passin env:PW -in x",
            "setx /m PATH C:\\a",
            "Set-Variable Name x",
            "mysql -p db",
            "7z a -t7z b",
            "echo y| runas /user:ann n",
            "echo pw| findstr x",
            "echo pw & runas /user:ann n",
            "bitsadmin /sethelpertoken j & echo pw",
            "at 10:00 n.exe",
        ] {
            assert_eq!(shown(line), line);
        }
    }

    #[test]
    fn long_lines_take_time_by_their_length() {
        for word in ["net ", "schtasks /p ", "net use \\\\s\\x ", "echo "] {
            let line = word.repeat(40_000);
            let words: Vec<&str> = line.split_whitespace().collect();
            assert!(super::found(&words).len() <= words.len() * MOST);
        }
    }
}
