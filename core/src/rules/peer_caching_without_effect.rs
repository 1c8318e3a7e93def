use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{PeerCachingFlags, Value};
use crate::version::BitsVersion;

pub(super) const RULE: Rule = Rule {
    name: "peer-caching-without-effect",
    severity: Severity::Warning,
    what: "The flags for downloading from peers or serving peers are set for a Windows that has no such cache any more.",
    why: "The peer cache of BITS 3.0 is gone since Windows 7: the two flags have no effect. BranchCache took its place and is not switched on by them.",
    instead: "Leave them out.",
    evidence: &["com:IBackgroundCopyJob4.SetPeerCachingFlags", "w32:peer-caching"],
    example: job!(download; r#""settings": { "peer_caching_flags": [ "enable_peercaching_client" ] }"#),
    repaired: job!(download;),
    check,
};

const GONE: u32 = PeerCachingFlags::CLIENT | PeerCachingFlags::SERVER;

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flags) = checked
        .settings()
        .peer_caching_flags
        .filter(|flags| flags.0 & GONE != 0)
    else {
        return;
    };
    if checked.profile.bits() < BitsVersion::new(4, 0) {
        return;
    }
    let kept = PeerCachingFlags(flags.0 & !GONE);
    let edit = if kept.0 == 0 {
        Edit::Clear(SettingId::PeerCachingFlags)
    } else {
        Edit::Set(SettingId::PeerCachingFlags, kept.write())
    };
    out.push(
        RULE.says(
            Place::setting(SettingId::PeerCachingFlags),
            format!(
                "{}: no effect since Windows 7.",
                PeerCachingFlags(flags.0 & GONE).words().join(", ")
            ),
            "Leave it out.",
        )
        .with_fix(Fix::new("Leave it out", edit)),
    );
}
