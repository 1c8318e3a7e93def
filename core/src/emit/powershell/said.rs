//! How the BitsTransfer module says each setting: parameters of a cmdlet, bitsadmin by GUID, or not at all.

use crate::catalog::SettingValue;
use crate::command::{self, Tool};
use crate::emit::bitsadmin::{self, Call};
use crate::plan::Plan;
use crate::profile::Profile;
use crate::quote::{Refusal, powershell};
use crate::text::Text;
use crate::value::{AuthTarget, CostFlags, Credential, Headers, ProxySettings, Seconds, User, Word};

/// How a value is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// Parameters of `Start-BitsTransfer` and `Set-BitsTransfer`, with their values as expressions.
    Parameters(Vec<(&'static str, String)>),
    /// A switch of `Set-BitsTransfer` that stands in a call of its own.
    Switch(&'static str),
    /// Credentials, each in a call of its own.
    Credentials(Vec<SaidCredential>),
    /// bitsadmin, by GUID.
    Bitsadmin(Vec<Call>),
    /// Neither tool.
    Nobody {
        /// Why, as a sentence.
        reason: &'static str,
        /// Its source.
        source: &'static str,
    },
}

/// How one entry of the credentials is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SaidCredential {
    /// With a credential that the script asks for.
    Asked {
        /// `Authentication` or `ProxyAuthentication`.
        scheme_parameter: &'static str,
        /// The scheme's word.
        scheme: &'static str,
        /// `Credential` or `ProxyCredential`.
        parameter: &'static str,
        /// The user's name.
        user: Text,
    },
    /// bitsadmin, by GUID: the current user.
    Implicit(Call),
}

/// Whether the script changes the value.
pub(super) fn is_said(value: &SettingValue, plan: &Plan) -> bool {
    !matches!(said(value, plan.profile()), Ok(Said::Nobody { .. }))
}

/// How the value is said on this machine. A [`Refusal`] where it could be said but not exactly.
pub(super) fn said(value: &SettingValue, profile: &Profile) -> Result<Said, Refusal> {
    let id = value.id();
    let has_parameter = command::min_module(id).is_some_and(|module| profile.windows.module >= module);
    if let SettingValue::Credentials(credentials) = value {
        return Ok(Said::Credentials(credentials.0.iter().map(credential).collect()));
    }
    if has_parameter
        && command::beyond(value, Tool::PowerShell).is_none()
        && let Some(said) = by_cmdlet(value)?
    {
        return Ok(said);
    }
    match bitsadmin::calls(value) {
        Ok(calls) if calls.iter().any(|call| is_absent(call, profile)) => Ok(Said::Nobody {
            reason: "The cmdlets of this Windows have no parameter for it, and its bitsadmin no verb.",
            source: "helpNew",
        }),
        Ok(calls) => Ok(Said::Bitsadmin(calls)),
        Err(unsayable) => Ok(Said::Nobody {
            reason: unsayable.reason,
            source: unsayable.source,
        }),
    }
}

/// Whether the build's bitsadmin is known not to have the verb, or is older than the first known to have it.
fn is_absent(call: &Call, profile: &Profile) -> bool {
    command::absent_in_build(call.verb).is_some_and(|build| profile.windows.build <= build)
}

fn quoted(word: &str) -> String {
    powershell::literal(word)
}

fn expression(text: &Text) -> Result<String, Refusal> {
    powershell::expression(text).map(|expression| expression.source)
}

fn one(name: &'static str, value: String) -> Option<Said> {
    Some(Said::Parameters(vec![(name, value)]))
}

/// Int32 is what the cmdlets take; a longer time goes through bitsadmin.
fn seconds(name: &'static str, value: Seconds) -> Option<Said> {
    i32::try_from(value.0)
        .ok()
        .and_then(|seconds| one(name, seconds.to_string()))
}

fn by_cmdlet(value: &SettingValue) -> Result<Option<Said>, Refusal> {
    Ok(match value {
        SettingValue::JobType(_) | SettingValue::Files(_) | SettingValue::FileRanges(_) => None,
        SettingValue::DisplayName(name) => one("DisplayName", expression(&name.0)?),
        SettingValue::Description(text) => one("Description", expression(&text.0)?),
        SettingValue::Priority(priority) => one("Priority", quoted(spelled("Priority", priority.word()))),
        SettingValue::MinimumRetryDelay(value) => seconds("RetryInterval", *value),
        SettingValue::NoProgressTimeout(value) => seconds("RetryTimeout", *value),
        SettingValue::MaximumDownloadTime(value) => seconds("MaxDownloadTime", *value),
        SettingValue::CustomHeaders(Headers(headers)) => one("CustomHeaders", list(headers)?),
        SettingValue::MakeCustomHeadersWriteOnly(_) => Some(Said::Switch("-CustomHeadersWriteOnly")),
        SettingValue::HttpMethod(method) => one("HttpMethod", expression(&method.0)?),
        // A decimal mask: the names of the flags are not all documented. [forum]
        SettingValue::SecurityFlags(flags) => one("SecurityFlags", flags.mask().to_string()),
        SettingValue::NotifyFlags(flags) => one("NotifyFlags", flags.0.to_string()),
        SettingValue::ClientCertificateById(certificate) => {
            let bytes: Vec<String> = certificate
                .cert_hash
                .iter()
                .map(|byte| format!("0x{byte:02X}"))
                .collect();
            Some(Said::Parameters(vec![
                (
                    "CertStoreLocation",
                    quoted(spelled("CertStoreLocation", certificate.store_location.word())),
                ),
                ("CertStoreName", expression(&certificate.store_name)?),
                ("CertHash", format!("[byte[]]({})", bytes.join(", "))),
            ]))
        }
        SettingValue::ProxySettings(proxy) => by_proxy_parameters(proxy)?,
        SettingValue::Credentials(_) => None,
        SettingValue::UseStoredCredentials(target) => one(
            "UseStoredCredential",
            quoted(spelled("UseStoredCredential", target.word())),
        ),
        SettingValue::NotifyCmdLine(command) => {
            let mut words = vec![command.program.clone()];
            if !command.parameters.is_empty() {
                words.push(command.parameters.clone());
            }
            one("NotifyCmdLine", list(&words)?)
        }
        // By name and never as a number (P7). [ps:Set-BitsTransfer]
        SettingValue::CostFlags(flags) => one("TransferPolicy", quoted(&policy_words(*flags))),
        SettingValue::DynamicContent(dynamic) => Some(Said::Switch(if dynamic.0 {
            "-Dynamic:$true"
        } else {
            "-Dynamic:$false"
        })),
        SettingValue::FileAclFlags(flags) => one("ACLFlags", quoted(&bitsadmin::acl_letters(*flags))),
        SettingValue::TakeOwnership(_) => Some(Said::Switch("-SetOwnerToCurrentUser")),
        SettingValue::ReplaceRemotePrefix(_)
        | SettingValue::RemoteName(_)
        | SettingValue::ReplyFileName(_)
        | SettingValue::ValidationState(_)
        | SettingValue::ClientCertificateByName(_)
        | SettingValue::RemoveClientCertificate(_)
        | SettingValue::RemoveCredentials(_)
        | SettingValue::NotificationClsid(_)
        | SettingValue::MinimumNotificationIntervalMs(_)
        | SettingValue::HighPerformance(_)
        | SettingValue::MaxDownloadSize(_)
        | SettingValue::OnDemandMode(_)
        | SettingValue::PeerCachingFlags(_)
        | SettingValue::HelperToken(_)
        | SettingValue::HelperTokenFlags(_) => None,
    })
}

/// `-ProxyList` takes URIs: an entry such as `proxy:8080` would be read as the scheme `proxy`, so it goes through
/// bitsadmin. `[ps:Set-BitsTransfer]`
fn by_proxy_parameters(proxy: &ProxySettings) -> Result<Option<Said>, Refusal> {
    let is_uri = |text: &Text| {
        text.as_literal().is_some_and(|text| {
            let host = text
                .strip_prefix("http://")
                .or_else(|| text.strip_prefix("https://"));
            host.is_some_and(|host| {
                !host.is_empty()
                    && host
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c))
            })
        })
    };
    if !proxy.list.iter().all(is_uri) {
        return Ok(None);
    }
    let mut parameters = vec![("ProxyUsage", quoted(spelled("ProxyUsage", proxy.usage.word())))];
    if !proxy.list.is_empty() {
        parameters.push(("ProxyList", list(&proxy.list)?));
    }
    if !proxy.bypass.is_empty() {
        parameters.push(("ProxyBypass", list(&proxy.bypass)?));
    }
    Ok(Some(Said::Parameters(parameters)))
}

