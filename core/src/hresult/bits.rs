//! The codes of BITS itself. [idl:BitsMsg.h; w32:bits-return-values]

use super::{Code, Cure, code};
use crate::catalog::SettingId;
use Cure::{Setting, Situation};

/// Which part failed; BITS says the code itself beside it.
const CONTEXT: &str = "bitsadmin /info JOB /verbose";
const STATE: &str = "bitsadmin /getstate JOB";
const LIST: &str = "bitsadmin /list /allusers";
const FILES: &str = "bitsadmin /listfiles JOB";

/// Every code of facility BITS, by number.
pub(super) const CODES: &[Code] = &[
    code(
        0x8020_0001,
        "BG_E_NOT_FOUND",
        "BITS has no such job, or it belongs to somebody else.",
    )
    .causes(&[
        "The job was completed or cancelled.",
        "The GUID is of another machine or user.",
        "BITS cancelled it after 90 days without progress.",
    ])
    .look(LIST),
    code(
        0x8020_0002,
        "BG_E_INVALID_STATE",
        "The job is in a state that does not allow this.",
    )
    .causes(&[
        "The job was completed or cancelled already.",
        "An upload is completed before it has transferred its file.",
        "The setting has to be made before the job is resumed or has its files.",
    ])
    .look(STATE),
    code(0x8020_0003, "BG_E_EMPTY", "A job without files cannot run.")
        .causes(&["No file was added.", "All its files are transferred already."])
        .cure(Setting(SettingId::Files))
        .look(FILES),
    code(
        0x8020_0004,
        "BG_E_FILE_NOT_AVAILABLE",
        "The error has nothing to do with one file, so there is no file to name.",
    )
    .look(CONTEXT),
    code(
        0x8020_0005,
        "BG_E_PROTOCOL_NOT_AVAILABLE",
        "The error has nothing to do with a protocol, so there is none to name.",
    )
    .look(CONTEXT),
    code(
        0x0020_0006,
        "BG_S_ERROR_CONTEXT_NONE",
        "There is no error whose origin could be named.",
    ),
    code(
        0x8020_0007,
        "BG_E_ERROR_CONTEXT_UNKNOWN",
        "It is not known which part of BITS failed.",
    )
    .look(CONTEXT),
    code(
        0x8020_0008,
        "BG_E_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER",
        "The queue manager of BITS failed.",
    )
    .look(CONTEXT),
    code(
        0x8020_0009,
        "BG_E_ERROR_CONTEXT_LOCAL_FILE",
        "The error is with the file on this machine.",
    )
    .cure(Setting(SettingId::Files))
    .look(CONTEXT),
    code(
        0x8020_000A,
        "BG_E_ERROR_CONTEXT_REMOTE_FILE",
        "The error is with the file on the server.",
    )
    .cure(Setting(SettingId::Files))
    .look(CONTEXT),
    code(
        0x8020_000B,
        "BG_E_ERROR_CONTEXT_GENERAL_TRANSPORT",
        "The error is on the way between this machine and the server.",
    )
    .look(CONTEXT),
    code(
        0x8020_000C,
        "BG_E_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION",
        "The error is in telling a program of the job's end.",
    )
    .cure(Setting(SettingId::NotifyCmdLine))
    .look(CONTEXT),
    code(
        0x8020_000D,
        "BG_E_DESTINATION_LOCKED",
        "The volume that the file goes to is locked.",
    )
    .cure(Setting(SettingId::Files)),
    code(
        0x8020_000E,
        "BG_E_VOLUME_CHANGED",
        "The volume that the file goes to is another one than when the job began.",
    )
    .causes(&["A removable disk was exchanged."])
    .cure(Setting(SettingId::Files)),
    code(
        0x8020_000F,
        "BG_E_ERROR_INFORMATION_UNAVAILABLE",
        "BITS keeps no error for this job now.",
    )
    .causes(&[
        "The job is not in error.",
        "It was resumed after the error.",
        "The program that looked has ended since.",
    ])
    .look(STATE),
    code(
        0x8020_0010,
        "BG_E_NETWORK_DISCONNECTED",
        "There is no network connection; BITS goes on when there is one.",
    )
    .causes(&[
        "The network adapter is off or disconnected.",
        "The machine is in flight mode.",
    ])
    .cure(Situation("Connect the machine; the job needs no change.")),
    code(
        0x8020_0011,
        "BG_E_MISSING_FILE_SIZE",
        "The server does not say how large the file is, and BITS wants to know before it begins.",
    )
    .causes(&[
        "The content is made at the moment of the request, without Content-Length.",
        "The server answers HEAD otherwise than GET.",
        "A proxy takes the Content-Length away.",
    ])
    .cure(Setting(SettingId::DynamicContent))
    .look("curl.exe -I ADDRESS"),
    code(
        0x8020_0012,
        "BG_E_INSUFFICIENT_HTTP_SUPPORT",
        "The server does not speak HTTP/1.1.",
    )
    .causes(&["An old server, or a proxy that speaks HTTP/1.0."])
    .cure(Setting(SettingId::ProxySettings))
    .look("curl.exe -I ADDRESS"),
    code(
        0x8020_0013,
        "BG_E_INSUFFICIENT_RANGE_SUPPORT",
        "The server cannot send parts of the file, and BITS fetches parts.",
    )
    .causes(&[
        "The content is made at the moment of the request.",
        "A proxy takes Content-Range or Content-Length away.",
        "The server switches ranges off.",
    ])
    .cure(Setting(SettingId::DynamicContent))
    .look("curl.exe -I -H \"Range: bytes=0-0\" ADDRESS"),
    code(
        0x8020_0014,
        "BG_E_REMOTE_NOT_SUPPORTED",
        "BITS cannot be used from another machine.",
    )
    .causes(&["The job is made through a remote session that is no sign-in."])
    .cure(Situation(
        "Make the job on the machine itself, or as a scheduled task there.",
    )),
    code(
        0x8020_0015,
        "BG_E_NEW_OWNER_DIFF_MAPPING",
        "The drive letter of the local file means another place for the new owner.",
    )
    .cure(Setting(SettingId::Files))
    .look("net use"),
    code(
        0x8020_0016,
        "BG_E_NEW_OWNER_NO_FILE_ACCESS",
        "The new owner may not write the job's temporary files.",
    )
    .cure(Setting(SettingId::TakeOwnership))
    .look(FILES),
    code(
        0x0020_0017,
        "BG_S_PARTIAL_COMPLETE",
        "The job was completed before all files were there; the unfinished ones were deleted.",
    )
    .look(FILES),
    code(
        0x8020_0018,
        "BG_E_PROXY_LIST_TOO_LARGE",
        "The list of proxies is too long.",
    )
    .cure(Setting(SettingId::ProxySettings)),
    code(
        0x8020_0019,
        "BG_E_PROXY_BYPASS_LIST_TOO_LARGE",
        "The list of hosts without proxy is too long.",
    )
    .cure(Setting(SettingId::ProxySettings)),
    code(
        0x0020_001A,
        "BG_S_UNABLE_TO_DELETE_FILES",
        "The job is over, but not all of its temporary files could be deleted.",
    ),
    code(
        0x8020_001B,
        "BG_E_INVALID_SERVER_RESPONSE",
        "The server answered something that its protocol does not have.",
    )
    .causes(&["A proxy or sign-in page answers in the server's place."])
    .look("curl.exe -v ADDRESS"),
    code(
        0x8020_001C,
        "BG_E_TOO_MANY_FILES",
        "An upload has one file, and it has one already.",
    )
    .cure(Setting(SettingId::Files))
    .look(FILES),
    code(
        0x8020_001D,
        "BG_E_LOCAL_FILE_CHANGED",
        "The file was changed while it was uploaded.",
    )
    .cure(Setting(SettingId::Files)),
    code(
        0x8020_001E,
        "BG_E_ERROR_CONTEXT_REMOTE_APPLICATION",
        "The program on the server that takes the upload reported the error.",
    )
    .look(CONTEXT),
    code(
        0x8020_001F,
        "BG_E_SESSION_NOT_FOUND",
        "The server no longer knows the upload's session.",
    )
    .causes(&["The server was restarted, or its session time has passed."]),
    code(
        0x8020_0020,
        "BG_E_TOO_LARGE",
        "The file is larger than the server lets uploads be.",
    )
    .cure(Situation(
        "Raise the upload limit of the server's folder, or send less.",
    )),
    code(
        0x8020_0021,
        "BG_E_STRING_TOO_LONG",
        "A text is longer than BITS takes.",
    )
    .look("bitsmith check FILE"),
    code(
        0x8020_0022,
        "BG_E_CLIENT_SERVER_PROTOCOL_MISMATCH",
        "Client and server have no upload protocol in common.",
    )
    .cure(Situation("Install the BITS server extension on the server.")),
    code(
        0x8020_0023,
        "BG_E_SERVER_EXECUTE_ENABLE",
        "The server's folder allows the execution of programs, and BITS does not upload there.",
    )
    .cure(Situation("Switch execution off for the server's folder.")),
    code(
        0x8020_0024,
        "BG_E_NO_PROGRESS",
        "The job makes no headway; BITS tries again later.",
    )
    .cure(Setting(SettingId::NoProgressTimeout))
    .look(CONTEXT),
    code(
        0x8020_0025,
        "BG_E_USERNAME_TOO_LARGE",
        "The user name has more than 300 characters.",
    )
    .cure(Setting(SettingId::Credentials)),
    code(
        0x8020_0026,
        "BG_E_PASSWORD_TOO_LARGE",
        "The password is longer than BITS takes.",
    )
    .cure(Setting(SettingId::Credentials)),
    code(
        0x8020_0027,
        "BG_E_INVALID_AUTH_TARGET",
        "Credentials are for the server or for the proxy, nothing else.",
    )
    .cure(Setting(SettingId::Credentials)),
    code(
        0x8020_0028,
        "BG_E_INVALID_AUTH_SCHEME",
        "BITS has no such way to sign in.",
    )
    .cure(Setting(SettingId::Credentials)),
    code(0x8020_0029, "BG_E_FILE_NOT_FOUND", "The job has no such file.")
        .cure(Setting(SettingId::Files))
        .look(FILES),
    code(0x0020_002A, "BG_S_PROXY_CHANGED", "The proxy changed."),
    code(
        0x8020_002B,
        "BG_E_INVALID_RANGE",
        "A range does not lie within the file.",
    )
    .cure(Setting(SettingId::FileRanges)),
    code(
        0x8020_002C,
        "BG_E_OVERLAPPING_RANGES",
        "Ranges of a file overlap.",
    )
    .cure(Setting(SettingId::FileRanges)),
    code(
        0x8020_002D,
        "BG_E_CONNECT_FAILURE",
        "No connection could be made.",
    )
    .causes(&[
        "The server or port is not there.",
        "A firewall is in the way.",
        "The proxy is wrong.",
    ])
    .cure(Setting(SettingId::ProxySettings))
    .look("Test-NetConnection HOST -Port PORT"),
    code(
        0x8020_002E,
        "BG_E_CONNECTION_CLOSED",
        "The connection was closed before its time.",
    )
    .cure(Setting(SettingId::ProxySettings))
    .look("curl.exe -v ADDRESS"),
    code(
        0x8020_003E,
        "BG_E_BLOCKED_BY_POLICY",
        "Group policy lets no background job run now.",
    )
    .causes(&["The policy MaxInternetBandwidth is 0 at this time of day."])
    .cure(Setting(SettingId::Priority))
    .look("gpresult /h report.html"),
    code(
        0x8020_003F,
        "BG_E_INVALID_PROXY_INFO",
        "The list of proxies or of hosts without proxy cannot be read.",
    )
    .cure(Setting(SettingId::ProxySettings)),
    code(
        0x8020_0040,
        "BG_E_INVALID_CREDENTIALS",
        "The credentials have a form that BITS cannot use.",
    )
    .cure(Setting(SettingId::Credentials)),
    code(
        0x8020_0041,
        "BG_E_INVALID_HASH_ALGORITHM",
        "The hash is of a kind that BITS does not know.",
    ),
    code(
        0x8020_0042,
        "BG_E_RECORD_DELETED",
        "The record of the peer cache was deleted meanwhile.",
    ),
    code(
        0x8020_0043,
        "BG_E_COMMIT_IN_PROGRESS",
        "The files are being given their names at this moment.",
    ),
    code(
        0x8020_0044,
        "BG_E_DISCOVERY_IN_PROGRESS",
        "Peers are being looked for at this moment.",
    ),
    code(
        0x8020_0045,
        "BG_E_UPNP_ERROR",
        "The router answered a UPnP question with an error.",
    )
    .cure(Situation("Look at the router's UPnP.")),
    code(
        0x8020_0046,
        "BG_E_TEST_OPTION_BLOCKED_DOWNLOAD",
        "A test option of BITS blocks the download.",
    ),
    code(
        0x8020_0047,
        "BG_E_PEERCACHING_DISABLED",
        "Peer caching is switched off.",
    )
    .cure(Setting(SettingId::PeerCachingFlags)),
    code(
        0x8020_0048,
        "BG_E_BUSYCACHERECORD",
        "The record of the peer cache is in use; it can be changed in a few seconds.",
    ),
    code(
        0x8020_0049,
        "BG_E_TOO_MANY_JOBS_PER_USER",
        "The user has as many jobs as group policy allows, 60 unless it says otherwise.",
    )
    .cure(Situation("Complete or cancel old jobs."))
    .look(LIST),
    code(
        0x8020_0050,
        "BG_E_TOO_MANY_JOBS_PER_MACHINE",
        "The machine has as many jobs as group policy allows, 300 unless it says otherwise.",
    )
    .cure(Situation("Complete or cancel old jobs."))
    .look(LIST),
    code(
        0x8020_0051,
        "BG_E_TOO_MANY_FILES_IN_JOB",
        "The job has more files than group policy allows, 200 unless it says otherwise.",
    )
    .cure(Setting(SettingId::Files)),
    code(
        0x8020_0052,
        "BG_E_TOO_MANY_RANGES_IN_FILE",
        "A file has more ranges than group policy allows, 500 unless it says otherwise.",
    )
    .cure(Setting(SettingId::FileRanges)),
    code(
        0x8020_0053,
        "BG_E_VALIDATION_FAILED",
        "What came from the server is not what was asked for.",
    )
    .cure(Setting(SettingId::ValidationState))
    .look("Get-WinEvent -LogName Microsoft-Windows-Bits-Client/Operational"),
    code(
        0x8020_0054,
        "BG_E_MAXDOWNLOAD_TIMEOUT",
        "The download took longer than it may.",
    )
    .causes(&["The maximum download time of the job or of group policy has passed."])
    .cure(Setting(SettingId::MaximumDownloadTime)),
    code(
        0x0020_0055,
        "BG_S_OVERRIDDEN_BY_POLICY",
        "The value was saved, but group policy says another one, which holds.",
    )
    .look("gpresult /h report.html"),
    code(
        0x8020_0056,
        "BG_E_TOKEN_REQUIRED",
        "The job is to use a helper token that is not there any more.",
    )
    .causes(&["The owner logged off.", "BITS was restarted."])
    .cure(Setting(SettingId::HelperToken)),
    code(
        0x8020_0057,
        "BG_E_UNKNOWN_PROPERTY_ID",
        "This BITS has no such property.",
    )
    .cure(Situation("Use a newer Windows, or leave the setting out."))
    .look("bitsadmin /util /version"),
    code(
        0x8020_0058,
        "BG_E_READ_ONLY_PROPERTY",
        "The property can be read and not be set.",
    ),
    code(
        0x8020_0059,
        "BG_E_BLOCKED_BY_COST_TRANSFER_POLICY",
        "The job may not transfer over a connection that costs what this one does.",
    )
    .cure(Setting(SettingId::CostFlags)),
    code(
        0x8020_0060,
        "BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY",
        "Only downloads have this property.",
    )
    .cure(Setting(SettingId::JobType)),
    code(
        0x8020_0061,
        "BG_E_READ_ONLY_PROPERTY_AFTER_ADDFILE",
        "The property has to be set before the first file is added.",
    )
    .cure(Setting(SettingId::HighPerformance)),
    code(
        0x8020_0062,
        "BG_E_READ_ONLY_PROPERTY_AFTER_RESUME",
        "The property has to be set before the job is resumed for the first time.",
    )
    .cure(Situation("Make a new job.")),
    code(
        0x8020_0063,
        "BG_E_MAX_DOWNLOAD_SIZE_INVALID_VALUE",
        "The maximum download size is at least one byte.",
    )
    .cure(Setting(SettingId::MaxDownloadSize)),
    code(
        0x8020_0064,
        "BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED",
        "The download is larger than the job's maximum.",
    )
    .cure(Setting(SettingId::MaxDownloadSize)),
    code(
        0x8020_0065,
        "BG_E_STANDBY_MODE",
        "The machine saves power, and the job waits.",
    ),
    code(
        0x8020_0066,
        "BG_E_USE_STORED_CREDENTIALS_NOT_SUPPORTED",
        "Stored credentials can answer a proxy and no server.",
    )
    .cure(Setting(SettingId::UseStoredCredentials)),
    code(
        0x8020_0067,
        "BG_E_BLOCKED_BY_BATTERY_POLICY",
        "The machine runs on battery, and the job waits.",
    )
    .cure(Setting(SettingId::Priority)),
    code(
        0x8020_0068,
        "BG_E_BLOCKED_BY_BATTERY_SAVER",
        "The battery saver is on, and the job waits.",
    )
    .cure(Setting(SettingId::Priority)),
    code(
        0x8020_0069,
        "BG_E_WATCHDOG_TIMEOUT",
        "A part of BITS took too long.",
    ),
    code(
        0x8020_006A,
        "BG_E_APP_PACKAGE_NOT_FOUND",
        "The app that the job belongs to is not installed.",
    ),
    code(
        0x8020_006B,
        "BG_E_APP_PACKAGE_SCENARIO_NOT_SUPPORTED",
        "BITS cannot do this for an app package.",
    ),
    code(
        0x8020_006C,
        "BG_E_DATABASE_CORRUPT",
        "The file in which BITS keeps its jobs is damaged.",
    )
    .cure(Situation(
        "`bitsadmin /util /repairservice` repairs the service; jobs may be lost.",
    )),
    code(
        0x8020_006D,
        "BG_E_RANDOM_ACCESS_NOT_SUPPORTED",
        "Parts on demand are not for SMB, dynamic content, several ranges or uploads.",
    )
    .cure(Setting(SettingId::OnDemandMode)),
    code(
        0x8020_006E,
        "BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY",
        "The app may not transfer in the background.",
    )
    .cure(Situation("Allow it in the settings for background apps.")),
    code(
        0x8020_006F,
        "BG_E_BLOCKED_BY_GAME_MODE",
        "A game runs, and the job waits.",
    ),
    code(
        0x8020_0070,
        "BG_E_BLOCKED_BY_SYSTEM_POLICY",
        "The machine is short of something, and the job waits.",
    ),
    code(
        0x8020_0071,
        "BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD",
        "A job with its own HTTP method cannot have this.",
    )
    .cure(Setting(SettingId::HttpMethod)),
    code(
        0x8020_0072,
        "BG_E_UNSUPPORTED_JOB_CONFIGURATION",
        "Settings of the job do not go together with this.",
    )
    .look("bitsmith check FILE"),
    code(
        0x8020_0073,
        "BG_E_REMOTE_FILE_CHANGED",
        "The file on the server was changed during the transfer; a resume begins again.",
    )
    .cure(Situation("Resume the job.")),
    code(
        0x8020_0074,
        "BG_E_SERVER_CERT_VALIDATION_INTERFACE_REQUIRED",
        "The program that judges the server's certificate is not there.",
    )
    .cure(Situation("Start the program that made the job.")),
    code(
        0x8020_0075,
        "BG_E_READ_ONLY_WHEN_JOB_ACTIVE",
        "This can be set only while the job is suspended, in error, or has its files.",
    )
    .cure(Situation("Suspend the job, set it, resume the job.")),
    code(
        0x8020_0076,
        "BG_E_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK",
        "The program that judges the server's certificate failed or refused it.",
    )
    .look(CONTEXT),
];
