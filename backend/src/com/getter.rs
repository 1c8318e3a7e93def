//! What BITS holds of a setting.

use super::wide::Given;
use super::{call, core_guid, files, newer, refused, status};
use crate::failure::Failure;
use crate::service::Reading;
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::text::Text;
use bitsmith_core::value::{
    Bytes, CertificateById, CostFlags, Description, DisplayName, FileAclFlags, Files, Headers, HelperToken,
    HelperTokenFlags, HttpMethod, LocalName, Milliseconds, NotifyCommand, NotifyFlags, PeerCachingFlags,
    Priority, ProxySettings, ProxyUsage, RedirectPolicy, Seconds, SecurityFlags, StoreLocation,
    StoredCredentialTarget, Switch, ValidationState, ValidationStates, Word,
};
use windows::Win32::Foundation::{E_ACCESSDENIED, ERROR_NOACCESS, RPC_X_BAD_STUB_DATA};
use windows::Win32::Networking::BackgroundIntelligentTransferService as bits;
use windows::Win32::Networking::BackgroundIntelligentTransferService::{
    BG_CERT_STORE_LOCATION, BG_HTTP_REDIRECT_POLICY_MASK, BG_JOB_PROXY_USAGE, BITS_JOB_PROPERTY_ID,
    BITS_JOB_PROPERTY_VALUE, IBackgroundCopyFile3, IBackgroundCopyJob, IBackgroundCopyJob2,
    IBackgroundCopyJob3, IBackgroundCopyJob4, IBackgroundCopyJob5, IBackgroundCopyJobHttpOptions,
    IBackgroundCopyJobHttpOptions2, IBitsTokenOptions,
};
use windows::Win32::System::Com::CoTaskMemFree;
use windows::core::{GUID, HRESULT, PWSTR};

/// Asks for one number or text of a job: `ask!(job.GetPriority())`.
macro_rules! ask {
    ($object:ident . $method:ident()) => {
        // SAFETY: the interface is alive in the caller's frame, and nothing is pointed to.
        unsafe { $object.$method() }.map_err(refused)
    };
}

