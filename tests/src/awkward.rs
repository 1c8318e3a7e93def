//! Strings that break naive quoting, each with a name.
//!
//! They stand in for free text of a job: names, descriptions, headers, paths, URLs. Every emitter has to
//! carry each of them unchanged or to refuse it with a reason.

/// One awkward string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awkward {
    /// What is awkward about it.
    pub name: String,
    /// The string itself.
    pub text: String,
}

impl Awkward {
    /// True when the text is one line of printable ASCII, the part that a batch file can carry.
    #[must_use]
    pub fn is_printable_ascii(&self) -> bool {
        self.text.chars().all(|c| (' '..='~').contains(&c))
    }
}

/// Every awkward string, in a fixed order, without repetitions.
#[must_use]
pub fn all() -> Vec<Awkward> {
    let listed = LISTED
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let characters = CHARACTERS
        .iter()
        .map(|&(name, c)| (format!("{name} inside a word"), format!("a{c}b")));
    let doubled = CHARACTERS
        .iter()
        .map(|&(name, c)| (format!("{name} twice, alone"), format!("{c}{c}")));
    let lengths = LENGTHS.iter().map(|&length| {
        (
            format!("{length} characters"),
            "abcdefghi ".repeat(length / 10 + 1),
            length,
        )
    });
    let lengths = lengths.map(|(name, text, length)| (name, text.chars().take(length).collect()));
    let escaped = LENGTHS
        .iter()
        .map(|&length| (format!("{length} percent signs"), "%".repeat(length)));
    let mut seen = std::collections::BTreeSet::new();
    listed
        .chain(characters)
        .chain(doubled)
        .chain(lengths)
        .chain(escaped)
        .filter(|(_, text)| seen.insert(text.clone()))
        .map(|(name, text)| Awkward { name, text })
        .collect()
}

/// Limits of BITS and of cmd, and their neighbours.
const LENGTHS: &[usize] = &[1, 2, 255, 256, 257, 1_024, 1_025, 2_200, 2_201, 8_191, 8_192];

/// Characters that some reader treats in its own way.
const CHARACTERS: &[(&str, char)] = &[
    ("quotation mark", '"'),
    ("apostrophe", '\''),
    ("backtick", '`'),
    ("left single quotation mark", '\u{2018}'),
    ("right single quotation mark", '\u{2019}'),
    ("single low-9 quotation mark", '\u{201a}'),
    ("single high-reversed-9 quotation mark", '\u{201b}'),
    ("left double quotation mark", '\u{201c}'),
    ("right double quotation mark", '\u{201d}'),
    ("double low-9 quotation mark", '\u{201e}'),
    ("double high-reversed-9 quotation mark", '\u{201f}'),
    ("en dash", '\u{2013}'),
    ("em dash", '\u{2014}'),
    ("horizontal bar", '\u{2015}'),
    ("percent sign", '%'),
    ("caret", '^'),
    ("exclamation mark", '!'),
    ("ampersand", '&'),
    ("vertical bar", '|'),
    ("less-than sign", '<'),
    ("greater-than sign", '>'),
    ("left parenthesis", '('),
    ("right parenthesis", ')'),
    ("left bracket", '['),
    ("right bracket", ']'),
    ("left brace", '{'),
    ("right brace", '}'),
    ("semicolon", ';'),
    ("comma", ','),
    ("equals sign", '='),
    ("tilde", '~'),
    ("plus sign", '+'),
    ("asterisk", '*'),
    ("question mark", '?'),
    ("dollar sign", '$'),
    ("at sign", '@'),
    ("number sign", '#'),
    ("colon", ':'),
    ("slash", '/'),
    ("backslash", '\\'),
    ("space", ' '),
    ("tab", '\t'),
    ("line feed", '\n'),
    ("carriage return", '\r'),
    ("null", '\0'),
    ("bell", '\u{7}'),
    ("backspace", '\u{8}'),
    ("vertical tab", '\u{b}'),
    ("form feed", '\u{c}'),
    ("Ctrl-Z", '\u{1a}'),
    ("escape", '\u{1b}'),
    ("delete", '\u{7f}'),
    ("next line U+0085", '\u{85}'),
    ("control U+0091", '\u{91}'),
    ("no-break space", '\u{a0}'),
    ("soft hyphen", '\u{ad}'),
    ("y with diaeresis, byte 0xFF", '\u{ff}'),
    ("N with tilde, whose second UTF-8 byte is 0x91", '\u{d1}'),
    ("Arabic letter mark", '\u{61c}'),
    ("Mongolian vowel separator", '\u{180e}'),
    ("en quad", '\u{2000}'),
    ("zero-width space", '\u{200b}'),
    ("zero-width non-joiner", '\u{200c}'),
    ("zero-width joiner", '\u{200d}'),
    ("left-to-right mark", '\u{200e}'),
    ("right-to-left mark", '\u{200f}'),
    ("line separator", '\u{2028}'),
    ("paragraph separator", '\u{2029}'),
    ("left-to-right embedding", '\u{202a}'),
    ("pop directional formatting", '\u{202c}'),
    ("right-to-left override", '\u{202e}'),
    ("narrow no-break space", '\u{202f}'),
    ("word joiner", '\u{2060}'),
    ("left-to-right isolate", '\u{2066}'),
    ("pop directional isolate", '\u{2069}'),
    ("ideographic space", '\u{3000}'),
    ("Hangul filler", '\u{3164}'),
    ("byte order mark", '\u{feff}'),
    ("fullwidth quotation mark", '\u{ff02}'),
    ("fullwidth percent sign", '\u{ff05}'),
    ("fullwidth ampersand", '\u{ff06}'),
    ("fullwidth apostrophe", '\u{ff07}'),
    ("fullwidth slash", '\u{ff0f}'),
    ("fullwidth backslash", '\u{ff3c}'),
    ("fullwidth vertical bar", '\u{ff5c}'),
    ("replacement character", '\u{fffd}'),
    ("noncharacter U+FFFF", '\u{ffff}'),
    ("euro sign", '\u{20ac}'),
    ("combining acute accent", '\u{301}'),
    ("Hebrew letter", '\u{5d0}'),
    ("Chinese character", '\u{6587}'),
    ("emoji beyond the basic plane", '\u{1f600}'),
    ("tag character", '\u{e0041}'),
    ("last code point", '\u{10ffff}'),
];

