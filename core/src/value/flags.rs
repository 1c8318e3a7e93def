//! Values that are sets of bits.

use super::{Choice, Control, Entries, Part, PartError, Value, find_word, plain, unknown_word};

/// Reads the flag words of a part as one mask. A number stands for its bits; undefined bits are refused.
pub(super) fn read_flags(
    entries: &Entries,
    part: usize,
    lists: &[&'static [Choice]],
) -> Result<u32, PartError> {
    let mut mask = 0;
    for (row, entry) in entries.part(part).iter().enumerate() {
        let typed = plain(entry, part).map_err(|error| error.at(row))?;
        let words = || typed.split([',', ' ', '|', '+']).filter(|word| !word.is_empty());
        let is_list = words().nth(1).is_some();
        for word in words() {
            if is_bits(word, is_list) {
                return Err(bits(part, typed).at(row));
            }
            mask |= read_flag(word, part, lists).map_err(|error| error.at(row))?;
        }
    }
    Ok(mask)
}

/// Whether a word is written as Microsoft's pages write bits, one digit each: `0,1,0`, `00011`. As numbers they would be
/// others.
fn is_bits(word: &str, is_list: bool) -> bool {
    word.chars().all(|c| c.is_ascii_digit()) && (is_list || (word.len() > 1 && word.starts_with('0')))
}

fn bits(part: usize, typed: &str) -> PartError {
    PartError::new(
        part,
        format!("`{typed}` may be bits, one digit each, or numbers"),
        "Write the words of the flags, or one number: decimal, or hexadecimal with 0x.".to_owned(),
    )
}

fn read_flag(word: &str, part: usize, lists: &[&'static [Choice]]) -> Result<u32, PartError> {
    if let Some(choice) = lists.iter().find_map(|list| find_word(list, word)) {
        return Ok(choice.number);
    }
    let number = match word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        Some(hex) if !hex.starts_with('+') => u32::from_str_radix(hex, 16).ok(),
        Some(_) => None,
        None if word.chars().all(|c| c.is_ascii_digit()) => word.parse().ok(),
        None => None,
    };
    let Some(number) = number else {
        return Err(unknown_word(part, word, lists));
    };
    let known = lists
        .iter()
        .flat_map(|list| list.iter())
        .fold(0, |all, choice| all | choice.number);
    let undefined = number & !known;
    if undefined != 0 {
        return Err(PartError::new(
            part,
            format!("0x{number:X} has the bits 0x{undefined:X}, which BITS does not define"),
            format!("The defined bits are 0x{known:X}."),
        ));
    }
    Ok(number)
}

/// The words of a mask, lowest bit first.
pub(super) fn flag_words(mask: u32, choices: &'static [Choice]) -> Vec<&'static str> {
    choices
        .iter()
        .filter(|choice| choice.number != 0 && mask & choice.number == choice.number)
        .map(|c| c.word)
        .collect()
}

/// Declares a set of bits with its words.
macro_rules! flags {
    ($(#[$meta:meta])* $name:ident { $($constant:ident = $number:literal $sdk:ident, $word:literal, $label:literal, $help:literal $(since ($major:literal, $minor:literal))?;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub u32);

        impl $name {
            $(#[doc = $help] pub const $constant: u32 = $number;)+
            /// The bits with their words.
            pub const CHOICES: &'static [Choice] = &[$(Choice {
                word: $word, number: $number, constant: stringify!($sdk), label: $label, help: $help, aliases: &[], since: super::since!($($major, $minor)?),
            }),+];

            /// Whether all of these bits are set.
            pub const fn has(self, bits: u32) -> bool {
                self.0 & bits == bits
            }

            /// The words of the bits that are set.
            pub fn words(self) -> Vec<&'static str> {
                flag_words(self.0, Self::CHOICES)
            }
        }

        impl Value for $name {
            const PARTS: &'static [Part] = &[Part::only(Control::Flags(Self::CHOICES))];
            fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
                read_flags(entries, 0, &[Self::CHOICES]).map(Self).map_err(|error| vec![error])
            }
            fn write(&self) -> Entries {
                Entries::list(self.words())
            }
            fn bits(&self) -> Option<u32> {
                Some(self.0)
            }
        }
    };
}

