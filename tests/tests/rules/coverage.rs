//! What the facts and the study of use ask for, and the rules that do it.

use bitsmith_core::rules::RULES;
use std::collections::BTreeSet;

/// Row by row, what the summary of interplay rules in the fact sheet (a.33) became.
const INTERPLAY: [&[&str]; 16] = [
    &[
        "upload-of-several-files",
        "no-files",
        "setting-for-other-job-type",
        "redirect-policy-on-upload",
    ],
    &["upload-reply-over-smb", "reply-file-without-upload-reply"],
    &["proxy-list-without-override", "override-without-proxy-list"],
    &[
        "retry-delay-exceeds-timeout",
        "timeout-beyond-inactivity-limit",
        "short-retry-delay",
    ],
    &[
        "background-priority-with-custom-method",
        "custom-method-with-dynamic-content",
        "custom-method-with-on-demand-mode",
        "setting-after-first-resume",
        "newer-than-profile",
    ],
    &[
        "setting-for-other-job-type",
        "dynamic-content-with-ranges",
        "dynamic-content-with-on-demand-mode",
        "dynamic-content-in-background",
    ],
    &[
        "write-only-without-headers",
        "irrevocable-write-only-headers",
        "newer-than-profile",
    ],
    &[
        "http-setting-without-http",
        "certificate-setting-without-https",
        "contradictory-redirects",
    ],
    &["acl-flags-without-smb", "acl-flags-without-privilege"],
    &[
        "network-token-with-client-certificate",
        "network-token-without-implicit-credentials",
    ],
    &[
        "notify-flags-that-never-run-the-command",
        "notify-flags-beyond-the-command",
        "disabled-notification-with-command",
        "notify-command-of-service-account",
        "notify-parameters-without-program",
    ],
    &["stored-credentials-for-server"],
    &["take-ownership"],
    &["implicit-user-with-explicit-scheme"],
    // The other lengths are those of single values: `lengths_are_those_that_bits_takes`.
    &["long-address-segment", "long-headers"],
    &["peer-caching-without-effect"],
];

/// What became of a mistake that people make.
enum Mistake {
    /// Rules look for it.
    Rules(&'static [&'static str]),
    /// It cannot be made here, because of this.
    Unwritable(&'static str),
}

/// The thirty mistakes of the study of use, in its order.
const MISTAKES: [Mistake; 30] = {
    use Mistake::{Rules, Unwritable};
    [
        Rules(&["relative-local-name"]),
        Rules(&["shell-variable-as-text", "command-prompt-variable"]),
        Unwritable(
            "An empty field is no argument: a script leaves the setting out or writes the tool's word for nothing.",
        ),
        Rules(&["nul-as-notify-program"]),
        Rules(&["shell-variable-as-text"]),
        Unwritable("A percent sign is data; the writer of batch files doubles it."),
        Unwritable("Quotes are written by the writer of the shell, tested against readers of it."),
        Unwritable("Comments are written by the program, in the notation of the shell."),
        Rules(&["unfilled-placeholder"]),
        Rules(&["missing-display-name", "blank-display-name"]),
        Rules(&[
            "swapped-names",
            "address-as-local-name",
            "drive-letter-in-remote-name",
        ]),
        Unwritable("Settings are a closed list: a document with another key is refused at its place."),
        Unwritable("Settings have BITS's names; which word a tool has for them is the writer's affair."),
        Rules(&["override-without-proxy-list", "proxy-list-without-override"]),
        Rules(&["space-in-user-name", "implicit-user-with-explicit-scheme"]),
        Rules(&["header-without-colon", "header-given-twice"]),
        Unwritable("Flags are words or a number whose undefined bits are refused when it is read."),
        Rules(&["first-and-last-byte-as-range"]),
        Rules(&["short-retry-delay", "retry-delay-exceeds-timeout"]),
        Unwritable("Words of a tool are written from the catalog of its commands."),
        Unwritable("How the script ends is one choice, and the writer makes all calls that belong to it."),
        Rules(&["uncompleted-job"]),
        Unwritable("A plan makes one job, and scripts name it by its GUID."),
        Rules(&["completing-unfinished-jobs"]),
        Unwritable("A waiting script looks for every state and has a bound."),
        Unwritable("The name of a new job and the GUIDs of existing jobs are different fields."),
        Unwritable("The writer puts each call on a line of its own."),
        Rules(&[
            "notify-parameters-without-program",
            "disabled-notification-with-command",
            "notify-flags-that-never-run-the-command",
        ]),
        Unwritable("Files are pairs of names and never strings on a pipe."),
        Rules(&["no-files"]),
    ]
};

#[test]
fn every_row_of_the_facts_and_every_mistake_has_its_rule_or_reason() {
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    for (row, rules) in INTERPLAY.iter().enumerate() {
        assert!(!rules.is_empty());
        for rule in *rules {
            assert!(known.contains(rule), "row {}: there is no rule {rule}", row + 1);
        }
    }
    for (number, mistake) in MISTAKES.iter().enumerate() {
        match mistake {
            Mistake::Rules(rules) => {
                for rule in *rules {
                    assert!(
                        known.contains(rule),
                        "mistake {}: there is no rule {rule}",
                        number + 1
                    );
                }
            }
            Mistake::Unwritable(reason) => assert!(reason.ends_with('.'), "mistake {}", number + 1),
        }
    }
}