/// Reads a setting with the getter that belongs to its setter. Actions have none, and credentials are never told.
pub(super) fn read(job: &IBackgroundCopyJob, setting: SettingId) -> Result<Reading, Failure> {
    Ok(Reading::Value(match setting {
        SettingId::ReplaceRemotePrefix
        | SettingId::RemoteName
        | SettingId::MakeCustomHeadersWriteOnly
        | SettingId::RemoveClientCertificate
        | SettingId::Credentials
        | SettingId::RemoveCredentials
        | SettingId::TakeOwnership
        // BITS tells the certificate's whole subject, not the part of it that was looked for; its hash stands for it.
        // [com:IBackgroundCopyJobHttpOptions.GetClientCertificate]
        | SettingId::ClientCertificateByName
        // They stand with their files.
        | SettingId::FileRanges => return Ok(Reading::Untold),
        SettingId::JobType => SettingValue::JobType(status::job_type(job)?),
        SettingId::DisplayName => match Given(ask!(job.GetDisplayName())?).exact()? {
            Some(name) => SettingValue::DisplayName(DisplayName(Text::literal(name))),
            None => return Ok(Reading::Unset),
        },
        SettingId::Description => return description(job),
        SettingId::Files => {
            let files = files::all(job)?;
            let files = files.iter().map(|file| files::status(file).map(|status| status.file));
            SettingValue::Files(Files(files.collect::<Result<_, _>>()?))
        }
        SettingId::ReplyFileName => {
            let job: IBackgroundCopyJob2 = newer(job)?;
            match Given(ask!(job.GetReplyFileName())?).exact()? {
                Some(name) if !name.is_empty() => SettingValue::ReplyFileName(LocalName(Text::literal(name))),
                _ => return Ok(Reading::Unset),
            }
        }
        SettingId::ValidationState => return validation_states(job),
        SettingId::Priority => {
            let number = ask!(job.GetPriority())?.0;
            SettingValue::Priority(word::<Priority>(number)?)
        }
        SettingId::MinimumRetryDelay => {
            SettingValue::MinimumRetryDelay(Seconds(ask!(job.GetMinimumRetryDelay())?))
        }
        SettingId::NoProgressTimeout => {
            SettingValue::NoProgressTimeout(Seconds(ask!(job.GetNoProgressTimeout())?))
        }
        SettingId::MaximumDownloadTime => {
            let job: IBackgroundCopyJob4 = newer(job)?;
            SettingValue::MaximumDownloadTime(Seconds(ask!(job.GetMaximumDownloadTime())?))
        }
        SettingId::CustomHeaders => return headers(job),
        SettingId::HttpMethod => {
            let job: IBackgroundCopyJobHttpOptions2 = newer(job)?;
            match Given(ask!(job.GetHttpMethod())?).exact()? {
                Some(method) if !method.is_empty() => {
                    SettingValue::HttpMethod(HttpMethod(Text::literal(method)))
                }
                _ => return Ok(Reading::Unset),
            }
        }
        SettingId::SecurityFlags => {
            let job: IBackgroundCopyJobHttpOptions = newer(job)?;
            SettingValue::SecurityFlags(security_flags(ask!(job.GetSecurityFlags())?)?)
        }
        SettingId::ClientCertificateById => return certificate(job),
        SettingId::ProxySettings => SettingValue::ProxySettings(proxy(job)?),
        SettingId::UseStoredCredentials => {
            let value = property(job, bits::BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS)?;
            // SAFETY: this property is a target, which any 32 bits are. [com:BITS_JOB_PROPERTY_VALUE]
            let number = unsafe { value.Target }.0;
            SettingValue::UseStoredCredentials(word::<StoredCredentialTarget>(number)?)
        }
        SettingId::NotifyFlags => SettingValue::NotifyFlags(NotifyFlags(ask!(job.GetNotifyFlags())?)),
        SettingId::NotifyCmdLine => return command(job),
        SettingId::NotificationClsid => {
            let value = property(job, bits::BITS_JOB_PROPERTY_NOTIFICATION_CLSID)?;
            // SAFETY: this property is a GUID, which any 128 bits are; the union is no smaller. [com:BITS_JOB_PROPERTY_VALUE]
            match unsafe { value.ClsID } {
                none if none == GUID::zeroed() => return Ok(Reading::Unset),
                class => SettingValue::NotificationClsid(core_guid(class)?),
            }
        }
        SettingId::MinimumNotificationIntervalMs => SettingValue::MinimumNotificationIntervalMs(Milliseconds(
            number(job, bits::BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS)?,
        )),
        SettingId::CostFlags => {
            SettingValue::CostFlags(CostFlags(number(job, bits::BITS_JOB_PROPERTY_ID_COST_FLAGS)?))
        }
        SettingId::DynamicContent => {
            SettingValue::DynamicContent(switch(job, bits::BITS_JOB_PROPERTY_DYNAMIC_CONTENT)?)
        }
        SettingId::HighPerformance => {
            SettingValue::HighPerformance(switch(job, bits::BITS_JOB_PROPERTY_HIGH_PERFORMANCE)?)
        }
        SettingId::MaxDownloadSize => {
            let value = property(job, bits::BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE)?;
            // SAFETY: this property is a number of 64 bits. [idl:bits5_0.idl]
            match unsafe { value.Uint64 } {
                0 => return Ok(Reading::Unset),
                size => SettingValue::MaxDownloadSize(Bytes(size)),
            }
        }
        SettingId::OnDemandMode => {
            SettingValue::OnDemandMode(switch(job, bits::BITS_JOB_PROPERTY_ON_DEMAND_MODE)?)
        }
        SettingId::FileAclFlags => {
            let job: IBackgroundCopyJob3 = newer(job)?;
            SettingValue::FileAclFlags(FileAclFlags(ask!(job.GetFileACLFlags())?))
        }
        SettingId::PeerCachingFlags => {
            let job: IBackgroundCopyJob4 = newer(job)?;
            SettingValue::PeerCachingFlags(PeerCachingFlags(ask!(job.GetPeerCachingFlags())?))
        }
        SettingId::HelperToken => {
            let job: IBitsTokenOptions = newer(job)?;
            match Given(ask!(job.GetHelperTokenSid())?).exact()? {
                Some(sid) if !sid.is_empty() => SettingValue::HelperToken(HelperToken::Set),
                _ => return Ok(Reading::Unset),
            }
        }
        SettingId::HelperTokenFlags => {
            let job: IBitsTokenOptions = newer(job)?;
            SettingValue::HelperTokenFlags(HelperTokenFlags(ask!(job.GetHelperTokenFlags())?.0))
        }
    }))
}

