//! Client certificates: where the store is, which store, which certificate.

use super::word::{read_word, words};
use super::{
    Control, Entries, Part, PartError, Secrecy, TextRule, Value, Word, plain, read_text, single, write_text,
};
use crate::text::{Notation, Text};

words! {
    /// Where a certificate store is (BG_CERT_STORE_LOCATION, from 0; bitsadmin counts from 1). [idl:bits2_5.idl]
    StoreLocation {
        CurrentUser = 0 BG_CERT_STORE_LOCATION_CURRENT_USER, "current_user", "Current user", "The store of the current user.", [];
        LocalMachine = 1 BG_CERT_STORE_LOCATION_LOCAL_MACHINE, "local_machine", "Local machine", "The store of this machine.", [];
        CurrentService = 2 BG_CERT_STORE_LOCATION_CURRENT_SERVICE, "current_service", "Current service", "The store of the current service.", [];
        Services = 3 BG_CERT_STORE_LOCATION_SERVICES, "services", "Services", "The store of a service.", [];
        Users = 4 BG_CERT_STORE_LOCATION_USERS, "users", "Users", "The store of a user.", [];
        CurrentUserGroupPolicy = 5 BG_CERT_STORE_LOCATION_CURRENT_USER_GROUP_POLICY, "current_user_group_policy", "Current user, group policy", "The store of the current user's group policy.", [];
        LocalMachineGroupPolicy = 6 BG_CERT_STORE_LOCATION_LOCAL_MACHINE_GROUP_POLICY, "local_machine_group_policy", "Local machine, group policy", "The store of this machine's group policy.", [];
        LocalMachineEnterprise = 7 BG_CERT_STORE_LOCATION_LOCAL_MACHINE_ENTERPRISE, "local_machine_enterprise", "Local machine, enterprise", "The enterprise store of this machine.", [];
    }
}

/// A certificate found by the SHA-1 hash of its content. [com:IBackgroundCopyJobHttpOptions.SetClientCertificateByID]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CertificateById {
    /// Where the store is.
    pub store_location: StoreLocation,
    /// The store: CA, MY, ROOT, SPC, or one of an application.
    pub store_name: Text,
    /// The 20 bytes of the hash.
    pub cert_hash: [u8; 20],
}

/// A certificate found by its subject. [com:IBackgroundCopyJobHttpOptions.SetClientCertificateByName]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CertificateByName {
    /// Where the store is.
    pub store_location: StoreLocation,
    /// The store: CA, MY, ROOT, SPC, or one of an application.
    pub store_name: Text,
    /// A part of the subject name; the first certificate for client authentication that has it is taken.
    pub subject_name: Text,
}

/// Names have 256 characters with their terminator.
const NAME: TextRule = TextRule {
    notation: Notation::Plain,
    max: 255,
    may_be_empty: false,
    secrecy: Secrecy::None,
};

const LOCATION: Part = Part {
    name: "store_location",
    label: "Store location",
    help: "Whose certificate store it is.",
    required: true,
    control: Control::Choice(StoreLocation::CHOICES),
};
const STORE: Part = Part {
    name: "store_name",
    label: "Store",
    help: "CA, MY, ROOT, SPC, or the store of an application. Personal certificates are in MY.",
    required: true,
    control: Control::Text(NAME),
};

impl CertificateById {
    /// The hash as 40 upper-case hexadecimal digits.
    pub fn hash_hex(&self) -> String {
        self.cert_hash.iter().map(|byte| format!("{byte:02X}")).collect()
    }
}

fn location(entries: &Entries) -> Result<StoreLocation, PartError> {
    read_word(entries, 0)?.ok_or_else(|| {
        PartError::new(
            0,
            "The store's location is missing; BITS needs it",
            "Give the location.",
        )
    })
}

fn name(entries: &Entries, part: usize, what: &str) -> Result<Text, PartError> {
    match single(entries, part)? {
        Some(entry) => read_text(entry, part, NAME),
        None => Err(PartError::new(
            part,
            format!("The {what} is missing; BITS needs it"),
            format!("Write the {what}."),
        )),
    }
}

