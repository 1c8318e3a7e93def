//! The verbs of bitsadmin that take a job, one function each.

use super::bitsadmin::{Done, Refused};
use super::fault::Fault;
use super::job::JobType;
use super::{Job, Model};
use std::ops::RangeInclusive;

/// What a verb does to the job of a GUID with the words behind it.
type Run = fn(&mut Model, &str, &[&str]) -> Done;

/// A verb.
pub(super) struct Verb {
    /// How many words may follow the job.
    pub(super) words: RangeInclusive<usize>,
    /// What it does to the job of a GUID.
    pub(super) run: Run,
}

/// The verb of this name, in lower case with its slash.
pub(super) fn verb(name: &str) -> Option<Verb> {
    let (words, run): (RangeInclusive<usize>, Run) = match name {
        "/addfile" => (2..=2, |model, guid, words| {
            quiet(model.add_file(guid, words[0], absolute(words[1])?, ""))
        }),
        "/addfilewithranges" => (3..=3, |model, guid, words| {
            check_ranges(words[2])?;
            quiet(model.add_file(guid, words[0], absolute(words[1])?, words[2]))
        }),
        "/replaceremoteprefix" => (2..=2, |model, guid, words| {
            quiet(model.replace_prefix(guid, words[0], words[1]))
        }),
        "/suspend" => (0..=0, |model, guid, _| quiet(model.suspend(guid))),
        "/resume" => (0..=0, |model, guid, _| quiet(model.resume(guid))),
        "/cancel" => (0..=0, |model, guid, _| quiet(model.cancel(guid))),
        "/complete" => (0..=0, |model, guid, _| quiet(model.complete(guid))),
        "/takeownership" => (0..=0, |model, guid, _| quiet(model.take_ownership(guid))),
        "/setdisplayname" => (1..=1, |model, guid, words| {
            quiet(model.set(guid, "display_name", words[0]))
        }),
        "/setdescription" => (1..=1, |model, guid, words| {
            quiet(model.set(guid, "description", words[0]))
        }),
        "/setpriority" => (1..=1, |model, guid, words| {
            let word = among(words[0], &["FOREGROUND", "HIGH", "NORMAL", "LOW"])?;
            quiet(model.set(guid, "priority", &word))
        }),
        "/setnotifyflags" => (1..=1, |model, guid, words| {
            number(model, guid, "notify_flags", words[0])
        }),
        "/setminretrydelay" => (1..=1, |model, guid, words| {
            number(model, guid, "minimum_retry_delay", words[0])
        }),
        "/setnoprogresstimeout" => (1..=1, |model, guid, words| {
            number(model, guid, "no_progress_timeout", words[0])
        }),
        "/setmaxdownloadtime" => (1..=1, |model, guid, words| {
            number(model, guid, "maximum_download_time", words[0])
        }),
        "/setsecurityflags" => (1..=1, |model, guid, words| {
            number(model, guid, "security_flags", words[0])
        }),
        "/setpeercachingflags" => (1..=1, |model, guid, words| {
            number(model, guid, "peer_caching_flags", words[0])
        }),
        "/sethelpertokenflags" => (1..=1, |model, guid, words| {
            // The help text has no other. [help1809]
            match words[0].trim_start_matches("0x").trim_start_matches('0') {
                "1" | "2" | "3" => number(model, guid, "helper_token_flags", words[0]),
                _ => Err(Fault::InvalidArgument.into()),
            }
        }),
        "/sethelpertoken" => (0..=0, |model, guid, _| {
            quiet(model.set(guid, "helper_token", "TRUE"))
        }),
        "/sethttpmethod" => (1..=1, |model, guid, words| {
            quiet(model.set(guid, "http_method", words[0]))
        }),
        "/setreplyfilename" => (1..=1, |model, guid, words| {
            quiet(model.set(guid, "reply_file_name", words[0]))
        }),
        "/setaclflags" => (1..=1, |model, guid, words| {
            let number = acl_number(words[0])?.to_string();
            quiet(model.set(guid, "file_acl_flags", &number))
        }),
        "/setcustomheaders" => (1..=usize::MAX, |model, guid, words| {
            if words.iter().any(|word| !word.contains(':')) {
                return Err(Fault::InvalidArgument.into());
            }
            quiet(model.set(guid, "custom_headers", &words.join("\r\n")))
        }),
        "/makecustomheaderswriteonly" => (0..=0, |model, guid, _| {
            quiet(model.set(guid, "custom_headers_write_only", "TRUE"))
        }),
        "/setnotifycmdline" => (1..=2, notify_cmd_line),
        "/setproxysettings" => (1..=3, proxy_settings),
        "/setcredentials" => (4..=4, |model, guid, words| {
            let key = credentials(words[0], words[1])?;
            let part = |word: &str| {
                if word == "NULL" {
                    String::new()
                } else {
                    word.to_owned()
                }
            };
            quiet(model.set(guid, &key, &format!("{}\n{}", part(words[2]), part(words[3]))))
        }),
        "/removecredentials" => (2..=2, |model, guid, words| {
            let key = credentials(words[0], words[1])?;
            model.change(guid)?.settings.remove(&key);
            Ok(Vec::new())
        }),
        "/setclientcertificatebyid" => (3..=3, |model, guid, words| {
            if words[2].len() != 40 || !words[2].bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(Fault::InvalidArgument.into());
            }
            let value = format!(
                "ID {} {} {}",
                location(words[0])?,
                words[1],
                words[2].to_ascii_uppercase()
            );
            quiet(model.set(guid, "client_certificate", &value))
        }),
        "/setclientcertificatebyname" => (3..=3, |model, guid, words| {
            let value = format!("NAME {} {} {}", location(words[0])?, words[1], words[2]);
            quiet(model.set(guid, "client_certificate", &value))
        }),
        "/removeclientcertificate" => (0..=0, |model, guid, _| {
            quiet(model.set(guid, "client_certificate", ""))
        }),
        "/setvalidationstate" => (2..=2, |model, guid, words| {
            let place: usize = words[0].parse().map_err(|_| Fault::InvalidArgument)?;
            let word = among(words[1], &["TRUE", "FALSE"])?;
            let done = model
                .find(guid)
                .and_then(|job| job.files.get(place))
                .map(|file| file.done);
            match done {
                None => Err(Fault::InvalidArgument.into()),
                Some(false) => Err(Fault::Other(0x8000_000A).into()),
                Some(true) => quiet(model.set(guid, "validation_state", &format!("{place} {word}"))),
            }
        }),
        "/getstate" => (0..=0, |model, guid, _| {
            show(model, guid, |job| job.state.word().to_owned())
        }),
        "/gettype" => (0..=0, |model, guid, _| {
            show(model, guid, |job| {
                match job.job_type {
                    JobType::Download => "DOWNLOAD",
                    JobType::Upload => "UPLOAD",
                    JobType::UploadReply => "UPLOAD-REPLY",
                }
                .to_owned()
            })
        }),
        "/getdisplayname" => (0..=0, |model, guid, _| setting(model, guid, "display_name")),
        "/getdescription" => (0..=0, |model, guid, _| setting(model, guid, "description")),
        "/getpriority" => (0..=0, |model, guid, _| setting(model, guid, "priority")),
        "/getowner" => (0..=0, |model, guid, _| setting(model, guid, "owner")),
        "/getminretrydelay" => (0..=0, |model, guid, _| {
            setting(model, guid, "minimum_retry_delay")
        }),
        "/getnoprogresstimeout" => (0..=0, |model, guid, _| {
            setting(model, guid, "no_progress_timeout")
        }),
        "/getmaxdownloadtime" => (0..=0, |model, guid, _| {
            setting(model, guid, "maximum_download_time")
        }),
        "/gethttpmethod" => (0..=0, |model, guid, _| setting(model, guid, "http_method")),
        "/getreplyfilename" => (0..=0, |model, guid, _| setting(model, guid, "reply_file_name")),
        "/getnotifyflags" => (0..=0, |model, guid, _| bits(model, guid, "notify_flags")),
        "/getsecurityflags" => (0..=0, |model, guid, _| bits(model, guid, "security_flags")),
        "/getpeercachingflags" => (0..=0, |model, guid, _| bits(model, guid, "peer_caching_flags")),
        "/gethelpertokenflags" => (0..=0, |model, guid, _| bits(model, guid, "helper_token_flags")),
        "/gethelpertokensid" => (0..=0, |model, guid, _| {
            show(model, guid, |job| {
                if job.setting("helper_token") == "TRUE" {
                    "S-1-5-21-1-2-3-1001"
                } else {
                    ""
                }
                .to_owned()
            })
        }),
        "/getaclflags" => (0..=0, |model, guid, _| {
            show(model, guid, |job| {
                let number: u32 = job.setting("file_acl_flags").parse().unwrap_or_default();
                "OGDS"
                    .chars()
                    .enumerate()
                    .filter(|(bit, _)| number >> bit & 1 == 1)
                    .map(|(_, letter)| letter)
                    .collect()
            })
        }),
        "/getcustomheaders" => (0..=0, |model, guid, _| {
            let job = model.find(guid).ok_or(Fault::NotFound)?;
            if job.setting("custom_headers_write_only") == "TRUE" {
                return Err(Fault::AccessDenied.into());
            }
            Ok(job.setting("custom_headers").lines().map(str::to_owned).collect())
        }),
        "/getnotifycmdline" => (0..=0, |model, guid, _| {
            show(model, guid, |job| {
                let (program, parameters) = job
                    .setting("notify_cmd_line")
                    .split_once('\n')
                    .unwrap_or_default();
                format!("'{program}' '{parameters}'")
            })
        }),
        "/getproxyusage" => (0..=0, |model, guid, _| proxy_line(model, guid, 0, ' ')),
        "/getproxylist" => (0..=0, |model, guid, _| proxy_line(model, guid, 1, ',')),
        "/getproxybypasslist" => (0..=0, |model, guid, _| proxy_line(model, guid, 2, ' ')),
        "/getclientcertificate" => (0..=0, |model, guid, _| setting(model, guid, "client_certificate")),
        "/getbytestotal" => (0..=0, |model, guid, _| {
            show(model, guid, |job| match job.bytes().1 {
                u64::MAX => "UNKNOWN".to_owned(),
                total => total.to_string(),
            })
        }),
        "/getbytestransferred" => (0..=0, |model, guid, _| {
            show(model, guid, |job| job.bytes().0.to_string())
        }),
        "/getfilestotal" => (0..=0, |model, guid, _| {
            show(model, guid, |job| job.files.len().to_string())
        }),
        "/getfilestransferred" => (0..=0, |model, guid, _| {
            show(model, guid, |job| {
                job.files.iter().filter(|one| one.done).count().to_string()
            })
        }),
        "/geterrorcount" => (0..=0, |model, guid, _| {
            show(model, guid, |job| job.error_count.to_string())
        }),
        "/geterror" => (0..=0, error_lines),
        "/listfiles" => (0..=0, |model, guid, _| {
            let job = model.find(guid).ok_or(Fault::NotFound)?;
            Ok(job
                .files
                .iter()
                .map(|one| format!("0 / UNKNOWN WORKING {} -> {}", one.remote, one.local))
                .collect())
        }),
        _ => return None,
    };
    Some(Verb { words, run })
}

