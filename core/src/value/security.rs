//! Security flags: what is checked of the server's certificate, and the redirect policy inside the same number.

use super::flags::{flag_words, read_flags};
use super::word::{read_word, words};
use super::{Choice, Control, Entries, Part, PartError, Value, Word};

words! {
    /// What BITS does when the server redirects: the 3-bit field 0x0700 of the security flags. Before BITS 3.0 it follows,
    /// and has no words for it. [idl:bits2_5.idl; com:IBackgroundCopyJobHttpOptions.SetSecurityFlags]
    RedirectPolicy {
        AllowSilent = 0 BG_HTTP_REDIRECT_POLICY_ALLOW_SILENT, "allow_silent", "Follow", "Redirects are followed; the job's remote name stays as it is.", [];
        AllowReport = 1 BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT, "allow_report", "Follow and report", "Redirects are followed; the job's remote name becomes the new one.", [] since (3, 0);
        Disallow = 2 BG_HTTP_REDIRECT_POLICY_DISALLOW, "disallow", "Refuse", "A redirect stops the job with an error; the remote name becomes the new one.", [] since (3, 0);
    }
}

/// Security flags of HTTPS transfers with the redirect policy. [com:IBackgroundCopyJobHttpOptions.SetSecurityFlags]
///
/// Five certificate bits, one of three redirect policies, and the bit that lets a redirect go from HTTPS to HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecurityFlags {
    /// The bits outside the policy field: 0x001F and 0x0800.
    pub flags: u32,
    /// The policy field.
    pub redirect_policy: RedirectPolicy,
}

macro_rules! bits {
    ($($constant:ident = $number:literal $sdk:ident, $word:literal, $label:literal, $help:literal $(since ($major:literal, $minor:literal))?;)+) => {
        impl SecurityFlags {
            $(#[doc = $help] pub const $constant: u32 = $number;)+
            /// The bits outside the policy field, with their words.
            pub const CHOICES: &'static [Choice] = &[$(Choice {
                word: $word, number: $number, constant: stringify!($sdk), label: $label, help: $help, aliases: &[], since: super::since!($($major, $minor)?),
            }),+];
        }
    };
}

bits! {
    ENABLE_CRL_CHECK = 0x0001 BG_SSL_ENABLE_CRL_CHECK, "enable_crl_check", "Check revocation", "The certificate revocation list is checked.";
    IGNORE_CERT_CN_INVALID = 0x0002 BG_SSL_IGNORE_CERT_CN_INVALID, "ignore_cert_cn_invalid", "Ignore wrong name", "A certificate for another host name is accepted.";
    IGNORE_CERT_DATE_INVALID = 0x0004 BG_SSL_IGNORE_CERT_DATE_INVALID, "ignore_cert_date_invalid", "Ignore wrong date", "An expired or not yet valid certificate is accepted.";
    IGNORE_UNKNOWN_CA = 0x0008 BG_SSL_IGNORE_UNKNOWN_CA, "ignore_unknown_ca", "Ignore unknown issuer", "A certificate of an unknown authority is accepted.";
    IGNORE_CERT_WRONG_USAGE = 0x0010 BG_SSL_IGNORE_CERT_WRONG_USAGE, "ignore_cert_wrong_usage", "Ignore wrong usage", "A certificate made for another use is accepted.";
    ALLOW_HTTPS_TO_HTTP = 0x0800 BG_HTTP_REDIRECT_POLICY_ALLOW_HTTPS_TO_HTTP, "allow_https_to_http", "Allow HTTPS to HTTP", "A redirect may go from HTTPS to plain HTTP." since (3, 0);
}

impl SecurityFlags {
    /// The mask of the policy field (BG_HTTP_REDIRECT_POLICY_MASK).
    pub const REDIRECT_MASK: u32 = 0x0700;
    /// The bits that accept a certificate that fails a check.
    pub const IGNORES: u32 = 0x001E;