fn list(texts: &[Text]) -> Result<String, Refusal> {
    let items: Vec<String> = texts.iter().map(expression).collect::<Result<_, _>>()?;
    Ok(format!("@({})", items.join(", ")))
}

fn credential(credential: &Credential) -> SaidCredential {
    match &credential.user {
        User::Implicit => {
            let one = crate::value::Credentials(vec![credential.clone()]);
            let calls = bitsadmin::calls(&SettingValue::Credentials(one)).unwrap_or_default();
            match calls.into_iter().next() {
                Some(call) => SaidCredential::Implicit(call),
                None => asked(credential, &Text::default()),
            }
        }
        User::Named(name) => asked(credential, name),
    }
}

fn asked(credential: &Credential, user: &Text) -> SaidCredential {
    let (scheme_parameter, parameter) = match credential.target {
        AuthTarget::Server => ("Authentication", "Credential"),
        AuthTarget::Proxy => ("ProxyAuthentication", "ProxyCredential"),
    };
    SaidCredential::Asked {
        scheme_parameter,
        scheme: spelled(scheme_parameter, credential.scheme.word()),
        parameter,
        user: user.clone(),
    }
}

/// How `Set-BitsTransfer` spells a word of the catalog, and `Start-BitsTransfer` the type of a job.
pub(in crate::emit) fn spelled(parameter: &str, word: &str) -> &'static str {
    ["Set-BitsTransfer", "Start-BitsTransfer"]
        .into_iter()
        .find_map(|cmdlet| command::spelled(cmdlet, Some(parameter), word))
        .unwrap_or_default()
}