fn quiet(done: Result<(), Fault>) -> Done {
    done.map(|()| Vec::new()).map_err(Refused::By)
}

fn show(model: &Model, guid: &str, line: impl Fn(&Job) -> String) -> Done {
    model
        .find(guid)
        .map(|job| vec![line(job)])
        .ok_or(Refused::By(Fault::NotFound))
}

fn setting(model: &Model, guid: &str, name: &str) -> Done {
    show(model, guid, |job| job.setting(name).to_owned())
}

/// A set of bits in the form of the model's manner.
fn bits(model: &Model, guid: &str, name: &str) -> Done {
    let hexadecimal = model.bitsadmin.hexadecimal;
    show(model, guid, |job| {
        let number: u64 = job.setting(name).parse().unwrap_or_default();
        if hexadecimal {
            format!("0x{number:x}")
        } else {
            number.to_string()
        }
    })
}

fn proxy_line(model: &Model, guid: &str, place: usize, separator: char) -> Done {
    show(model, guid, |job| {
        let line = job
            .setting("proxy_settings")
            .lines()
            .nth(place)
            .unwrap_or_default();
        line.split(' ').collect::<Vec<_>>().join(&separator.to_string())
    })
}

/// A number, decimal or hexadecimal.
fn number(model: &mut Model, guid: &str, name: &str, word: &str) -> Done {
    let parsed = match word.to_ascii_lowercase().strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    };
    match parsed {
        Some(number) => quiet(model.set(guid, name, &number.to_string())),
        None => Err(Fault::InvalidArgument.into()),
    }
}

