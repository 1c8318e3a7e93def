//! Setters and getters.

use crate::job::{Job, refused};
use bitsmith_backend::call::Assignment;
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::secret::Secret;
use bitsmith_backend::service::{Reading, Service};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::text::{Piece, Text};
use bitsmith_core::value::{
    AuthScheme, AuthTarget, Credential, Description, Headers, NotifyFlags, RedirectPolicy, RemovedCredential,
    SecurityFlags, User,
};

fn description(text: &str) -> SettingValue {
    SettingValue::Description(Description(Text::literal(text)))
}

fn headers<const N: usize>(lines: [&str; N]) -> SettingValue {
    SettingValue::CustomHeaders(Headers(lines.map(Text::literal).to_vec()))
}

#[test]
fn a_description_is_kept_and_replaced() {
    let mut job = Job::new("description");
    assert_eq!(job.read(SettingId::Description), Ok(Reading::Unset));
    job.keeps(description("first"));
    job.keeps(description(
        "\u{5E8}\u{5D0}\u{5E9}\u{5D5}\u{5DF}, \"two\"\r\nlines\t%PATH%",
    ));
    assert_eq!(job.set(description("")), Ok(Hresult::S_OK));
    assert_eq!(job.read(SettingId::Description), Ok(Reading::Unset));
}

/// BG_E_STRING_TOO_LONG; characters are UTF-16 units. [com:IBackgroundCopyJob.SetDescription]
#[test]
fn a_description_has_at_most_1024_characters() {
    let mut job = Job::new("long description");
    job.keeps(description(&"\u{1F600}".repeat(512)));
    job.keeps(description(&"d".repeat(1024)));
    assert_eq!(job.set(description(&"d".repeat(1025))), refused(0x8020_0021));
}

#[test]
fn a_text_with_nul_is_refused_and_the_old_one_stays() {
    let mut job = Job::new("nul");
    job.keeps(description("old"));
    job.keeps(headers(["X-Old: 1"]));
    for value in [description("new\0"), headers(["X-New: 1\0", "X-More: 2"])] {
        let id = value.id();
        assert!(matches!(job.set(value), Err(Failure::Unsayable(_))), "{id:?}");
    }
    assert_eq!(
        job.read(SettingId::Description),
        Ok(Reading::Value(description("old")))
    );
    assert_eq!(
        job.read(SettingId::CustomHeaders),
        Ok(Reading::Value(headers(["X-Old: 1"])))
    );
}

#[test]
fn a_text_with_a_variable_is_refused() {
    let mut job = Job::new("variable");
    let text = Text::from_pieces([Piece::Environment("TEMP".into())]);
    let set = job.set(SettingValue::Description(Description(text)));
    assert!(matches!(set, Err(Failure::Unsayable(_))), "{set:?}");
}

/// [ps:Set-BitsTransfer: the default is 1 and 2]
#[test]
fn notify_flags_are_kept() {
    let mut job = Job::new("notify flags");
    assert_eq!(
        job.read(SettingId::NotifyFlags),
        Ok(Reading::Value(SettingValue::NotifyFlags(NotifyFlags(3))))
    );
    for flags in 0..0x20 {
        job.keeps(SettingValue::NotifyFlags(NotifyFlags(flags)));
    }
}

#[test]
fn headers_are_kept_replaced_and_taken_away() {
    let mut job = Job::new("headers");
    assert_eq!(job.read(SettingId::CustomHeaders), Ok(Reading::Unset));
    job.keeps(headers(["X-One: 1", "X-Two: a; b=\"c\"", "Accept-Language: de"]));
    job.keeps(headers(["X-Three: \u{E9}\u{4E2D}"]));
    assert_eq!(job.set(headers([])), Ok(Hresult::S_OK));
    assert_eq!(job.read(SettingId::CustomHeaders), Ok(Reading::Unset));
}

#[test]
fn security_flags_are_kept_with_their_redirect_policy() {
    let mut job = Job::new("security flags");
    for redirect_policy in [
        RedirectPolicy::AllowSilent,
        RedirectPolicy::AllowReport,
        RedirectPolicy::Disallow,
    ] {
        for flags in [0, SecurityFlags::ENABLE_CRL_CHECK, SecurityFlags::IGNORES] {
            job.keeps(SettingValue::SecurityFlags(SecurityFlags {
                flags,
                redirect_policy,
            }));
        }
    }
    job.keeps(SettingValue::SecurityFlags(SecurityFlags {
        flags: SecurityFlags::ALLOW_HTTPS_TO_HTTP,
        redirect_policy: RedirectPolicy::AllowReport,
    }));
}

/// [com:IBackgroundCopyJob2.SetCredentials; com:IBackgroundCopyJob2.RemoveCredentials]
#[test]
fn credentials_are_taken_and_never_told() {
    let mut job = Job::new("credentials");
    for target in [AuthTarget::Server, AuthTarget::Proxy] {
        for scheme in [AuthScheme::Basic, AuthScheme::Ntlm, AuthScheme::Negotiate] {
            let set = Assignment::Credential {
                credential: Credential {
                    target,
                    scheme,
                    user: User::Named(Text::literal("EXAMPLE\\ann")),
                },
                password: Some(Secret::new("pa55 \u{E9}".to_owned())),
            };
            assert_eq!(job.bits.set(&job.guid, &set), Ok(Hresult::S_OK));
            let remove = Assignment::RemoveCredential(RemovedCredential { target, scheme });
            assert_eq!(job.bits.set(&job.guid, &remove), Ok(Hresult::S_OK));
        }
    }
    assert_eq!(job.read(SettingId::Credentials), Ok(Reading::Untold));
}

#[test]
fn a_named_user_without_a_password_and_a_password_with_nul_are_refused() {
    let mut job = Job::new("password");
    for password in [None, Some(Secret::new("pa55\0word".to_owned()))] {
        let set = Assignment::Credential {
            credential: Credential {
                target: AuthTarget::Server,
                scheme: AuthScheme::Basic,
                user: User::Named(Text::literal("ann")),
            },
            password,
        };
        let set = job.bits.set(&job.guid, &set);
        assert!(matches!(set, Err(Failure::Unsayable(_))), "{set:?}");
    }
}
