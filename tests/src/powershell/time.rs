//! Dates and lengths of time in ticks of 100 ns, as .NET counts and prints them.

/// Ticks in a second.
pub const SECOND: i64 = 10_000_000;
/// Ticks in a day.
pub const DAY: i64 = 86_400 * SECOND;

/// A date's parts: year, month, day, hour, minute, second, ticks of the second.
fn parts(ticks: i64) -> [i64; 7] {
    let mut days = ticks.div_euclid(DAY);
    let rest = ticks.rem_euclid(DAY);
    let mut year = 1;
    while days >= year_length(year) {
        days -= year_length(year);
        year += 1;
    }
    let mut month = 1;
    while days >= month_length(year, month) {
        days -= month_length(year, month);
        month += 1;
    }
    let seconds = rest / SECOND;
    [
        year,
        month,
        days + 1,
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        rest % SECOND,
    ]
}

fn year_length(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The ticks of a date and time of day.
pub fn ticks(year: i64, month: i64, day: i64, seconds: i64) -> i64 {
    let years: i64 = (1..year).map(year_length).sum();
    let months: i64 = (1..month).map(|one| month_length(year, one)).sum();
    (years + months + day - 1) * DAY + seconds * SECOND
}

/// A date by a .NET custom format of the letters y, M, d, H, m, s, f and literal characters, or by `o` or `s`.
pub fn date_text(ticks: i64, format: &str) -> String {
    let format = match format {
        "o" | "O" => "yyyy-MM-ddTHH:mm:ss.fffffff",
        "s" => "yyyy-MM-ddTHH:mm:ss",
        "u" => "yyyy-MM-dd HH:mm:ssZ",
        other => other,
    };
    let [year, month, day, hour, minute, second, fraction] = parts(ticks);
    let mut text = String::new();
    let letters: Vec<char> = format.chars().collect();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let width = letters[at..].iter().take_while(|other| *other == letter).count();
        let number = match letter {
            'y' => Some(if width == 2 { year % 100 } else { year }),
            'M' => Some(month),
            'd' => Some(day),
            'H' => Some(hour),
            'm' => Some(minute),
            's' => Some(second),
            'f' => Some(fraction / 10i64.pow(7u32.saturating_sub(width as u32))),
            _ => None,
        };
        match number {
            Some(number) => text.push_str(&format!("{number:0width$}")),
            None => text.extend(letters[at..at + width].iter().filter(|letter| **letter != '\'')),
        }
        at += width;
    }
    text
}

/// A length of time in .NET's constant format.
pub fn time_text(ticks: i64) -> String {
    let sign = if ticks < 0 { "-" } else { "" };
    let ticks = ticks.abs();
    let days = match ticks / DAY {
        0 => String::new(),
        days => format!("{days}."),
    };
    let seconds = ticks % DAY / SECOND;
    let fraction = match ticks % SECOND {
        0 => String::new(),
        fraction => format!(".{fraction:07}"),
    };
    format!(
        "{sign}{days}{:02}:{:02}:{:02}{fraction}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// A date as year-month-day, perhaps with a time of day behind a space or `T`.
pub fn parse_date(text: &str) -> Option<i64> {
    let (date, time) = text
        .trim()
        .split_once(['T', ' '])
        .unwrap_or((text.trim(), "00:00:00"));
    let date: Vec<i64> = date
        .split('-')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let (time, fraction) = time
        .trim_end_matches('Z')
        .split_once('.')
        .unwrap_or((time.trim_end_matches('Z'), "0"));
    let time: Vec<i64> = time
        .split(':')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let ([year, month, day], [hour, minute, rest @ ..]) = (date.as_slice(), time.as_slice()) else {
        return None;
    };
    if !(1..=9999).contains(year)
        || !(1..=12).contains(month)
        || !(1..=month_length(*year, *month)).contains(day)
    {
        return None;
    }
    let seconds = hour * 3600 + minute * 60 + rest.first().unwrap_or(&0);
    let fraction = format!("{fraction:0<7}").get(..7)?.parse::<i64>().ok()?;
    Some(ticks(*year, *month, *day, seconds) + fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_print_and_parse_alike() {
        for (text, expected) in [
            ("2024-02-29T23:59:58", "2024-02-29 23:59:58.0000000"),
            ("2025-12-31", "2025-12-31 00:00:00.0000000"),
            ("0001-01-01 00:00:01.5", "0001-01-01 00:00:01.5000000"),
        ] {
            let ticks = parse_date(text).unwrap_or_else(|| panic!("{text} is no date"));
            assert_eq!(date_text(ticks, "yyyy-MM-dd HH:mm:ss.fffffff"), expected);
        }
        assert_eq!(parse_date("2025-02-29"), None);
        assert_eq!(time_text(DAY + 3_661 * SECOND), "1.01:01:01");
    }
}