flags! {
    /// Which events are reported (BG_NOTIFY_*). Events of single files came
    /// with BITS 3.0, of ranges with 10.1. [idl:Bits.Idl; com:IBackgroundCopyJob.SetNotifyFlags; w32:what-s-new]
    NotifyFlags {
        JOB_TRANSFERRED = 0x1 BG_NOTIFY_JOB_TRANSFERRED, "job_transferred", "Job transferred", "All files of the job are here.";
        JOB_ERROR = 0x2 BG_NOTIFY_JOB_ERROR, "job_error", "Job error", "The job stopped with an error.";
        DISABLE = 0x4 BG_NOTIFY_DISABLE, "disable", "Disable", "Nothing is reported; the other flags are ignored.";
        JOB_MODIFICATION = 0x8 BG_NOTIFY_JOB_MODIFICATION, "job_modification", "Job modified", "The job changed or made progress; never runs a notify command.";
        FILE_TRANSFERRED = 0x10 BG_NOTIFY_FILE_TRANSFERRED, "file_transferred", "File transferred", "One file is here; never runs a notify command." since (3, 0);
        FILE_RANGES_TRANSFERRED = 0x20 BG_NOTIFY_FILE_RANGES_TRANSFERRED, "file_ranges_transferred", "Ranges transferred", "Requested ranges of an on-demand file are here; never runs a notify command." since (10, 1);
    }
}

flags! {
    /// Which security information is copied with a file (BG_COPY_FILE_*). [idl:bits2_0.idl; com:IBackgroundCopyJob3.SetFileACLFlags]
    FileAclFlags {
        OWNER = 0x1 BG_COPY_FILE_OWNER, "owner", "Owner", "The file's owner; needs the right to restore files.";
        GROUP = 0x2 BG_COPY_FILE_GROUP, "group", "Group", "The file's group; needs the right to restore files.";
        DACL = 0x4 BG_COPY_FILE_DACL, "dacl", "Access list", "Who may do what with the file.";
        SACL = 0x8 BG_COPY_FILE_SACL, "sacl", "Audit list", "What is audited; needs the security privilege on both machines.";
    }
}

impl FileAclFlags {
    /// What takes privileges that administrators have. [com:IBackgroundCopyJob3.SetFileACLFlags]
    pub const PRIVILEGED: u32 = Self::OWNER | Self::GROUP | Self::SACL;
}

flags! {
    /// What peers may do with the job's files (BG_JOB_*PEERCACHING*). BranchCache came with
    /// BITS 4.0. [idl:bits3_0.idl; com:IBackgroundCopyJob4.SetPeerCachingFlags; w32:what-s-new]
    PeerCachingFlags {
        CLIENT = 0x1 BG_JOB_ENABLE_PEERCACHING_CLIENT, "enable_peercaching_client", "Download from peers", "Files may come from peers; no effect since Windows 7.";
        SERVER = 0x2 BG_JOB_ENABLE_PEERCACHING_SERVER, "enable_peercaching_server", "Serve to peers", "Files may be served to peers; no effect since Windows 7.";
        DISABLE_BRANCH_CACHE = 0x4 BG_JOB_DISABLE_BRANCH_CACHE, "disable_branch_cache", "No BranchCache", "BranchCache is not used for this job." since (4, 0);
    }
}

flags! {
    /// What the helper token is used for (BG_TOKEN_*). [idl:bits4_0.idl; com:IBitsTokenOptions.SetHelperTokenFlags]
    HelperTokenFlags {
        LOCAL_FILE = 0x1 BG_TOKEN_LOCAL_FILE, "local_file", "Local files", "To open the local file, the temporary file or the reply file.";
        NETWORK = 0x2 BG_TOKEN_NETWORK, "network", "Network", "To open an SMB remote file, or to answer a server or proxy that asks for implicit credentials.";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_read_and_undefined_bits_refused() {
        assert_eq!(
            NotifyFlags::read(&Entries::list(["job_transferred", "job_error"])),
            Ok(NotifyFlags(3))
        );
        assert_eq!(NotifyFlags::read(&Entries::one("0x0003")), Ok(NotifyFlags(3)));
        assert_eq!(
            FileAclFlags::read(&Entries::one("owner,dacl")),
            Ok(FileAclFlags(5))
        );
        assert_eq!(
            NotifyFlags::read(&Entries::list(Vec::<&str>::new())),
            Ok(NotifyFlags(0))
        );
        assert_eq!(NotifyFlags::read(&Entries::one("0x1|0x2")), Ok(NotifyFlags(3)));
        assert_eq!(NotifyFlags::read(&Entries::one("0")), Ok(NotifyFlags(0)));
        for wrong in [
            "0x40",
            "64",
            "0x+1",
            "4294967296",
            "Complete",
            "-1",
            "0,1,0",
            "1 2",
            "0,0",
            "00011",
        ] {
            assert!(NotifyFlags::read(&Entries::one(wrong)).is_err(), "{wrong}");
        }
    }
}
