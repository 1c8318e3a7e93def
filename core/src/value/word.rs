//! Values that are one of a closed list of words.

use super::{
    Choice, Control, Entries, Entry, Part, PartError, Value, find_word, plain, single, unknown_word,
};

/// A closed list of words with BITS's numbers.
pub trait Word: Sized + Copy + PartialEq + 'static {
    /// All words, in the order of BITS's numbers.
    const CHOICES: &'static [Choice];
    /// The value with that number in [`Word::CHOICES`].
    fn from_number(number: u32) -> Option<Self>;
    /// BITS's number.
    fn number(self) -> u32;

    /// The word of the document format.
    fn word(self) -> &'static str {
        self.choice().map_or("", |choice| choice.word)
    }

    /// What a person reads.
    fn label(self) -> &'static str {
        self.choice().map_or("", |choice| choice.label)
    }

    /// Its row in [`Word::CHOICES`].
    fn choice(self) -> Option<&'static Choice> {
        Self::CHOICES.iter().find(|choice| choice.number == self.number())
    }

    /// Reads a word in any spelling that [`find_word`] knows.
    fn from_word(typed: &str) -> Option<Self> {
        find_word(Self::CHOICES, typed).and_then(|choice| Self::from_number(choice.number))
    }
}

/// Declares an enum of words: `Variant = number CONSTANT, "word", "label", "help", [aliases]`, without the
/// constant where the number has no name, and `since (1, 5)` where the word is newer than the setting.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $number:literal $($constant:ident)?, $word:literal, $label:literal, $help:literal, [$($alias:literal),*] $(since ($major:literal, $minor:literal))?;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $help] $variant,)+ }

        impl $crate::value::Word for $name {
            const CHOICES: &'static [$crate::value::Choice] = &[$($crate::value::Choice {
                word: $word, number: $number, constant: concat!($(stringify!($constant))?), label: $label, help: $help, aliases: &[$($alias),*],
                since: $crate::value::since!($($major, $minor)?),
            }),+];
            fn from_number(number: u32) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)+ _ => None }
            }
            fn number(self) -> u32 {
                match self { $(Self::$variant => $number,)+ }
            }
        }
    };
}
pub(super) use words;

/// Reads the one word of a part.
pub(super) fn read_word<W: Word>(entries: &Entries, part: usize) -> Result<Option<W>, PartError> {
    let Some(entry) = single(entries, part)? else {
        return Ok(None);
    };
    word_of(entry, part).map(Some)
}

/// Reads an entry as a word.
pub(super) fn word_of<W: Word>(entry: &Entry, part: usize) -> Result<W, PartError> {
    let typed = plain(entry, part)?;
    W::from_word(typed).ok_or_else(|| unknown_word(part, typed, &[W::CHOICES]))
}

macro_rules! word_value {
    ($name:ident) => {
        impl Value for $name {
            const PARTS: &'static [Part] = &[Part::only(Control::Choice(Self::CHOICES))];
            fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
                match read_word(entries, 0) {
                    Ok(Some(word)) => Ok(word),
                    Ok(None) => Err(vec![PartError::new(
                        0,
                        "There is no word",
                        "Write one, or leave the setting out.",
                    )]),
                    Err(error) => Err(vec![error]),
                }
            }
            fn write(&self) -> Entries {
                Entries::one(self.word())
            }
        }
    };
}

words! {
    /// What a job does (BG_JOB_TYPE). [idl:Bits.Idl; com:IBackgroundCopyManager.CreateJob; com:BG_JOB_TYPE]
    JobType {
        Download = 0 BG_JOB_TYPE_DOWNLOAD, "download", "Download", "Copies files from a server to this machine.", [];
        Upload = 1 BG_JOB_TYPE_UPLOAD, "upload", "Upload", "Copies one file from this machine to a server.", [] since (1, 5);
        UploadReply = 2 BG_JOB_TYPE_UPLOAD_REPLY, "upload_reply", "Upload with reply", "Copies one file to a server and fetches the server's reply.", ["reply"] since (1, 5);
    }
}
word_value!(JobType);

words! {
    /// How urgent a job is (BG_JOB_PRIORITY). [idl:Bits.Idl; com:IBackgroundCopyJob.SetPriority]
    Priority {
        Foreground = 0 BG_JOB_PRIORITY_FOREGROUND, "foreground", "Foreground", "Competes with other programs for the network; not throttled.", [];
        High = 1 BG_JOB_PRIORITY_HIGH, "high", "High", "In the background, before normal jobs.", [];
        Normal = 2 BG_JOB_PRIORITY_NORMAL, "normal", "Normal", "In the background, with idle bandwidth.", [];
        Low = 3 BG_JOB_PRIORITY_LOW, "low", "Low", "In the background, after normal jobs.", [];
    }
}
word_value!(Priority);

words! {
    /// For whom the credentials that Windows has stored are used (BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS). [ps:Set-BitsTransfer]
    StoredCredentialTarget {
        None = 0, "none", "None", "Stored credentials are not used.", [];
        Server = 1 BG_AUTH_TARGET_SERVER, "server", "Server", "For the server: BITS does not support this and returns an error.", [];
        Proxy = 2 BG_AUTH_TARGET_PROXY, "proxy", "Proxy", "For the proxy.", [];
    }
}
word_value!(StoredCredentialTarget);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_any_case_and_by_alias_only() {
        assert_eq!(Priority::from_word("FOREGROUND"), Some(Priority::Foreground));
        assert_eq!(JobType::from_word("Upload-Reply"), Some(JobType::UploadReply));
        assert_eq!(JobType::from_word("uploadReply"), Some(JobType::UploadReply));
        assert_eq!(Priority::from_word("2"), None);
        let error = Priority::read(&Entries::one("urgent")).unwrap_err();
        assert!(error[0].help.contains("foreground, high, normal, low"));
    }
}