    /// The number that BITS takes.
    pub fn mask(self) -> u32 {
        self.flags | (self.redirect_policy.number() << 8)
    }

    /// Whether all of these bits are set.
    pub const fn has(self, bits: u32) -> bool {
        self.flags & bits == bits
    }
}

impl Value for SecurityFlags {
    const PARTS: &'static [Part] = &[
        Part {
            name: "flags",
            label: "Checks",
            help: "What is checked of the server's certificate, and whether HTTPS may become HTTP.",
            required: false,
            control: Control::Flags(Self::CHOICES),
        },
        Part {
            name: "redirect_policy",
            label: "Redirects",
            help: "What happens when the server redirects to another address.",
            required: false,
            control: Control::Choice(RedirectPolicy::CHOICES),
        },
    ];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        let mut errors = Vec::new();
        let mut flags = 0;
        let mut from_mask = None;
        match read_flags(entries, 0, &[Self::CHOICES, POLICY_BITS]) {
            Ok(mask) => {
                flags = mask & !Self::REDIRECT_MASK;
                match (mask & Self::REDIRECT_MASK) >> 8 {
                    0 => {}
                    field => match RedirectPolicy::from_number(field) {
                        Some(policy) => from_mask = Some(policy),
                        None => errors.push(PartError::new(
                            0,
                            format!(
                                "The redirect field 0x{:04X} is {field}; BITS defines 0, 1 and 2",
                                field << 8
                            ),
                            "Use 0 (follow), 0x0100 (follow and report) or 0x0200 (refuse).",
                        )),
                    },
                }
            }
            Err(error) => errors.push(error),
        }
        let word = read_word::<RedirectPolicy>(entries, 1).unwrap_or_else(|error| {
            errors.push(error);
            None
        });
        if let (Some(a), Some(b)) = (from_mask, word)
            && a != b
        {
            errors.push(PartError::new(
                1,
                "The redirect policy is given twice, differently",
                "Keep one of the two.",
            ));
        }
        if errors.is_empty() {
            Ok(SecurityFlags {
                flags,
                redirect_policy: word.or(from_mask).unwrap_or(RedirectPolicy::AllowSilent),
            })
        } else {
            Err(errors)
        }
    }

    fn write(&self) -> Entries {
        let mut entries = Entries::list(flag_words(self.flags, Self::CHOICES));
        let policy = match self.redirect_policy {
            RedirectPolicy::AllowSilent => vec![],
            policy => vec![policy.word().into()],
        };
        entries.set(1, policy);
        entries
    }

    fn bits(&self) -> Option<u32> {
        Some(self.mask())
    }
}

/// The field's own bits, so that a number that holds them is read; the words are those of the policy.
const POLICY_BITS: &[Choice] = &[Choice {
    word: "redirect_policy_mask",
    number: 0x0700,
    constant: "BG_HTTP_REDIRECT_POLICY_MASK",
    label: "",
    help: "",
    aliases: &[],
    since: None,
}];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_a_field_and_not_three_flags() {
        let read = |n: &str| SecurityFlags::read(&Entries::one(n)).map(|v| (v.flags, v.redirect_policy));
        assert_eq!(read("0x0001"), Ok((1, RedirectPolicy::AllowSilent)));
        assert_eq!(read("0x0901"), Ok((0x0801, RedirectPolicy::AllowReport)));
        assert_eq!(read("0x0200"), Ok((0, RedirectPolicy::Disallow)));
        for wrong in [
            "0x0300", "0x0400", "0x0500", "0x0600", "0x0700", "0x20", "0x40", "0x80", "0x1000",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_policy_in_both_parts_must_agree() {
        let mut entries = Entries::one("0x0200");
        entries.set(1, vec!["allow_report".into()]);
        assert!(SecurityFlags::read(&entries).is_err());
        entries.set(1, vec!["disallow".into()]);
        assert_eq!(SecurityFlags::read(&entries).map(SecurityFlags::mask), Ok(0x0200));
    }
}