/// The word with BITS's number, which core has too.
fn word<W: Word>(number: i32) -> Result<W, Failure> {
    W::from_number(number.cast_unsigned()).ok_or(Failure::Unsayable(
        "BITS holds a number here that has no documented meaning",
    ))
}

fn property(job: &IBackgroundCopyJob, id: BITS_JOB_PROPERTY_ID) -> Result<BITS_JOB_PROPERTY_VALUE, Failure> {
    let job: IBackgroundCopyJob5 = newer(job)?;
    // SAFETY: the interface is alive.
    unsafe { job.GetProperty(id) }.map_err(refused)
}

fn number(job: &IBackgroundCopyJob, id: BITS_JOB_PROPERTY_ID) -> Result<u32, Failure> {
    let value = property(job, id)?;
    // SAFETY: the callers' properties are numbers of 32 bits. [com:BITS_JOB_PROPERTY_VALUE]
    Ok(unsafe { value.Dword })
}

fn switch(job: &IBackgroundCopyJob, id: BITS_JOB_PROPERTY_ID) -> Result<Switch, Failure> {
    let value = property(job, id)?;
    // SAFETY: the callers' properties are truth values, which any 32 bits are. [com:BITS_JOB_PROPERTY_VALUE]
    Ok(Switch(unsafe { value.Enable }.as_bool()))
}

/// A description that was never set is ERROR_NOACCESS in Wine. [wine-run]
fn description(job: &IBackgroundCopyJob) -> Result<Reading, Failure> {
    // SAFETY: the interface is alive.
    match unsafe { job.GetDescription() } {
        Ok(text) => Ok(match Given(text).exact()? {
            Some(text) if !text.is_empty() => {
                Reading::Value(SettingValue::Description(Description(Text::literal(text))))
            }
            _ => Reading::Unset,
        }),
        Err(error) if error.code() == ERROR_NOACCESS.to_hresult() => Ok(Reading::Unset),
        Err(error) => Err(refused(error)),
    }
}

/// Files that were said to be valid. FALSE may mean that nothing was said. [com:IBackgroundCopyFile3.GetValidationState]
fn validation_states(job: &IBackgroundCopyJob) -> Result<Reading, Failure> {
    let mut states = Vec::new();
    for (index, file) in (0..).zip(files::all(job)?) {
        let file: IBackgroundCopyFile3 = newer(&file)?;
        if ask!(file.GetValidationState())?.as_bool() {
            states.push(ValidationState {
                file: index,
                valid: true,
            });
        }
    }
    Ok(if states.is_empty() {
        Reading::Unset
    } else {
        Reading::Value(SettingValue::ValidationState(ValidationStates(states)))
    })
}

/// The headers; untold where they are write-only or another user's.
fn headers(job: &IBackgroundCopyJob) -> Result<Reading, Failure> {
    let job: IBackgroundCopyJobHttpOptions = newer(job)?;
    // SAFETY: the interface is alive.
    let text = match unsafe { job.GetCustomHeaders() } {
        Ok(text) => Given(text).exact()?.unwrap_or_default(),
        Err(error) if error.code() == E_ACCESSDENIED => return Ok(Reading::Untold),
        Err(error) => return Err(refused(error)),
    };
    let lines = text.split("\r\n").filter(|line| !line.is_empty());
    let lines: Vec<Text> = lines.map(Text::literal).collect();
    Ok(if lines.is_empty() {
        Reading::Unset
    } else {
        Reading::Value(SettingValue::CustomHeaders(Headers(lines)))
    })
}

/// Bits outside the policy field, and the policy in it. [idl:bits2_5.idl]
fn security_flags(mask: u32) -> Result<SecurityFlags, Failure> {
    let policy = (mask & BG_HTTP_REDIRECT_POLICY_MASK) >> BG_HTTP_REDIRECT_POLICY_MASK.trailing_zeros();
    Ok(SecurityFlags {
        flags: mask & !BG_HTTP_REDIRECT_POLICY_MASK,
        redirect_policy: RedirectPolicy::from_number(policy).ok_or(Failure::Unsayable(
            "BITS holds a redirect policy that has no documented meaning",
        ))?,
    })
}

