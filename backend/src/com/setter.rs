//! One call of a setter of BITS.

use super::wide::{Wide, literal, pointer_or_null};
use super::{call, files, newer};
use crate::call::Assignment;
use crate::failure::{Failure, Hresult};
use crate::secret::Secret;
use crate::service::Outcome;
use bitsmith_core::catalog::SettingValue;
use bitsmith_core::value::{
    AuthScheme, AuthTarget, Credential, Guid, Headers, HelperToken, JobType, NotifyCommand, Priority,
    ProxySettings, ProxyUsage, RemovedCredential, StoreLocation, StoredCredentialTarget, User,
};
use windows::Win32::Networking::BackgroundIntelligentTransferService as bits;
use windows::Win32::Networking::BackgroundIntelligentTransferService::{
    BITS_JOB_PROPERTY_ID, BITS_JOB_PROPERTY_VALUE, IBackgroundCopyFile2, IBackgroundCopyFile3,
    IBackgroundCopyJob, IBackgroundCopyJob2, IBackgroundCopyJob3, IBackgroundCopyJob4, IBackgroundCopyJob5,
    IBackgroundCopyJobHttpOptions, IBackgroundCopyJobHttpOptions2, IBackgroundCopyJobHttpOptions3,
    IBitsTokenOptions,
};
use windows::core::{GUID, PWSTR};
use zeroize::Zeroizing;

/// Gives a setter its value.
pub(super) fn set(job: &IBackgroundCopyJob, assignment: &Assignment) -> Outcome {
    match assignment {
        Assignment::Value(value) => set_value(job, value),
        Assignment::Credential { credential, password } => set_credential(job, credential, password.as_ref()),
        Assignment::RemoveCredential(RemovedCredential { target, scheme }) => {
            let job: IBackgroundCopyJob2 = newer(job)?;
            call!(job, RemoveCredentials, auth_target(*target), auth_scheme(*scheme))
        }
        Assignment::RemoteName { file, remote_name } => {
            let name = Wide::of(remote_name)?;
            let file: IBackgroundCopyFile2 = newer(&files::nth(job, *file)?)?;
            call!(file, SetRemoteName, name.pointer())
        }
        Assignment::ValidationState { file, valid } => {
            let file: IBackgroundCopyFile3 = newer(&files::nth(job, *file)?)?;
            call!(file, SetValidationState, (*valid).into())
        }
    }
}