fn among(word: &str, words: &[&str]) -> Result<String, Refused> {
    let upper = word.to_ascii_uppercase();
    if words.contains(&upper.as_str()) {
        Ok(upper)
    } else {
        Err(Refused::Usage("Invalid argument."))
    }
}

fn absolute(path: &str) -> Result<&str, Refused> {
    let drive = path.get(1..3) == Some(":\\");
    if drive || path.starts_with("\\\\") {
        Ok(path)
    } else {
        Err(Fault::InvalidArgument.into())
    }
}

/// The store's number in COM; bitsadmin counts from 1.
fn location(word: &str) -> Result<u32, Refused> {
    match word.parse::<u32>() {
        Ok(number @ 1..=8) => Ok(number - 1),
        _ => Err(Refused::Usage("Invalid store location.")),
    }
}

/// The flags of letters among O, G, D and S.
pub(super) fn acl_number(letters: &str) -> Result<u32, Refused> {
    let mut number = 0;
    for letter in letters.chars() {
        match "OGDS".find(letter.to_ascii_uppercase()) {
            Some(bit) => number |= 1 << bit,
            None => return Err(Refused::Usage("Invalid flags.")),
        }
    }
    Ok(number)
}

fn credentials(target: &str, scheme: &str) -> Result<String, Refused> {
    let target = among(target, &["SERVER", "PROXY"])?;
    let scheme = among(scheme, &["BASIC", "DIGEST", "NTLM", "NEGOTIATE", "PASSPORT"])?;
    Ok(format!("credentials {target} {scheme}"))
}