/// The certificate by its hash, whichever way it was found.
fn certificate(job: &IBackgroundCopyJob) -> Result<Reading, Failure> {
    let job: IBackgroundCopyJobHttpOptions = newer(job)?;
    let mut location = BG_CERT_STORE_LOCATION::default();
    let (mut store, mut subject) = (PWSTR::null(), PWSTR::null());
    let mut hash = std::ptr::null_mut();
    let result = call!(
        job,
        GetClientCertificate,
        &raw mut location,
        &raw mut store,
        &raw mut hash,
        &raw mut subject
    );
    let (store, _subject, hash) = (Given(store), Given(subject), Hash(hash));
    match result {
        // There is no certificate. [com:IBackgroundCopyJobHttpOptions.GetClientCertificate]
        Err(failure) if failure == super::code(HRESULT::from_win32(RPC_X_BAD_STUB_DATA.cast_unsigned())) => {
            return Ok(Reading::Unset);
        }
        other => other?,
    };
    let (Some(store_name), Some(cert_hash)) = (store.exact()?, hash.bytes()) else {
        return Ok(Reading::Unset);
    };
    Ok(Reading::Value(SettingValue::ClientCertificateById(
        CertificateById {
            store_location: word::<StoreLocation>(location.0)?,
            store_name: Text::literal(store_name),
            cert_hash,
        },
    )))
}

/// The hash of a certificate that BITS gave; freed when dropped.
struct Hash(*mut u8);

impl Hash {
    fn bytes(&self) -> Option<[u8; 20]> {
        // SAFETY: where it is not null, BITS gave the 20 bytes of a SHA-1 hash. [com:IBackgroundCopyJobHttpOptions.GetClientCertificate]
        unsafe { self.0.cast::<[u8; 20]>().as_ref() }.copied()
    }
}

impl Drop for Hash {
    fn drop(&mut self) {
        // SAFETY: BITS allocated it for its caller, who frees it once; NULL is allowed.
        unsafe { CoTaskMemFree(Some(self.0.cast_const().cast())) };
    }
}

/// Lists are separated by spaces. [com:IBackgroundCopyJob.GetProxySettings]
fn proxy(job: &IBackgroundCopyJob) -> Result<ProxySettings, Failure> {
    let mut usage = BG_JOB_PROXY_USAGE::default();
    let (mut list, mut bypass) = (PWSTR::null(), PWSTR::null());
    // SAFETY: the interface is alive, and the places that are written to live in this frame.
    let result = unsafe { job.GetProxySettings(&mut usage, &mut list, &mut bypass) };
    let (list, bypass) = (Given(list), Given(bypass));
    result.map_err(refused)?;
    let texts = |given: &Given| -> Result<Vec<Text>, Failure> {
        let text = given.exact()?.unwrap_or_default();
        Ok(text.split_whitespace().map(Text::literal).collect())
    };
    Ok(ProxySettings {
        usage: word::<ProxyUsage>(usage.0)?,
        list: texts(&list)?,
        bypass: texts(&bypass)?,
    })
}

/// Both texts are empty where there is no command. [com:IBackgroundCopyJob2.GetNotifyCmdLine]
fn command(job: &IBackgroundCopyJob) -> Result<Reading, Failure> {
    let job: IBackgroundCopyJob2 = newer(job)?;
    let (mut program, mut parameters) = (PWSTR::null(), PWSTR::null());
    // SAFETY: the interface is alive, and both places that are written to live in this frame.
    let result = unsafe { job.GetNotifyCmdLine(&mut program, &mut parameters) };
    let (program, parameters) = (Given(program), Given(parameters));
    result.map_err(refused)?;
    let program = program.exact()?.unwrap_or_default();
    Ok(if program.is_empty() {
        Reading::Unset
    } else {
        Reading::Value(SettingValue::NotifyCmdLine(NotifyCommand {
            program: Text::literal(program),
            parameters: Text::literal(parameters.exact()?.unwrap_or_default()),
        }))
    })
}
