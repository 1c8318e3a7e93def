//! The ends of lines of a text in a box: a browser shows all of them as line feeds, and the text that was pasted is to come back as it
//! was.

/// A text as a box for text has it: each line ends with a line feed.
pub fn in_box(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for c in text.chars() {
        match (last, c) {
            ('\r', '\n') => {}
            (_, '\r') => out.push('\n'),
            (_, c) => out.push(c),
        }
        last = c;
    }
    out
}

/// A text that came from a clipboard, and where the caret of the box stood behind it, in UTF-16 units.
#[derive(Debug, Clone, Copy)]
pub struct Inserted<'t> {
    /// The text, with its own ends of lines.
    pub text: &'t str,
    /// The caret.
    pub caret: usize,
}

/// What a box says, with the ends of lines that its text had before and those of what was put in. A line that was typed ends as the
/// first one does, and in a text of one line as Windows ends them.
pub fn with_ends(before: &str, now: &str, inserted: Option<Inserted<'_>>) -> String {
    if now.contains('\r') {
        // No box says that.
        return now.to_owned();
    }
    let old = ends(before);
    let total = shared(now.chars(), now.chars());
    let (head, middle) = match inserted {
        Some(Inserted { text, caret }) => {
            let middle = ends(text);
            let mut units: usize = 0;
            let before_caret = now.chars().take_while(|c| {
                units += c.len_utf16();
                units <= caret
            });
            let stop = before_caret.filter(|c| *c == '\n').count();
            (stop.saturating_sub(middle.len()), middle)
        }
        None => {
            let box_before = in_box(before);
            let head = shared(box_before.chars(), now.chars());
            let tail = shared(box_before.chars().rev(), now.chars().rev());
            let tail = tail.min(old.len().min(total).saturating_sub(head));
            let typed = old.first().copied().unwrap_or("\r\n");
            (head, vec![typed; total.saturating_sub(head + tail)])
        }
    };
    let mut out = String::with_capacity(now.len());
    let mut line: usize = 0;
    for c in now.chars() {
        if c != '\n' {
            out.push(c);
            continue;
        }
        let end = match line.checked_sub(head) {
            None => old.get(line),
            Some(at) if at < middle.len() => middle.get(at),
            Some(_) => old.get((old.len() + line).wrapping_sub(total)),
        };
        out.push_str(end.copied().unwrap_or("\r\n"));
        line += 1;
    }
    match in_box(&out) == now {
        true => out,
        // A carriage return and a line feed of two lines became one end of a line.
        false => now.replace('\n', "\r\n"),
    }
}

/// How the lines of a text end.
fn ends(text: &str) -> Vec<&'static str> {
    let mut ends = Vec::new();
    let mut last = ' ';
    for c in text.chars() {
        match (last, c) {
            ('\r', '\n') => {
                ends.pop();
                ends.push("\r\n");
            }
            (_, '\r') => ends.push("\r"),
            (_, '\n') => ends.push("\n"),
            _ => {}
        }
        last = c;
    }
    ends
}

/// How many lines end in what two texts have in common.
fn shared(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other)
        .take_while(|(one, other)| one == other)
        .filter(|(one, _)| *one == '\n')
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_keeps_its_ends_of_lines() {
        for (head, pasted, tail) in [
            ("", "a\nb\nc\n", ""),
            ("", "a\r\nb\nc\r", ""),
            ("x\r\n", "a\nb\n", "y\r\n"),
            ("", "a\r\n", "a\n"),
            ("a\r\n", "a\n", ""),
            ("\u{1F600}", "\u{E9}\r\n", "\u{E9}\n"),
            ("\n\r\n", "\u{1F600}\r\n\n", "\n\r\n\r"),
        ] {
            let caret = in_box(&[head, pasted].concat()).encode_utf16().count();
            let inserted = Some(Inserted { text: pasted, caret });
            let whole = [head, pasted, tail].concat();
            let before = [head, tail].concat();
            assert_eq!(
                with_ends(&before, &in_box(&whole), inserted),
                whole,
                "{before:?} {pasted:?}"
            );
        }
    }

    #[test]
    fn what_stands_around_an_edit_keeps_its_ends_and_a_new_line_ends_as_the_first_does() {
        for (before, now, after) in [
            ("a\r\nb\nc", "a\nbx\nc", "a\r\nbx\nc"),
            ("a\r\nb\nc", "a\nb\nc\nd", "a\r\nb\nc\r\nd"),
            ("a\nb", "a\n\nb", "a\n\nb"),
            ("a\rb", "a\nb\nc", "a\rb\rc"),
            ("", "a\nb\n", "a\r\nb\r\n"),
            ("a\nb\n", "", ""),
            ("a\r\n\nb", "a\nb", "a\r\nb"),
            ("\u{E9}\r\n", "\u{E8}\n", "\u{E8}\r\n"),
        ] {
            assert_eq!(with_ends(before, now, None), after, "{before:?} {now:?}");
        }
    }

    #[test]
    fn any_edit_gives_what_the_box_says() {
        let texts = [
            "",
            "\n",
            "\r\n",
            "\r",
            "a\r\n\r\rb\n",
            "\u{1F600}\r\nab\n\n",
            "ab\r\nab\r\nab",
        ];
        for before in texts {
            for now in texts.map(in_box) {
                for text in texts {
                    for caret in 0..12 {
                        let out = with_ends(before, &now, Some(Inserted { text, caret }));
                        assert_eq!(in_box(&out), now, "{before:?} {now:?} {text:?} {caret}");
                    }
                }
            }
        }
    }
}
