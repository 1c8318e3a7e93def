//! Cost flags: on which kinds of connection a job may transfer.

use super::flags::read_flags;
use super::{Choice, Control, Entries, Part, PartError, Value};

/// The states of a connection's cost in which BITS transfers (BITS_COST_STATE_*). [idl:bits5_0.idl; w32:bits-cost-state]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CostFlags(pub u32);

macro_rules! cost {
    ($list:ident, $doc:literal: $($number:literal $constant:ident, $word:literal, $label:literal, $help:literal, [$($alias:literal),*];)+) => {
        #[doc = $doc]
        pub const $list: &'static [Choice] = &[$(Choice {
            word: $word, number: $number, constant: stringify!($constant), label: $label, help: $help, aliases: &[$($alias),*], since: None,
        }),+];
    };
}

impl CostFlags {
    cost! { BITS, "The single bits.":
        0x1 BITS_COST_STATE_UNRESTRICTED, "unrestricted", "Unrestricted", "The connection is not metered.", [];
        0x2 BITS_COST_STATE_CAPPED_USAGE_UNKNOWN, "capped_usage_unknown", "Capped", "There is a data limit; how much is used is not known.", ["capped"];
        0x4 BITS_COST_STATE_BELOW_CAP, "below_cap", "Below cap", "Usage is below the data limit.", [];
        0x8 BITS_COST_STATE_NEAR_CAP, "near_cap", "Near cap", "Usage is near the data limit.", [];
        0x10 BITS_COST_STATE_OVERCAP_CHARGED, "overcap_charged", "Over cap, charged", "The data limit is passed; more data costs.", [];
        0x20 BITS_COST_STATE_OVERCAP_THROTTLED, "overcap_throttled", "Over cap, throttled", "The data limit is passed; the connection is slowed.", [];
        0x40 BITS_COST_STATE_USAGE_BASED, "usage_based", "Usage based", "Each byte costs.", [];
        0x80 BITS_COST_STATE_ROAMING, "roaming", "Roaming", "The machine is roaming.", [];
        0x8000_0000 BITS_COST_OPTION_IGNORE_CONGESTION, "ignore_congestion", "Ignore congestion", "Congestion of the network is not a reason to wait.", [];
    }

    cost! { NAMED, "The combinations that have names.":
        0x8000_0021 BITS_JOB_TRANSFER_POLICY_UNRESTRICTED, "transfer_unrestricted", "Only unmetered", "Unrestricted or throttled connections only.", ["policy_unrestricted"];
        0x8000_0067 BITS_JOB_TRANSFER_POLICY_STANDARD, "transfer_standard", "Standard", "Not roaming, not charged over a limit, not near one.", ["standard"];
        0x8000_006F BITS_JOB_TRANSFER_POLICY_NO_SURCHARGE, "transfer_no_surcharge", "No surcharge", "Not roaming and not charged over a limit.", ["no_surcharge"];
        0x8000_007F BITS_JOB_TRANSFER_POLICY_NOT_ROAMING, "transfer_not_roaming", "Not roaming", "Any connection but a roaming one.", ["not_roaming"];
        0x8000_00FF BITS_JOB_TRANSFER_POLICY_ALWAYS, "transfer_always", "Always", "Any connection.", ["always"];
    }

    /// The bit that BITS keeps for itself.
    pub const RESERVED: u32 = 0x4000_0000;

    /// The name of exactly this combination.
    pub fn named(self) -> Option<&'static Choice> {
        Self::NAMED.iter().find(|choice| choice.number == self.0)
    }

    /// The fewest words that make up this mask: a name alone, or the single bits.
    pub fn words(self) -> Vec<&'static Choice> {
        match self.named() {
            Some(named) => vec![named],
            None => Self::BITS
                .iter()
                .filter(|choice| self.0 & choice.number != 0)
                .collect(),
        }
    }
}

impl Value for CostFlags {
    const PARTS: &'static [Part] = &[Part::only(Control::CostMask {
        bits: Self::BITS,
        named: Self::NAMED,
    })];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        let mask = read_flags(entries, 0, &[Self::BITS, Self::NAMED]).map_err(|error| vec![error])?;
        Ok(CostFlags(mask))
    }

    fn write(&self) -> Entries {
        Entries::list(self.words().into_iter().map(|choice| choice.word))
    }

    fn bits(&self) -> Option<u32> {
        Some(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unions_of_bits() {
        let all = CostFlags::BITS.iter().fold(0, |all, bit| all | bit.number);
        for named in CostFlags::NAMED {
            assert_eq!(named.number & !all, 0, "{}", named.word);
        }
        assert_eq!(
            CostFlags::read(&Entries::list(["capped", "Roaming"])),
            Ok(CostFlags(0x82))
        );
        assert_eq!(
            CostFlags::read(&Entries::one("Standard")),
            Ok(CostFlags(0x8000_0067))
        );
        assert!(CostFlags::read(&Entries::one("0x40000000")).is_err());
    }

    #[test]
    fn every_mask_survives_writing() {
        for mask in [0, 1, 0x21, 0x8000_0021, 0x8000_00FF, 0x8000_0000, 0xFF] {
            assert_eq!(
                CostFlags::read(&CostFlags(mask).write()),
                Ok(CostFlags(mask)),
                "{mask:X}"
            );
        }
    }
}
