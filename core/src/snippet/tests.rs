//! What files hold, as tables; places, as properties.

use super::*;
use proptest::prelude::*;

/// A file, and what is found in it: the shell, the form, the text.
type Case<'t> = (&'t str, &'t str, &'t [(&'t str, Form, &'t str)]);

fn shell(snippet: &Snippet) -> &'static str {
    snippet.shell.map_or("?", Dialect::word)
}

fn check(cases: &[Case<'_>]) {
    for (name, file, expected) in cases {
        let found = snippets(name, file);
        let told: Vec<(&str, Form, &str)> = found
            .iter()
            .map(|snippet| (shell(snippet), snippet.form, snippet.source()))
            .collect();
        assert_eq!(&told.as_slice(), expected, "{file}");
    }
}

use Form::{Commands, Foreign, Line, Mention, Syntax};

#[test]
fn scripts_are_taken_whole() {
    check(&[
        ("a.cmd", "rem x\r\n", &[("cmd", Commands, "rem x\r\n")]),
        ("A.BAT", "", &[("cmd", Commands, "")]),
        ("b.ps1", "# x", &[("powershell", Commands, "# x")]),
        ("b.psm1", "<job>", &[("powershell", Commands, "<job>")]),
    ]);
}

#[test]
fn blocks_of_markdown_are_found_wherever_they_stand() {
    check(&[
        ("a.md", "bitsadmin is old.\n", &[]),
        (
            "a.md",
            "```cmd\nbitsadmin /list\n```\n",
            &[("cmd", Commands, "bitsadmin /list\n")],
        ),
        (
            "a.md",
            "~~~ {.bat}\nbitsadmin /list\n~~~\n",
            &[("cmd", Commands, "bitsadmin /list\n")],
        ),
        (
            "a.md",
            "```azurepowershell-interactive\nGet-BitsTransfer\n```\n",
            &[("powershell", Commands, "Get-BitsTransfer\n")],
        ),
        (
            "a.md",
            "```\nbitsadmin /list\n",
            &[("?", Commands, "bitsadmin /list\n")],
        ),
        ("a.md", "```\ndir\n```\n", &[]),
        (
            "a.md",
            "```csharp\n// bitsadmin /list\n```\n",
            &[("?", Foreign, "// bitsadmin /list\n")],
        ),
        ("a.md", "```csharp\nvar j = manager.CreateJob();\n```\n", &[]),
        (
            "a.md",
            "1. Do\n\n   ```dos\r\n   bitsadmin /list\r\n\r\n   bitsadmin /reset\r\n   ```\n",
            &[("cmd", Commands, "bitsadmin /list\r\n\r\nbitsadmin /reset\r\n")],
        ),
        (
            "a.md",
            "> > ```pwsh\n> > Get-BitsTransfer |\n> >   Remove-BitsTransfer\n> > ```\n",
            &[(
                "powershell",
                Commands,
                "Get-BitsTransfer |\n  Remove-BitsTransfer\n",
            )],
        ),
        (
            "a.md",
            "Text\n\n    bitsadmin /list\n      /verbose\n",
            &[("?", Commands, "bitsadmin /list\n  /verbose\n")],
        ),
        (
            "a.md",
            "- a\n\n\t\tbitsadmin /list\n",
            &[("?", Commands, "  bitsadmin /list\n")],
        ),
    ]);
}

#[test]
fn one_line_of_syntax_hides_no_command_beside_it() {
    check(&[
        (
            "a.md",
            "```\nbitsadmin /transfer j https://h/x C:\\x\nbitsadmin /create <name>\n```\n",
            &[
                ("?", Syntax, "bitsadmin /create <name>\n"),
                ("?", Commands, "bitsadmin /transfer j https://h/x C:\\x\n"),
            ],
        ),
        (
            "a.md",
            "```powershell\nGet-BitsTransfer -Name n\nStart-BitsTransfer `\n  -Source <url>\nGet-BitsTransfer\n```\n",
            &[
                ("powershell", Syntax, "Start-BitsTransfer `\n  -Source <url>\n"),
                (
                    "powershell",
                    Commands,
                    "Get-BitsTransfer -Name n\nGet-BitsTransfer\n",
                ),
            ],
        ),
        // What comes of a placeholder is not known.
        (
            "a.md",
            "```powershell\n$j = Start-BitsTransfer <url>\nComplete-BitsTransfer $J\nGet-BitsTransfer\n```\n",
            &[
                (
                    "powershell",
                    Syntax,
                    "$j = Start-BitsTransfer <url>\nComplete-BitsTransfer $J\n",
                ),
                ("powershell", Commands, "Get-BitsTransfer\n"),
            ],
        ),
        (
            "a.md",
            "```powershell\nif (Get-BitsTransfer <name>) {\n  Get-BitsTransfer\n}\n```\n",
            &[(
                "powershell",
                Syntax,
                "if (Get-BitsTransfer <name>) {\n  Get-BitsTransfer\n}\n",
            )],
        ),
        (
            "a.md",
            "`bitsadmin /transfer {{job_name}} {{https://h/x.zip}} {{C:\\x.zip}}`, `bitsadmin /transfer n http://\u{2026} C:\\x`, `Start-BitsTransfer url dest`\n",
            &[
                (
                    "?",
                    Syntax,
                    "bitsadmin /transfer {{job_name}} {{https://h/x.zip}} {{C:\\x.zip}}",
                ),
                ("?", Syntax, "bitsadmin /transfer n http://\u{2026} C:\\x"),
                ("?", Mention, "Start-BitsTransfer url dest"),
            ],
        ),
        (
            "a.md",
            "```powershell\nStart-BitsTransfer $u $f -Description 'Please wait...'\n```\n",
            &[(
                "powershell",
                Commands,
                "Start-BitsTransfer $u $f -Description 'Please wait...'\n",
            )],
        ),
    ]);
}

#[test]
fn other_languages_are_not_read_and_shells_of_unix_line_by_line() {
    check(&[
        (
            "a.md",
            "```bash\n# fetch it with bitsadmin\nwget x\nbitsadmin /transfer j https://h/x C:\\x\n```\n",
            &[
                ("?", Foreign, "# fetch it with bitsadmin\nwget x\n"),
                ("?", Commands, "bitsadmin /transfer j https://h/x C:\\x\n"),
            ],
        ),
        (
            "a.md",
            "```dockerfile\nRUN powershell Start-BitsTransfer https://h/x C:\\x\n```\n",
            &[(
                "?",
                Foreign,
                "RUN powershell Start-BitsTransfer https://h/x C:\\x\n",
            )],
        ),
        (
            "a.md",
            "```yaml\n- name: bitsadmin /reset\n  run: |\n    bitsadmin /transfer j https://h/x C:\\x\n    bitsadmin /cancel ${{ job }}\n- run: bitsadmin /list\n```\n",
            &[
                ("?", Foreign, "- name: bitsadmin /reset\n  run: |\n"),
                ("?", Commands, "    bitsadmin /transfer j https://h/x C:\\x\n"),
                (
                    "?",
                    Foreign,
                    "    bitsadmin /cancel ${{ job }}\n- run: bitsadmin /list\n",
                ),
            ],
        ),
        ("a.py", "run(['ver'])\n", &[]),
        (
            "a.py",
            "run(['bitsadmin', '/list'])\n",
            &[("?", Foreign, "run(['bitsadmin', '/list'])\n")],
        ),
    ]);
}

#[test]
fn lines_of_running_text_may_be_commands() {
    check(&[
        (
            "a.md",
            "Use:\nbitsadmin /transfer j https://h/x C:\\x\n\n- cmd /C bitsadmin /list /allusers\n  - all of them\n- C:\\>bitsadmin /reset\n",
            &[
                ("?", Line, "bitsadmin /transfer j https://h/x C:\\x"),
                ("?", Line, "cmd /C bitsadmin /list /allusers"),
                ("cmd", Line, "bitsadmin /reset"),
            ],
        ),
        (
            "a.md",
            "bitsadmin /create <name>\n\nbitsadmin /list is *old*\n\nUse bitsadmin /list here\n\nbitsadmin lists jobs\n",
            &[],
        ),
    ]);
}

#[test]
fn comments_of_other_shells_are_left_out_of_a_block_of_cmd() {
    check(&[(
        "a.md",
        "```cmd\n#bitsadmin /list\n# all jobs\nbitsadmin /reset\n```\n",
        &[("cmd", Commands, "bitsadmin /reset\n")],
    )]);
}

#[test]
fn commands_in_running_text_and_in_tables_are_found() {
    check(&[
        (
            "a.md",
            "| use | `bitsadmin /list \\| find \"a\"` |\n|-|-|\n| x | ``Get-BitsTransfer -AllUsers $true`` |\n",
            &[
                ("?", Commands, "bitsadmin /list | find \"a\""),
                ("?", Commands, "Get-BitsTransfer -AllUsers $true"),
            ],
        ),
        ("a.md", "See `Get-BitsTransfer` and `bitsadmin`.\n", &[]),
        (
            "a.md",
            "See `bitsadmin /getstate`, `Get-BitsTransfer -JobId`.\n",
            &[
                ("?", Mention, "bitsadmin /getstate"),
                ("?", Mention, "Get-BitsTransfer -JobId"),
            ],
        ),
        (
            "a.md",
            "bitsadmin: call `/SetCredentialsJob TargetScheme NULL NULL`, not `/etc /passwd`.\n",
            &[(
                "?",
                Commands,
                "bitsadmin /SetCredentialsJob TargetScheme NULL NULL",
            )],
        ),
        ("a.md", "Call `/SetCredentials a b`.\n", &[]),
        (
            "a.md",
            "**bitsadmin /addfile j https://h/a c:\\\\a** and **bitsadmin 1.5 and earlier:**\n",
            &[("?", Commands, "bitsadmin /addfile j https://h/a c:\\a")],
        ),
        (
            "a.md",
            "> `bitsadmin /cancel\n> job`\n",
            &[("?", Commands, "bitsadmin /cancel job")],
        ),
    ]);
}

#[test]
fn what_a_block_prints_is_left_out() {
    check(&[
        (
            "a.md",
            "```\nPS C:\\> Get-BitsTransfer\nJobId  State\n-----  -----\n1      Error\n\nPS C:\\> Remove-BitsTransfer $a\n```\n",
            &[(
                "?",
                Commands,
                "PS C:\\> Get-BitsTransfer\nPS C:\\> Remove-BitsTransfer $a\n",
            )],
        ),
        (
            "a.md",
            "```\nC:\\Users\\a b>bitsadmin /transfer j ^\n  http://h/a c:\\a\nDISPLAY: 'j'\n```\n",
            &[(
                "?",
                Commands,
                "C:\\Users\\a b>bitsadmin /transfer j ^\n  http://h/a c:\\a\n",
            )],
        ),
        (
            "a.md",
            "```\nPS> $p = @{\n>> Source = 'a'\nPriority = 'Low'\n}\nout\nPS> Start-BitsTransfer @p\n```\n",
            &[(
                "?",
                Commands,
                "PS> $p = @{\n>> Source = 'a'\nPriority = 'Low'\n}\nPS> Start-BitsTransfer @p\n",
            )],
        ),
        (
            "a.md",
            "```\nPS> $t = @'\nC:\\> x\n'@\nout\nPS> Get-BitsTransfer\n```\n",
            &[("?", Commands, "PS> $t = @'\nC:\\> x\nPS> Get-BitsTransfer\n")],
        ),
    ]);
}

#[test]
fn syntax_lines_are_told_from_commands() {
    let lines: &[(&str, Form)] = &[
        ("bitsadmin /addfile <job> <remoteURL> <localname>", Syntax),
        ("bitsadmin /create [type] displayname", Syntax),
        ("bitsadmin /list [/allusers][/verbose]", Syntax),
        ("bitsadmin /util /enableanalyticchannel TRUE|FALSE", Syntax),
        ("bitsadmin /SetCustomHeaders <Job> <Header1> < ... >", Syntax),
        ("bitsadmin /setcustomheaders Job Header1 ...", Syntax),
        ("Get-BitsTransfer [-JobId] <Guid[]> [<CommonParameters>]", Syntax),
        ("bitsadmin /list | find \"a\"", Commands),
        ("bitsadmin /list < a.txt > b.txt", Commands),
        ("bitsadmin /list >nul 2>&1", Commands),
        ("bitsadmin /transfer [a] http://h/a C:\\a.zip", Syntax),
        ("Start-BitsTransfer ([uri]$a) $b", Commands),
        ("Start-BitsTransfer -Priority $a[0] -Source [string]$b", Commands),
        ("Get-BitsTransfer | Where-Object { $_.JobState -lt 3 }", Commands),
    ];
    for (line, form) in lines {
        let page = format!("```\n{line}\n```\n");
        assert_eq!(snippets("a.md", &page)[0].form, *form, "{line}");
        assert_eq!(snippets("a.txt", &format!("{line}\n"))[0].form, *form, "{line}");
        assert_eq!(snippets("a.cmd", line)[0].form, Commands, "{line}");
    }
    check(&[(
        "a.md",
        "# Syntax\n```\nbitsadmin /DeleteURL url\n```\n## Parameters\n```\nbitsadmin /wrap Job\n```\n# Examples\n```\nbitsadmin /list\n```\n",
        &[
            ("?", Syntax, "bitsadmin /DeleteURL url\n"),
            ("?", Syntax, "bitsadmin /wrap Job\n"),
            ("?", Commands, "bitsadmin /list\n"),
        ],
    )]);
}

#[test]
fn lines_of_plain_text_that_hold_a_command_are_found() {
    check(&[
        (
            "a.txt",
            "Run this:\n  bitsadmin /create j\n  bitsadmin /resume j\n\nbitsadmin /complete j",
            &[
                ("?", Commands, "bitsadmin /create j\nbitsadmin /resume j\n"),
                ("?", Commands, "bitsadmin /complete j"),
            ],
        ),
        (
            "notes.log",
            "1. Start-BitsTransfer $a `\n  -Destination b\n- C:\\>bitsadmin /list\nPS C:\\> bitsadmin /list\n",
            &[
                (
                    "powershell",
                    Commands,
                    "Start-BitsTransfer $a `\n  -Destination b\n",
                ),
                ("cmd", Commands, "C:\\>bitsadmin /list\n"),
                ("powershell", Commands, "PS C:\\> bitsadmin /list\n"),
            ],
        ),
        (
            "a.txt",
            "Run:\npowershell -Command \"Get-BitsTransfer -AllUsers\"\nif defined A bitsadmin /list\nbitsadmin /resume %J%\n",
            &[(
                "cmd",
                Commands,
                "powershell -Command \"Get-BitsTransfer -AllUsers\"\nif defined A bitsadmin /list\nbitsadmin /resume %J%\n",
            )],
        ),
        (
            "a.txt",
            "rem Lines for the prompt.\n\nset J=a\nbitsadmin /create %J%\necho %J%\nbitsadmin /resume %J%\n",
            &[(
                "?",
                Commands,
                "rem Lines for the prompt.\n\nset J=a\nbitsadmin /create %J%\necho %J%\nbitsadmin /resume %J%\n",
            )],
        ),
        (
            "a.txt",
            "bitsadmin is a tool.\nbitsadmin /create creates a job.\nStart-BitsTransfer copies files\nUse bitsadmin, or Start-BitsTransfer\n",
            &[],
        ),
    ]);
}

#[test]
fn the_paragraph_above_a_block_is_kept() {
    let file = "# A\n\nFor file 2:\n\n```\nbitsadmin /list\n```\n\n```\nbitsadmin /list\n```\n";
    let found = snippets("a.md", file);
    let above: Vec<Option<&str>> = found
        .iter()
        .map(|snippet| snippet.above.map(|span| span.of(file).trim()))
        .collect();
    assert_eq!(above, [Some("For file 2:"), None]);
}

#[test]
fn words_are_replaced_only_where_nothing_breaks() {
    let table: &[(&str, &str, &str, &str, Option<&str>)] = &[
        ("a.cmd", "a b", "b", "c\nd", Some("a c\nd")),
        (
            "a.md",
            "> ```\n> bitsadmin b\n> ```\n",
            "b\n",
            "c\n",
            Some("> ```\n> bitsadmin c\n> ```\n"),
        ),
        ("a.md", "> ```\n> bitsadmin b\n> ```\n", "b\n", "c\nd\n", None),
        (
            "a.md",
            "```\nbitsadmin b\n```\n",
            "b\n",
            "c\nd\n",
            Some("```\nbitsadmin c\nd\n```\n"),
        ),
        (
            "a.md",
            "> ```\n> bitsadmin\n> b\n> ```\n",
            "bitsadmin\nb",
            "c",
            None,
        ),
        (
            "a.md",
            "Call `bitsadmin /x b`",
            "b",
            "c",
            Some("Call `bitsadmin /x c`"),
        ),
        ("a.md", "Call `bitsadmin /x b`", "b", "`", None),
        ("a.md", "bitsadmin: `/setpriority b`", "bitsadmin ", "c", None),
        ("a.md", "**bitsadmin /x c:\\\\b**", "c:\\b", "d", None),
        ("a.md", "**bitsadmin /x b**", "b", "c:\\d", None),
        ("a.md", "**bitsadmin /x b**", "b", "d", Some("**bitsadmin /x d**")),
    ];
    for (name, file, old, new, expected) in table {
        let found = snippets(name, file);
        let start = found[0].source().rfind(old).unwrap();
        let replacement = Replacement {
            title: String::new(),
            span: Span::new(start, start + old.len()),
            text: (*new).to_owned(),
            is_secret: false,
        };
        let replaced = found[0].replacement(file, &replacement).map(|replacement| {
            let span = replacement.span;
            format!("{}{}{}", &file[..span.start], replacement.text, &file[span.end..])
        });
        assert_eq!(replaced.as_deref(), *expected, "{file}: {old} to {new}");
    }
}

fn names() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("a.md"), Just("a.txt"), Just("a.cmd"), Just("a.ps1")]
}