fn set_value(job: &IBackgroundCopyJob, value: &SettingValue) -> Outcome {
    match value {
        SettingValue::JobType(_) => Err(Failure::Unsayable(
            "the type of a job is said when it is made and cannot be changed",
        )),
        SettingValue::Files(_)
        | SettingValue::FileRanges(_)
        | SettingValue::RemoteName(_)
        | SettingValue::ValidationState(_)
        | SettingValue::Credentials(_)
        | SettingValue::RemoveCredentials(_) => Err(Failure::Unsayable(
            "the setting takes one call for each of its rows",
        )),
        SettingValue::DisplayName(name) => {
            let name = Wide::of(&name.0)?;
            call!(job, SetDisplayName, name.pointer())
        }
        SettingValue::Description(description) => {
            let description = Wide::of(&description.0)?;
            call!(job, SetDescription, description.pointer())
        }
        SettingValue::ReplaceRemotePrefix(change) => {
            let (old, new) = (Wide::of(&change.old_prefix)?, Wide::of(&change.new_prefix)?);
            let job: IBackgroundCopyJob3 = newer(job)?;
            call!(job, ReplaceRemotePrefix, old.pointer(), new.pointer())
        }
        SettingValue::ReplyFileName(name) => {
            let name = Wide::of(&name.0)?;
            let job: IBackgroundCopyJob2 = newer(job)?;
            call!(job, SetReplyFileName, name.pointer())
        }
        SettingValue::Priority(priority) => call!(job, SetPriority, job_priority(*priority)),
        SettingValue::MinimumRetryDelay(delay) => call!(job, SetMinimumRetryDelay, delay.0),
        SettingValue::NoProgressTimeout(timeout) => call!(job, SetNoProgressTimeout, timeout.0),
        SettingValue::MaximumDownloadTime(time) => {
            let job: IBackgroundCopyJob4 = newer(job)?;
            call!(job, SetMaximumDownloadTime, time.0)
        }
        SettingValue::CustomHeaders(headers) => set_headers(job, headers),
        SettingValue::MakeCustomHeadersWriteOnly(_) => {
            let job: IBackgroundCopyJobHttpOptions3 = newer(job)?;
            call!(job, MakeCustomHeadersWriteOnly)
        }
        SettingValue::HttpMethod(method) => {
            let method = Wide::of(&method.0)?;
            let job: IBackgroundCopyJobHttpOptions2 = newer(job)?;
            call!(job, SetHttpMethod, method.pointer())
        }
        SettingValue::SecurityFlags(flags) => {
            let job: IBackgroundCopyJobHttpOptions = newer(job)?;
            call!(job, SetSecurityFlags, flags.mask())
        }
        SettingValue::ClientCertificateById(certificate) => {
            let store = Wide::of(&certificate.store_name)?;
            let job: IBackgroundCopyJobHttpOptions = newer(job)?;
            call!(
                job,
                SetClientCertificateByID,
                store_location(certificate.store_location),
                store.pointer(),
                certificate.cert_hash.as_ptr()
            )
        }
        SettingValue::ClientCertificateByName(certificate) => {
            let store = Wide::of(&certificate.store_name)?;
            let subject = Wide::of(&certificate.subject_name)?;
            let job: IBackgroundCopyJobHttpOptions = newer(job)?;
            call!(
                job,
                SetClientCertificateByName,
                store_location(certificate.store_location),
                store.pointer(),
                subject.pointer()
            )
        }
        SettingValue::RemoveClientCertificate(_) => {
            let job: IBackgroundCopyJobHttpOptions = newer(job)?;
            call!(job, RemoveClientCertificate)
        }
        SettingValue::ProxySettings(settings) => set_proxy(job, settings),
        SettingValue::UseStoredCredentials(target) => set_property(
            job,
            bits::BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS,
            BITS_JOB_PROPERTY_VALUE {
                Target: stored_target(*target),
            },
        ),
        SettingValue::NotifyFlags(flags) => call!(job, SetNotifyFlags, flags.0),
        SettingValue::NotifyCmdLine(command) => set_command(job, command),
        SettingValue::NotificationClsid(class) => set_property(
            job,
            bits::BITS_JOB_PROPERTY_NOTIFICATION_CLSID,
            BITS_JOB_PROPERTY_VALUE { ClsID: guid(class)? },
        ),
        SettingValue::MinimumNotificationIntervalMs(interval) => set_property(
            job,
            bits::BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS,
            BITS_JOB_PROPERTY_VALUE { Dword: interval.0 },
        ),
        SettingValue::CostFlags(flags) => set_property(
            job,
            bits::BITS_JOB_PROPERTY_ID_COST_FLAGS,
            BITS_JOB_PROPERTY_VALUE { Dword: flags.0 },
        ),
        SettingValue::DynamicContent(switch) => {
            set_switch(job, bits::BITS_JOB_PROPERTY_DYNAMIC_CONTENT, switch.0.into())
        }
        SettingValue::HighPerformance(switch) => {
            set_switch(job, bits::BITS_JOB_PROPERTY_HIGH_PERFORMANCE, switch.0.into())
        }
        SettingValue::MaxDownloadSize(size) => set_property(
            job,
            bits::BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE,
            BITS_JOB_PROPERTY_VALUE { Uint64: size.0 },
        ),
        SettingValue::OnDemandMode(switch) => {
            set_switch(job, bits::BITS_JOB_PROPERTY_ON_DEMAND_MODE, switch.0.into())
        }
        SettingValue::FileAclFlags(flags) => {
            let job: IBackgroundCopyJob3 = newer(job)?;
            call!(job, SetFileACLFlags, flags.0)
        }
        SettingValue::PeerCachingFlags(flags) => {
            let job: IBackgroundCopyJob4 = newer(job)?;
            call!(job, SetPeerCachingFlags, flags.0)
        }
        SettingValue::TakeOwnership(_) => call!(job, TakeOwnership),
        SettingValue::HelperToken(token) => {
            let job: IBitsTokenOptions = newer(job)?;
            match token {
                HelperToken::Set => call!(job, SetHelperToken),
                HelperToken::Clear => call!(job, ClearHelperToken),
            }
        }
        SettingValue::HelperTokenFlags(flags) => {
            let job: IBitsTokenOptions = newer(job)?;
            call!(job, SetHelperTokenFlags, bits::BG_TOKEN(flags.0))
        }
    }
}