/// The names of a policy as `-TransferPolicy` takes them, joined with commas. `[ps:Set-BitsTransfer]`
pub(in crate::emit) fn policy_words(flags: CostFlags) -> String {
    let words: Vec<&str> = flags
        .words()
        .into_iter()
        .map(|choice| spelled("TransferPolicy", choice.word))
        .collect();
    if words.is_empty() {
        "None".to_owned()
    } else {
        words.join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::FileAclFlags;

    #[test]
    fn every_policy_has_a_documented_name() {
        for choice in CostFlags::BITS.iter().chain(CostFlags::NAMED) {
            let words = policy_words(CostFlags(choice.number));
            assert!(words.chars().all(|c| c.is_ascii_alphabetic()), "{words}");
        }
        assert_eq!(policy_words(CostFlags(0x82)), "Capped,Roaming");
        assert_eq!(policy_words(CostFlags(0)), "None");
    }

    #[test]
    fn one_acl_letter_is_a_parameter_and_several_are_not() {
        let profile = Profile::default();
        let one = said(&SettingValue::FileAclFlags(FileAclFlags(4)), &profile).unwrap();
        assert_eq!(one, Said::Parameters(vec![("ACLFlags", "'D'".into())]));
        let several = said(&SettingValue::FileAclFlags(FileAclFlags(5)), &profile).unwrap();
        assert!(matches!(several, Said::Bitsadmin(_)));
    }
}