/// Lines that make a page.
fn pages() -> impl Strategy<Value = String> {
    let prefix = prop_oneof![
        Just(""),
        Just("> "),
        Just("- "),
        Just("   "),
        Just("    "),
        Just("\t"),
        Just("| ")
    ];
    let text = prop_oneof![
        Just("```cmd"),
        Just("```"),
        Just("~~~"),
        Just("bitsadmin /list"),
        Just("PS C:\\> Get-BitsTransfer -Name a"),
        Just("`bitsadmin /x a \\| b`"),
        Just("**bitsadmin /x c:\\\\a**"),
        Just("|-|"),
        Just("# Syntax"),
        Just(""),
        Just("\u{E9}\u{1F600}\u{0}"),
        Just("Start-BitsTransfer @{ `"),
        Just("`/setpriority a"),
        Just("b`"),
        Just("---"),
    ];
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\r"), Just("")];
    prop::collection::vec((prefix, text, end), 0..12)
        .prop_map(|lines| lines.into_iter().map(|(a, b, c)| format!("{a}{b}{c}")).collect())
}

proptest! {
    #[test]
    fn every_character_stands_where_it_is_said_to(name in names(), file in prop_oneof![pages(), any::<String>()]) {
        for snippet in snippets(name, &file) {
            let source = snippet.source();
            let mut last = 0;
            for (at, c) in source.char_indices() {
                let place = snippet.locate(Span::new(at, at + c.len_utf8()));
                let there = place.of(&file);
                prop_assert!(there.is_empty() || there == &source[at..at + c.len_utf8()]);
                prop_assert!(place.start >= last && file.is_char_boundary(place.start));
                last = place.start;
            }
            let whole = snippet.locate(Span::new(0, source.len()));
            prop_assert!(snippet.place.holds(whole), "{:?} {:?}", snippet, whole);
        }
    }
}