/// Reads 40 hexadecimal digits; blanks and colons between them are left out.
fn hash(entries: &Entries, part: usize) -> Result<[u8; 20], PartError> {
    let help = "Write the thumbprint's 40 hexadecimal digits.";
    let Some(entry) = single(entries, part)? else {
        return Err(PartError::new(part, "The certificate's hash is missing", help));
    };
    let typed = plain(entry, part)?;
    let digits: Option<Vec<u8>> = typed
        .chars()
        .filter(|c| !matches!(c, ' ' | ':' | '\u{200e}'))
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let wrong = |count: usize| {
        PartError::new(
            part,
            format!("A SHA-1 hash has 40 hexadecimal digits; this has {count}"),
            help,
        )
    };
    let Some(digits) = digits else {
        return Err(PartError::new(
            part,
            "The hash holds something else than hexadecimal digits",
            help,
        ));
    };
    let bytes: Vec<u8> = digits
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0u8, |byte, digit| (byte << 4) | digit))
        .collect();
    if digits.len() != 40 {
        return Err(wrong(digits.len()));
    }
    bytes.try_into().map_err(|_| wrong(digits.len()))
}

impl Value for CertificateById {
    const PARTS: &'static [Part] = &[
        LOCATION,
        STORE,
        Part {
            name: "cert_hash",
            label: "Thumbprint",
            help: "The SHA-1 hash of the certificate: 40 hexadecimal digits.",
            required: true,
            control: Control::Hash,
        },
    ];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        match (
            location(entries),
            name(entries, 1, "store name"),
            hash(entries, 2),
        ) {
            (Ok(store_location), Ok(store_name), Ok(cert_hash)) => Ok(CertificateById {
                store_location,
                store_name,
                cert_hash,
            }),
            (a, b, c) => Err([a.err(), b.err(), c.err()].into_iter().flatten().collect()),
        }
    }

    fn write(&self) -> Entries {
        Entries(vec![
            vec![self.store_location.word().into()],
            vec![write_text(&self.store_name, NAME.notation)],
            vec![self.hash_hex().into()],
        ])
    }
}

impl Value for CertificateByName {
    const PARTS: &'static [Part] = &[
        LOCATION,
        STORE,
        Part {
            name: "subject_name",
            label: "Subject",
            help: "Part of the subject name; parts separated by commas stand in reverse order.",
            required: true,
            control: Control::Text(NAME),
        },
    ];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        match (
            location(entries),
            name(entries, 1, "store name"),
            name(entries, 2, "subject name"),
        ) {
            (Ok(store_location), Ok(store_name), Ok(subject_name)) => Ok(CertificateByName {
                store_location,
                store_name,
                subject_name,
            }),
            (a, b, c) => Err([a.err(), b.err(), c.err()].into_iter().flatten().collect()),
        }
    }

    fn write(&self) -> Entries {
        Entries(vec![
            vec![self.store_location.word().into()],
            vec![write_text(&self.store_name, NAME.notation)],
            vec![write_text(&self.subject_name, NAME.notation)],
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_id(hash: &str) -> Entries {
        Entries(vec![
            vec!["current_user".into()],
            vec!["MY".into()],
            vec![hash.into()],
        ])
    }

    #[test]
    fn a_hash_has_twenty_bytes() {
        let hash = "A106B52356D3FBCD1853A41B619358BD00112233";
        let read = CertificateById::read(&by_id(hash)).unwrap();
        assert_eq!(read.hash_hex(), hash);
        assert!(
            CertificateById::read(&by_id(
                "a1 06 b5 23 56 d3 fb cd 18 53 a4 1b 61 93 58 bd 00 11 22 33"
            ))
            .is_ok()
        );
        // The 32 digits of the example in [ba:setclientcertificatebyid], which is wrong.
        assert!(CertificateById::read(&by_id("A106B52356D3FBCD1853A41B619358BD")).is_err());
        assert!(CertificateById::read(&by_id(&hash.replace('A', "X"))).is_err());
        assert!(
            CertificateById::read(&Entries(vec![vec![], vec![], vec![]]))
                .unwrap_err()
                .len()
                == 3
        );
    }
}