fn notify_cmd_line(model: &mut Model, guid: &str, words: &[&str]) -> Done {
    let null = |word: &&str| (*word != "NULL").then(|| (*word).to_owned());
    let program = words.first().and_then(null);
    let parameters = words.get(1).and_then(null);
    let value = match (program, parameters) {
        (None, None) => String::new(),
        (None, Some(_)) => return Err(Fault::InvalidArgument.into()),
        (Some(program), parameters) => format!("{program}\n{}", parameters.unwrap_or_default()),
    };
    quiet(model.set(guid, "notify_cmd_line", &value))
}

fn proxy_settings(model: &mut Model, guid: &str, words: &[&str]) -> Done {
    let usage = among(words[0], &["PRECONFIG", "NO_PROXY", "AUTODETECT", "OVERRIDE"])?;
    let value = match (usage.as_str(), words) {
        ("OVERRIDE", [_, list, bypass]) if !list.is_empty() => {
            let bypass = if *bypass == "NULL" { "" } else { bypass };
            format!(
                "OVERRIDE\n{}\n{}",
                list.replace(',', " "),
                bypass.replace([';', ','], " ")
            )
        }
        ("OVERRIDE", _) => return Err(Refused::Usage("Both lists are needed.")),
        (_, [_]) => usage,
        _ => return Err(Refused::Usage("Invalid number of arguments.")),
    };
    quiet(model.set(guid, "proxy_settings", &value))
}

/// `offset:length` pairs `[ba:addfilewithranges]`.
fn check_ranges(text: &str) -> Result<(), Refused> {
    for pair in text.split(',') {
        let (offset, length) = pair.split_once(':').ok_or(Fault::InvalidArgument)?;
        let digits = |part: &str| part.parse::<u64>().is_ok();
        if !digits(offset) || !(digits(length) || length.eq_ignore_ascii_case("eof")) {
            return Err(Fault::InvalidArgument.into());
        }
    }
    Ok(())
}

fn error_lines(model: &mut Model, guid: &str, _: &[&str]) -> Done {
    let job = model.find(guid).ok_or(Fault::NotFound)?;
    Ok(match (job.error, job.files.first()) {
        (Some(fault), Some(file)) => vec![
            format!("ERROR FILE:    {} -> {}", file.remote, file.local),
            format!("ERROR CODE:    0x{:08x} - {}", fault.hresult(), fault.sentence()),
            "ERROR CONTEXT: 0x00000005 - The error occurred while the remote file was being processed."
                .to_owned(),
        ],
        _ => vec!["NO ERROR".to_owned()],
    })
}
