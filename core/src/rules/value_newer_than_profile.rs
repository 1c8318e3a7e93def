use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{PeerCachingFlags, ProxyUsage, RedirectPolicy, SecurityFlags, Value};
use crate::version::BitsVersion;

pub(super) const RULE: Rule = Rule {
    name: "value-newer-than-profile",
    severity: Severity::Error,
    what: "A value of a setting, or a kind of job or file, is newer than the BITS of the machine.",
    why: "Uploads came with BITS 1.5, file shares and proxy detection with 2.0, redirect policies with 3.0, the flag against BranchCache with 4.0: an older BITS refuses them.",
    instead: "Use another value, or choose the Windows that the script is for.",
    evidence: &[
        "w32:what-s-new",
        "com:BG_FILE_INFO",
        "com:BG_JOB_PROXY_USAGE",
        "com:IBackgroundCopyJobHttpOptions.SetSecurityFlags",
        "com:IBackgroundCopyJob4.SetPeerCachingFlags",
    ],
    example: job!(download; r#""settings": { "security_flags": { "redirect_policy": "disallow" } }"#, r#""profile": { "windows": "xp" }"#),
    repaired: job!(download; r#""settings": { "security_flags": { } }"#, r#""profile": { "windows": "xp" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let bits = checked.profile.bits();
    let mut say = |place: Place, what: &str, since: BitsVersion, fix: Option<Fix>| {
        if bits < since {
            let mut diagnostic = RULE.says(
                place,
                format!(
                    "{what} came with BITS {since} ({}); this machine has BITS {bits}.",
                    since.windows()
                ),
                "Use another value, or choose a newer Windows above if the script is for one.",
            );
            diagnostic.fix = fix;
            out.push(diagnostic);
        }
    };
    let settings = checked.settings();
    if checked.is_upload() {
        say(
            Place::setting(SettingId::JobType),
            "Uploading",
            BitsVersion::new(1, 5),
            None,
        );
    }
    if let Some((row, ..)) = checked.remotes().find(|(_, _, protocol)| protocol.is_smb()) {
        say(
            Place::cell(SettingId::Files, 0, row),
            "Transfer from and to file shares",
            BitsVersion::new(2, 0),
            None,
        );
    }
    if settings
        .proxy_settings
        .as_ref()
        .is_some_and(|proxy| proxy.usage == ProxyUsage::Autodetect)
    {
        let fix = Fix::new("Use the configured proxy", Edit::Clear(SettingId::ProxySettings));
        say(
            Place::setting(SettingId::ProxySettings),
            "Proxy detection",
            BitsVersion::new(2, 0),
            Some(fix),
        );
    }
    if let Some(flags) = settings.security_flags
        && (flags.redirect_policy != RedirectPolicy::AllowSilent
            || flags.has(SecurityFlags::ALLOW_HTTPS_TO_HTTP))
    {
        let kept = SecurityFlags {
            flags: flags.flags & !SecurityFlags::ALLOW_HTTPS_TO_HTTP,
            redirect_policy: RedirectPolicy::AllowSilent,
        };
        let fix = Fix::new(
            "Leave the policy out",
            Edit::Set(SettingId::SecurityFlags, kept.write()),
        );
        say(
            Place::part(SettingId::SecurityFlags, 1),
            "The redirect policy",
            BitsVersion::new(3, 0),
            Some(fix),
        );
    }
    if let Some(flags) = settings
        .peer_caching_flags
        .filter(|flags| flags.has(PeerCachingFlags::DISABLE_BRANCH_CACHE))
    {
        let kept = PeerCachingFlags(flags.0 & !PeerCachingFlags::DISABLE_BRANCH_CACHE);
        let fix = Fix::new(
            "Leave the flag out",
            Edit::Set(SettingId::PeerCachingFlags, kept.write()),
        );
        say(
            Place::setting(SettingId::PeerCachingFlags),
            "The flag against BranchCache",
            BitsVersion::new(4, 0),
            Some(fix),
        );
    }
}