/// One text, CR LF after each header; NULL takes all away. [com:IBackgroundCopyJobHttpOptions.SetCustomHeaders]
fn set_headers(job: &IBackgroundCopyJob, headers: &Headers) -> Outcome {
    let mut lines = Zeroizing::new(String::new());
    for header in &headers.0 {
        lines.push_str(literal(header)?);
        lines.push_str("\r\n");
    }
    let lines = Wide::unless_empty(&lines)?;
    let job: IBackgroundCopyJobHttpOptions = newer(job)?;
    call!(job, SetCustomHeaders, pointer_or_null(lines.as_ref()))
}

/// Lists are separated by spaces; NULL is none. [com:IBackgroundCopyJob.SetProxySettings]
fn set_proxy(job: &IBackgroundCopyJob, settings: &ProxySettings) -> Outcome {
    let joined = |texts: &[bitsmith_core::text::Text]| -> Result<Option<Wide>, Failure> {
        let texts: Vec<&str> = texts.iter().map(literal).collect::<Result<_, _>>()?;
        Wide::unless_empty(&texts.join(" "))
    };
    let (list, bypass) = (joined(&settings.list)?, joined(&settings.bypass)?);
    call!(
        job,
        SetProxySettings,
        proxy_usage(settings.usage),
        pointer_or_null(list.as_ref()),
        pointer_or_null(bypass.as_ref())
    )
}

/// NULL for both takes the command away. [com:IBackgroundCopyJob2.SetNotifyCmdLine]
fn set_command(job: &IBackgroundCopyJob, command: &NotifyCommand) -> Outcome {
    let program = Wide::unless_empty(literal(&command.program)?)?;
    let parameters = Wide::unless_empty(literal(&command.parameters)?)?;
    let job: IBackgroundCopyJob2 = newer(job)?;
    call!(
        job,
        SetNotifyCmdLine,
        pointer_or_null(program.as_ref()),
        pointer_or_null(parameters.as_ref())
    )
}

/// NULL for name and password is the current user. [com:IBackgroundCopyJob2.SetCredentials]
fn set_credential(job: &IBackgroundCopyJob, credential: &Credential, password: Option<&Secret>) -> Outcome {
    let (mut name, mut password) = match (&credential.user, password) {
        (User::Implicit, _) => (None, None),
        (User::Named(name), Some(password)) => (Some(Wide::of(name)?), Some(Wide::new(password.reveal())?)),
        (User::Named(_), None) => {
            return Err(Failure::Unsayable(
                "the password of a named user was not asked for",
            ));
        }
    };
    let pointer = |text: Option<&mut Wide>| text.map_or(PWSTR::null(), Wide::pointer_mut);
    let credentials = bits::BG_AUTH_CREDENTIALS {
        Target: auth_target(credential.target),
        Scheme: auth_scheme(credential.scheme),
        Credentials: bits::BG_AUTH_CREDENTIALS_UNION {
            Basic: bits::BG_BASIC_CREDENTIALS {
                UserName: pointer(name.as_mut()),
                Password: pointer(password.as_mut()),
            },
        },
    };
    let job: IBackgroundCopyJob2 = newer(job)?;
    call!(job, SetCredentials, &raw const credentials)
}

fn set_switch(job: &IBackgroundCopyJob, id: BITS_JOB_PROPERTY_ID, on: windows::core::BOOL) -> Outcome {
    set_property(job, id, BITS_JOB_PROPERTY_VALUE { Enable: on })
}

fn set_property(
    job: &IBackgroundCopyJob,
    id: BITS_JOB_PROPERTY_ID,
    value: BITS_JOB_PROPERTY_VALUE,
) -> Outcome {
    let job: IBackgroundCopyJob5 = newer(job)?;
    call!(job, SetProperty, id, value)
}

/// BG_JOB_TYPE. [idl:Bits.Idl]
pub(super) fn job_type(job_type: JobType) -> bits::BG_JOB_TYPE {
    match job_type {
        JobType::Download => bits::BG_JOB_TYPE_DOWNLOAD,
        JobType::Upload => bits::BG_JOB_TYPE_UPLOAD,
        JobType::UploadReply => bits::BG_JOB_TYPE_UPLOAD_REPLY,
    }
}

