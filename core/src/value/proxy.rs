//! Proxy settings: one setter with three arguments.

use super::scalar::read_lines;
use super::word::{read_word, words};
use super::{Control, Entries, Part, PartError, Secrecy, TextRule, Value, Word, write_text};
use crate::text::{Notation, Text};

words! {
    /// Where BITS takes the proxy from (BG_JOB_PROXY_USAGE). [idl:Bits.Idl; com:BG_JOB_PROXY_USAGE]
    ProxyUsage {
        Preconfig = 0 BG_JOB_PROXY_USAGE_PRECONFIG, "preconfig", "As configured", "The owner's Internet settings; since Windows 10 1809 WinHTTP's automatic order.", ["system_default"];
        NoProxy = 1 BG_JOB_PROXY_USAGE_NO_PROXY, "no_proxy", "No proxy", "Straight to the server.", [];
        Override = 2 BG_JOB_PROXY_USAGE_OVERRIDE, "override", "This list", "The proxies of the list.", [];
        Autodetect = 3 BG_JOB_PROXY_USAGE_AUTODETECT, "autodetect", "Detect", "Found by WPAD for each file.", ["auto_detect"] since (2, 0);
    }
}

/// Proxy usage with its list and bypass list. [com:IBackgroundCopyJob.SetProxySettings]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProxySettings {
    /// Where the proxy is taken from.
    pub usage: ProxyUsage,
    /// The proxies, `[protocol=][protocol://]server[:port]`; only with [`ProxyUsage::Override`].
    pub list: Vec<Text>,
    /// Hosts that are reached without a proxy: names, addresses, `*.example.com`, `<local>`.
    pub bypass: Vec<Text>,
}

const LIST: TextRule = TextRule {
    notation: Notation::Plain,
    max: 4000,
    may_be_empty: false,
    // No proxy has a user in BITS; who writes one writes a password with it.
    secrecy: Secrecy::Address,
};

impl Value for ProxySettings {
    const PARTS: &'static [Part] = &[
        Part {
            name: "usage",
            label: "Usage",
            help: "Where the proxy is taken from.",
            required: true,
            control: Control::Choice(ProxyUsage::CHOICES),
        },
        Part {
            name: "list",
            label: "Proxies",
            help: "One a line, such as http://proxy:8080. The first that can be reached is used.",
            required: false,
            control: Control::Lines(LIST),
        },
        Part {
            name: "bypass",
            label: "Bypass",
            help: "One a line: hosts that are reached without the proxy. <local> means all hosts of this network.",
            required: false,
            control: Control::Lines(LIST),
        },
    ];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        let mut errors = Vec::new();
        let usage = read_word::<ProxyUsage>(entries, 0).unwrap_or_else(|error| {
            errors.push(error);
            None
        });
        let mut lines = |part| {
            read_lines(entries, part, LIST).unwrap_or_else(|more| {
                errors.extend(more);
                Vec::new()
            })
        };
        let (list, bypass) = (lines(1), lines(2));
        for (part, texts) in [(1, &list), (2, &bypass)] {
            let joined = texts.iter().fold(texts.len().saturating_sub(1), |sum, text| {
                sum.saturating_add(text.utf16_len())
            });
            if joined > LIST.max {
                errors.push(PartError::new(
                    part,
                    format!(
                        "The list has {joined} characters; BITS takes at most {}",
                        LIST.max
                    ),
                    "Shorten it.",
                ));
            }
        }
        match usage {
            Some(usage) if errors.is_empty() => Ok(ProxySettings { usage, list, bypass }),
            None if errors.is_empty() => Err(vec![PartError::new(
                0,
                "There is no proxy usage, and BITS takes a list only with one",
                "Give the usage `override` with the list, or leave the setting out.",
            )]),
            _ => Err(errors),
        }
    }

    fn write(&self) -> Entries {
        let lines = |texts: &[Text]| texts.iter().map(|text| write_text(text, LIST.notation)).collect();
        Entries(vec![
            vec![self.usage.word().into()],
            lines(&self.list),
            lines(&self.bypass),
        ])
    }
}