/// Strings with a shape of their own.
const LISTED: &[(&str, &str)] = &[
    ("empty", ""),
    ("one space", " "),
    ("plain", "Nightly"),
    ("space at the start", " lead"),
    ("space at the end", "trail "),
    ("two spaces inside", "a  b"),
    ("tabs at both ends", "\ta\t"),
    ("quoted whole", "\"quoted\""),
    ("quoted whole, with a space", "\"a b\""),
    ("odd quotes", "a\"b c\"d\"e"),
    ("three quotes", "\"\"\""),
    ("quote at the start", "\"a"),
    ("quote at the end", "a\""),
    ("quote, space, quote", "\" \""),
    ("backslash before a quote", "a\\\"b"),
    ("two backslashes before a quote", "a\\\\\"b"),
    ("three backslashes before a quote", "a\\\\\\\"b"),
    ("backslash and quote alone", "\\\""),
    ("two backslashes alone", "\\\\"),
    ("quote, then backslash at the end", "\"a\\"),
    ("backslashes inside", "a\\\\b"),
    ("directory", "C:\\dir\\"),
    ("directory with a space", "C:\\a b\\"),
    ("directory with two backslashes", "C:\\a b\\\\"),
    ("drive alone", "C:\\"),
    ("path with a space", "C:\\Program Files\\tool.exe"),
    (
        "quoted path and a parameter",
        "\"C:\\Program Files\\tool.exe\" /x \"a b\"",
    ),
    ("quoted path ending in a backslash", "\"C:\\a b\\\" c"),
    ("path with percent", "C:\\100%\\x"),
    ("path with parentheses", "C:\\Program Files (x86)\\x"),
    ("path with ampersand", "C:\\R&D\\x"),
    ("path with a caret", "C:\\a^b\\x"),
    ("path with an exclamation mark", "C:\\wow!\\x"),
    ("path with brackets", "C:\\[a]\\x[1].txt"),
    ("path with an apostrophe", "C:\\it's\\x"),
    ("share", "\\\\server\\share\\x"),
    ("hidden share", "\\\\server\\c$\\x"),
    ("device path", "\\\\?\\C:\\x"),
    ("percent at the end", "100%"),
    ("percent twice", "a%%b"),
    ("percent three times", "%%%"),
    ("percent four times", "%%%%"),
    ("one percent alone", "%"),
    ("encoded space", "a%20b"),
    ("encoded space at the start", "%20b"),
    ("two encodings", "a%20b%41c"),
    ("encoded percent", "a%2520b"),
    ("variable", "%PATH%"),
    ("variable in lower case", "%path%"),
    ("variable inside a word", "a%TEMP%b"),
    ("undefined variable", "%NO_SUCH_NAME%"),
    ("variable with replacement", "%TEMP:x=y%"),
    ("variable cut out", "%TEMP:~0,2%"),
    ("variable with a bad modifier", "%TEMP:=%"),
    ("undefined variable with a modifier", "%NOSUCH:a=b%"),
    ("variable open", "%TEMP"),
    ("variable with a caret before", "^%TEMP^%"),
    ("caret after the percent sign", "%^TEMP%^"),
    ("doubled variable", "%%TEMP%%"),
    ("percent and a colon", "%:%"),
    ("percent between spaces", "a % b % c"),
    ("percent and quotes", "%\"%\"%"),
    ("argument", "%1"),
    ("argument without quotes", "%~1"),
    ("folder of the script", "%~dp0"),
    ("path operator gone wrong", "%~x"),
    ("all arguments", "%*"),
    ("loop variable", "%%i"),
    ("loop variable without quotes", "%%~i"),
    ("loop variable, one percent", "%i"),
    ("loop variable called a", "%a %b"),
    ("random number", "%RANDOM%"),
    ("current folder", "%CD%"),
    ("error level", "%ERRORLEVEL%"),
    ("command line of cmd", "%CMDCMDLINE%"),
    ("hidden variable", "%=C:%"),
    ("delayed variable", "!PATH!"),
    ("delayed variable inside a word", "a!TEMP!b"),
    ("caret and exclamation mark", "^!TEMP^!"),
    ("caret at the end", "a^"),
    ("two carets at the end", "a^^"),
    ("caret before a letter", "^a"),
    ("caret before a quote", "^\""),
    ("caret before an ampersand", "^&"),
    ("caret in a quoted part", "\"^\" ^"),
    ("ampersand between words", "a & b"),
    ("ampersand after a quote", "a\" & b"),
    ("ampersand after a quoted word", "\"a\"&b"),
    ("ampersand after two quotes", "\"\"&b"),
    ("ampersand after a backslashed quote", "\\\"&b"),
    ("two ampersands", "a && b"),
    ("bar between words", "a | b"),
    ("bar after a quote", "a\"|b"),
    ("two bars", "a || b"),
    ("redirection out", "a > b"),
    ("redirection out, appended", "a >> b"),
    ("redirection of errors", "a 2>&1"),
    ("redirection in", "a < b"),
    ("redirection after a quote", "a\" > b"),
    ("angle brackets", "<a href=\"x\">b</a>"),
    ("closing parenthesis", "a) b"),
    ("closing parenthesis after a quote", "a\") & (b"),
    ("parentheses", "(a)"),
    ("every character special to cmd", "()!^\"<>&|%"),
    ("every character special to cmd, twice", "()!^\"<>&|% %|&><\"^!)("),
    ("special characters in quotes", "\"()!^<>&|\""),
    ("separators", ";,=~+"),
    ("semicolon at the start", ";a"),
    ("equals sign at the start", "=a"),
    ("comma between words", "a,b c"),
    ("NULL", "NULL"),
    ("null", "null"),
    ("NULL with a space", "NULL "),
    ("nul", "nul"),
    ("con", "CON"),
    ("slash word", "/x"),
    ("slash cancel", "/CANCEL"),
    ("slash question mark", "/?"),
    ("minus word", "-x"),
    ("two minus", "--%"),
    ("minus word with a colon", "-Name:x"),
    ("en dash word", "\u{2013}x"),
    ("plus word", "+x"),
    ("identifier in braces", "{12345678-1234-1234-1234-123456789ABC}"),
    (
        "identifier without braces",
        "12345678-1234-1234-1234-123456789abc",
    ),
    ("shape of an identifier", "{guid}"),
    ("open brace", "{12345678"),
    ("star", "*"),
    ("star at the end", "Nightly*"),
    ("question mark", "?"),
    ("character class", "[a]"),
    ("open bracket", "[a"),
    ("file pattern", "*.txt"),
    ("backtick before a letter", "a`b"),
    ("backtick n", "a`nb"),
    ("backtick at the end", "a`"),
    ("backtick and quote", "a`\"b"),
    ("PowerShell variable", "$x"),
    ("PowerShell variable in braces", "${env:PATH}"),
    ("PowerShell environment", "$env:PATH"),
    ("PowerShell subexpression", "$(x)"),
    ("PowerShell automatic variable", "$null"),
    ("PowerShell true", "$true"),
    ("splat", "@x"),
    ("array", "@(1)"),
    ("here-string", "@'\nx\n'@"),
    ("comment", "#x"),
    ("block comment", "<#x#>"),
    ("end of a block comment", "#>"),
    ("script block", "{x}"),
    ("format item", "{0}"),
    ("call operator", "& x"),
    ("statement end", "a; b"),
    ("single-quoted", "'a b'"),
    ("single quote doubled", "a''b"),
    ("smart quotes paired", "\u{2018}a\u{2019} \u{201c}b\u{201d}"),
    ("smart quote and a statement", "\u{2019}; x #"),
    ("smart quote and ASCII quote", "'\u{2019}"),
    ("number", "42"),
    ("hexadecimal number", "0x1F"),
    ("size", "1kb"),
    ("negative number", "-1"),
    ("true", "true"),
    ("URL", "https://example.com/a/b.zip"),
    ("URL with an encoded space", "https://example.com/a%20b.zip"),
    ("URL with encodings", "https://example.com/%E4%BD%A0%2F?q=100%25"),
    ("URL with a query", "https://example.com/a?x=1&y=2&z=%20"),
    ("URL with a fragment", "https://example.com/a#b"),
    ("URL with a semicolon", "https://example.com/a;v=1,2?x=(1)"),
    ("URL with an address", "http://[::1]:8080/a"),
    ("URL with an apostrophe", "https://example.com/it's"),
    ("URL with a dollar sign", "https://example.com/$x/$(y)"),
    ("URL with an exclamation mark", "https://example.com/a!b!c"),
    ("URL with a caret", "https://example.com/a^b"),
    ("URL with a space", "https://example.com/a b"),
    ("URL with a quote", "https://example.com/a\"b"),
    ("URL with user and password", "https://user:p%40ss@example.com/"),
    ("URL of a file", "file://server/share/a%20b"),
    ("header", "X-Name: value"),
    ("header with quotes", "If-None-Match: \"abc\""),
    ("header with quotes and percent", "X-A: \"100%\" & \"b\""),
    ("header with semicolons", "Cookie: a=b; c=d"),
    ("header with a bearer", "Authorization: Bearer a.b-c_d~e+f/g=="),
    ("header that injects another", "X-A: b\r\nX-C: d"),
    ("colon alone", ":"),
    ("label", ":label"),
    ("remark", ":: remark"),
    ("drive letter", "C:"),
    ("stream", "C:\\x.txt:stream"),
    ("dots", ".."),
    ("dot at the end", "name."),
    ("two lines", "a\nb"),
    ("two lines of Windows", "a\r\nb"),
    ("line feed at the end", "a\n"),
    ("carriage return inside", "a\rb"),
    ("null at the end", "a\0"),
    ("Ctrl-Z at the end", "a\u{1a}"),
    ("escape sequence", "\u{1b}[31mred\u{1b}[0m"),
    ("backspaces", "abc\u{8}\u{8}x"),
    ("bidirectional trick", "invoice\u{202e}txt.exe"),
    ("isolates", "\u{2066}a\u{2069}"),
    ("Hebrew", "\u{5e9}\u{5dc}\u{5d5}\u{5dd}"),
    ("Arabic with digits", "\u{645}\u{644}\u{641} 12"),
    ("German", "Gr\u{fc}\u{df}e"),
    ("Spanish, bytes that look like a quote", "A\u{d1}O"),
    ("Chinese", "\u{4e0b}\u{8f7d}\u{6587}\u{4ef6}"),
    ("emoji", "\u{1f4e6} x"),
    ("emoji sequence", "\u{1f469}\u{200d}\u{1f4bb}"),
    ("combining accent", "e\u{301}"),
    ("same text composed", "\u{e9}"),
    ("fullwidth command", "\u{ff02}\u{ff06}calc\u{ff02}"),
    ("zero width inside", "ad\u{200b}min"),
    ("line separator inside", "a\u{2028}b"),
    ("next line inside", "a\u{85}b"),
    ("no-break space inside", "a\u{a0}b"),
    ("every printable ASCII character", PRINTABLE),
];

const PRINTABLE: &str =
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_long_and_without_repetitions() {
        let all = all();
        let names: std::collections::BTreeSet<_> = all.iter().map(|a| &a.name).collect();
        let texts: std::collections::BTreeSet<_> = all.iter().map(|a| &a.text).collect();
        assert!(all.len() >= 150, "{} strings", all.len());
        assert_eq!(names.len(), all.len());
        assert_eq!(texts.len(), all.len());
    }

    #[test]
    fn both_sides_of_printable_ascii_are_well_filled() {
        let printable = all().iter().filter(|a| a.is_printable_ascii()).count();
        assert!(printable >= 150, "{printable} printable");
        assert!(all().len() - printable >= 100);
    }

    #[test]
    fn lengths_are_what_their_names_say() {
        for awkward in all() {
            if let Some(length) = awkward.name.strip_suffix(" characters") {
                assert_eq!(
                    Ok(awkward.text.chars().count()),
                    length.parse(),
                    "{}",
                    awkward.name
                );
            }
        }
    }
}
