//! The job of a first visit.

use bitsmith_core::catalog::{CATALOG, Held};
use bitsmith_core::draft::Draft;
use bitsmith_core::value::{Control, Entries, Entry};

/// A download that works: a name and two files, everything else left to BITS.
pub fn example() -> Draft {
    let mut draft = Draft::default();
    for spec in CATALOG {
        let entries = match (spec.held, spec.parts) {
            (Held::Subject, [only]) if matches!(only.control, Control::Text(_)) => {
                Entries::one("Nightly update")
            }
            (Held::Files, _) => {
                let row = |entries: [&str; 2]| entries.map(Entry::from).to_vec();
                Entries(vec![
                    row([
                        "https://download.example.com/updates/catalog.xml",
                        "https://download.example.com/updates/package.zip",
                    ]),
                    row([
                        r"%USERPROFILE%\Downloads\catalog.xml",
                        r"%USERPROFILE%\Downloads\package.zip",
                    ]),
                ])
            }
            _ => continue,
        };
        draft.settings.insert(spec.id, entries);
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitsmith_core::evaluate::evaluate;
    use bitsmith_core::plan::Reveal;

    #[test]
    fn the_example_has_no_errors() {
        assert!(evaluate(&example(), Reveal::Masked).plan.is_some());
    }
}
