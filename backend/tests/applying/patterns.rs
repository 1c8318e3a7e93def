//! Patterns that are made to take long.

use bitsmith_backend::apply::find;
use bitsmith_backend::calls::Target;
use bitsmith_backend::scripted::Scripted;
use bitsmith_core::job::{Owner, Selector};
use bitsmith_core::text::Text;
use bitsmith_core::value::JobType;
use std::sync::mpsc;
use std::time::Duration;

const GUID: &str = "{00000000-0000-0000-0000-00000000000A}";

#[test]
fn no_pattern_takes_long_or_deep() {
    let long = "a".repeat(256);
    for (name, pattern, is_fit) in [
        ("many stars", format!("{}b", "a*".repeat(30)), false),
        ("many stars that fit", format!("{}a", "a*".repeat(30)), true),
        ("nothing but stars", "*".repeat(500_000), true),
        ("a large set", format!("[{}a]*", "b".repeat(500_000)), true),
        ("many sets", "[b]".repeat(100_000), false),
        ("many letters", "a".repeat(500_000), false),
    ] {
        let mut bits = Scripted::new().with_job(GUID, &long, JobType::Download);
        let target = Target::Existing {
            selector: Selector::Pattern(Text::literal(&pattern)),
            owner: Owner::Me,
        };
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || sender.send(find(&target, &mut bits).is_ok()));
        let found = receiver.recv_timeout(Duration::from_secs(20));
        assert_eq!(found, Ok(is_fit), "{name}");
    }
}