fn job_priority(priority: Priority) -> bits::BG_JOB_PRIORITY {
    match priority {
        Priority::Foreground => bits::BG_JOB_PRIORITY_FOREGROUND,
        Priority::High => bits::BG_JOB_PRIORITY_HIGH,
        Priority::Normal => bits::BG_JOB_PRIORITY_NORMAL,
        Priority::Low => bits::BG_JOB_PRIORITY_LOW,
    }
}

fn proxy_usage(usage: ProxyUsage) -> bits::BG_JOB_PROXY_USAGE {
    match usage {
        ProxyUsage::Preconfig => bits::BG_JOB_PROXY_USAGE_PRECONFIG,
        ProxyUsage::NoProxy => bits::BG_JOB_PROXY_USAGE_NO_PROXY,
        ProxyUsage::Override => bits::BG_JOB_PROXY_USAGE_OVERRIDE,
        ProxyUsage::Autodetect => bits::BG_JOB_PROXY_USAGE_AUTODETECT,
    }
}

fn auth_target(target: AuthTarget) -> bits::BG_AUTH_TARGET {
    match target {
        AuthTarget::Server => bits::BG_AUTH_TARGET_SERVER,
        AuthTarget::Proxy => bits::BG_AUTH_TARGET_PROXY,
    }
}

fn auth_scheme(scheme: AuthScheme) -> bits::BG_AUTH_SCHEME {
    match scheme {
        AuthScheme::Basic => bits::BG_AUTH_SCHEME_BASIC,
        AuthScheme::Digest => bits::BG_AUTH_SCHEME_DIGEST,
        AuthScheme::Ntlm => bits::BG_AUTH_SCHEME_NTLM,
        AuthScheme::Negotiate => bits::BG_AUTH_SCHEME_NEGOTIATE,
        AuthScheme::Passport => bits::BG_AUTH_SCHEME_PASSPORT,
    }
}

/// No target at all is BITS's zero, which has no name. `[com:BITS_JOB_PROPERTY_ID]`
fn stored_target(target: StoredCredentialTarget) -> bits::BG_AUTH_TARGET {
    match target {
        StoredCredentialTarget::None => bits::BG_AUTH_TARGET::default(),
        StoredCredentialTarget::Server => bits::BG_AUTH_TARGET_SERVER,
        StoredCredentialTarget::Proxy => bits::BG_AUTH_TARGET_PROXY,
    }
}

fn store_location(location: StoreLocation) -> bits::BG_CERT_STORE_LOCATION {
    match location {
        StoreLocation::CurrentUser => bits::BG_CERT_STORE_LOCATION_CURRENT_USER,
        StoreLocation::LocalMachine => bits::BG_CERT_STORE_LOCATION_LOCAL_MACHINE,
        StoreLocation::CurrentService => bits::BG_CERT_STORE_LOCATION_CURRENT_SERVICE,
        StoreLocation::Services => bits::BG_CERT_STORE_LOCATION_SERVICES,
        StoreLocation::Users => bits::BG_CERT_STORE_LOCATION_USERS,
        StoreLocation::CurrentUserGroupPolicy => bits::BG_CERT_STORE_LOCATION_CURRENT_USER_GROUP_POLICY,
        StoreLocation::LocalMachineGroupPolicy => bits::BG_CERT_STORE_LOCATION_LOCAL_MACHINE_GROUP_POLICY,
        StoreLocation::LocalMachineEnterprise => bits::BG_CERT_STORE_LOCATION_LOCAL_MACHINE_ENTERPRISE,
    }
}

/// A GUID as COM has it.
pub(super) fn guid(guid: &Guid) -> Result<GUID, Failure> {
    u128::from_str_radix(&guid.bare().replace('-', ""), 16)
        .map(GUID::from_u128)
        .map_err(|_| Failure::Unsayable("the GUID does not have 32 hexadecimal digits"))
}

/// What a call returned.
pub(super) fn outcome(result: windows::core::HRESULT) -> Outcome {
    let hresult = Hresult(result.0.cast_unsigned());
    if hresult.is_success() {
        Ok(hresult)
    } else {
        Err(Failure::Refused(hresult))
    }
}
