//! Codes of Windows that BITS hands on: COM, the network, HTTP, certificates. The numbers are those of winerror.h and winhttp.h.

use super::{Code, Cure, code};
use crate::catalog::SettingId;
use Cure::{Setting, Situation};

const VERSION: &str = "bitsadmin /util /version";
const REACH: &str = "Test-NetConnection HOST -Port PORT";
const SEE: &str = "curl.exe -v ADDRESS";

/// The codes that Microsoft's pages on BITS cite and those that jobs end with most.
pub(super) const CODES: &[Code] = &[
    code(0x0000_0000, "S_OK", "All is well."),
    code(
        0x0000_0001,
        "S_FALSE",
        "All is well, and there was nothing to do.",
    ),
    code(
        0x8000_000A,
        "E_PENDING",
        "It is too early: the file is not there yet.",
    )
    .look("bitsadmin /getstate JOB"),
    code(0x8000_4001, "E_NOTIMPL", "This BITS does not have it.")
        .causes(&[
            "A value that BITS does not know.",
            "The job's type does not allow it.",
            "A stand-in for BITS, such as Wine's.",
        ])
        .look(VERSION),
    code(0x8000_4002, "E_NOINTERFACE", "This BITS is too old for it.")
        .cure(Situation("Use a newer Windows, or leave the setting out."))
        .look(VERSION),
    code(
        0x8000_4003,
        "E_POINTER",
        "A program handed BITS no place for an answer.",
    ),
    code(0x8000_4005, "E_FAIL", "It failed, and nobody says why.").look("bitsadmin /info JOB /verbose"),
    code(
        0x8000_FFFF,
        "E_UNEXPECTED",
        "Something happened that BITS did not expect.",
    ),
    code(
        0x8001_0106,
        "RPC_E_CHANGED_MODE",
        "The program set COM up in another way than BITS needs.",
    ),
    code(0x8001_0108, "RPC_E_DISCONNECTED", "BITS was stopped meanwhile.").look("sc.exe query bits"),
    code(
        0x8001_0123,
        "CO_E_FAILEDTOIMPERSONATE",
        "BITS may not act for the caller.",
    )
    .cure(Setting(SettingId::HelperToken)),
    code(
        0x8004_0154,
        "REGDB_E_CLASSNOTREG",
        "There is no BITS on this machine, or not this version of it.",
    )
    .look(VERSION),
    code(
        0x8007_0002,
        "ERROR_FILE_NOT_FOUND",
        "There is no such file or certificate store.",
    )
    .cure(Setting(SettingId::Files)),
    code(
        0x8007_0003,
        "ERROR_PATH_NOT_FOUND",
        "There is no such folder; BITS makes none.",
    )
    .cure(Setting(SettingId::Files)),
    code(0x8007_0005, "E_ACCESSDENIED", "Access is denied.")
        .causes(&[
            "The job belongs to somebody else, or was made by an elevated program.",
            "The folder cannot be written by the job's owner.",
        ])
        .cure(Situation(
            "Use the owner's account, elevated where the job was made elevated.",
        )),
    code(0x8007_000E, "E_OUTOFMEMORY", "There is not enough memory."),
    code(
        0x8007_0020,
        "ERROR_SHARING_VIOLATION",
        "Another program has the file open.",
    )
    .cure(Setting(SettingId::Files)),
    code(0x8007_0035, "ERROR_BAD_NETPATH", "The network path is not found.")
        .cure(Setting(SettingId::Files))
        .look("Test-Path SHARE"),
    code(0x8007_0043, "ERROR_BAD_NET_NAME", "The server has no such share.")
        .cure(Setting(SettingId::Files))
        .look("net view \\\\SERVER"),
    code(0x8007_0050, "ERROR_FILE_EXISTS", "The file is there already.").cure(Setting(SettingId::Files)),
    code(
        0x8007_0057,
        "E_INVALIDARG",
        "A value is one that BITS does not take.",
    )
    .causes(&[
        "A relative or missing path.",
        "An address without http, https or a share.",
        "A text that is too long.",
    ])
    .look("bitsmith check FILE"),
    code(0x8007_006F, "ERROR_BUFFER_OVERFLOW", "A file name is too long.").cure(Setting(SettingId::Files)),
    code(0x8007_0070, "ERROR_DISK_FULL", "The disk is full.")
        .cure(Situation("Make room on the disk, then resume the job.")),
    code(
        0x8007_007B,
        "ERROR_INVALID_NAME",
        "A file name has characters that Windows does not allow.",
    )
    .cure(Setting(SettingId::Files)),
    code(0x8007_00B7, "ERROR_ALREADY_EXISTS", "The file is there already.").cure(Setting(SettingId::Files)),
    code(0x8007_03E6, "ERROR_NOACCESS", "BITS has nothing to read there."),
    code(
        0x8007_0422,
        "ERROR_SERVICE_DISABLED",
        "The service BITS is switched off.",
    )
    .cure(Situation("Set the service's start to manual."))
    .look("sc.exe qc bits"),
    code(
        0x8007_0424,
        "ERROR_SERVICE_DOES_NOT_EXIST",
        "The service BITS is not installed.",
    )
    .look("sc.exe query bits"),
    code(
        0x8007_042C,
        "ERROR_SERVICE_DEPENDENCY_FAIL",
        "A service that BITS needs does not run.",
    )
    .look("sc.exe qc bits"),
    code(
        0x8007_04CF,
        "ERROR_NETWORK_UNREACHABLE",
        "There is no way to that network.",
    )
    .look(REACH),
    code(
        0x8007_04DD,
        "ERROR_NOT_LOGGED_ON",
        "The owner of the job is not logged on to this machine, and BITS works only for those who are.",
    )
    .causes(&[
        "The command runs elevated as another account.",
        "It runs in a service, a remote session or a build agent.",
        "It runs as a scheduled task while nobody is logged on.",
    ])
    .cure(Situation(
        "Run it as the user who is logged on, or as the system account.",
    ))
    .look("query user"),
    code(
        0x8007_051B,
        "ERROR_INVALID_OWNER",
        "The account cannot own the file.",
    )
    .cure(Setting(SettingId::FileAclFlags)),
    code(0x8007_0522, "ERROR_PRIVILEGE_NOT_HELD", "A privilege is missing.")
        .cure(Setting(SettingId::FileAclFlags)),
    code(
        0x8007_052E,
        "ERROR_LOGON_FAILURE",
        "User name or password is wrong.",
    )
    .cure(Setting(SettingId::Credentials)),
    code(0x8007_06BA, "RPC_S_SERVER_UNAVAILABLE", "BITS does not answer.").look("sc.exe query bits"),
    code(
        0x8007_06BE,
        "RPC_S_CALL_FAILED",
        "BITS stopped in the middle of the call.",
    )
    .look("sc.exe query bits"),
    code(
        0x8007_06F4,
        "RPC_X_NULL_REF_POINTER",
        "A value that BITS needs is missing.",
    ),
    code(
        0x8007_06F7,
        "RPC_X_BAD_STUB_DATA",
        "A value has not the size that BITS wants, such as 20 bytes for a certificate's hash.",
    )
    .cure(Setting(SettingId::ClientCertificateById)),
    code(
        0x8007_2EE2,
        "ERROR_WINHTTP_TIMEOUT",
        "The server did not answer in time.",
    )
    .causes(&[
        "The server is slow or gone.",
        "A firewall drops the packets.",
        "The proxy is wrong.",
    ])
    .cure(Setting(SettingId::ProxySettings))
    .look(REACH),
    code(0x8007_2EE4, "ERROR_WINHTTP_INTERNAL_ERROR", "WinHTTP failed."),
    code(0x8007_2EE5, "ERROR_WINHTTP_INVALID_URL", "The address is none.").cure(Setting(SettingId::Files)),
    code(
        0x8007_2EE6,
        "ERROR_WINHTTP_UNRECOGNIZED_SCHEME",
        "The address does not begin with http: or https:.",
    )
    .cure(Setting(SettingId::Files)),
    code(
        0x8007_2EE7,
        "ERROR_WINHTTP_NAME_NOT_RESOLVED",
        "The server's name has no address.",
    )
    .causes(&[
        "The name is misspelt.",
        "The name is known only inside a network or behind a proxy.",
        "The name service does not answer.",
    ])
    .cure(Setting(SettingId::ProxySettings))
    .look("Resolve-DnsName HOST"),
    code(0x8007_2EEF, "ERROR_WINHTTP_LOGIN_FAILURE", "Signing in failed.")
        .cure(Setting(SettingId::Credentials)),
    code(
        0x8007_2EF1,
        "ERROR_WINHTTP_OPERATION_CANCELLED",
        "The transfer was stopped.",
    ),
    code(
        0x8007_2EFD,
        "ERROR_WINHTTP_CANNOT_CONNECT",
        "The server cannot be reached.",
    )
    .causes(&[
        "Nothing listens on that port.",
        "A firewall is in the way.",
        "The job needs a proxy, or has a wrong one.",
    ])
    .cure(Setting(SettingId::ProxySettings))
    .look(REACH),
    code(
        0x8007_2EFE,
        "ERROR_WINHTTP_CONNECTION_ERROR",
        "The connection broke off.",
    )
    .causes(&[
        "Server and client have no version of TLS in common.",
        "A firewall cut it.",
    ])
    .look(SEE),
    code(
        0x8007_2F00,
        "ERROR_WINHTTP_RESEND_REQUEST",
        "The request has to be sent again.",
    ),
    code(
        0x8007_2F06,
        "ERROR_WINHTTP_SECURE_CERT_CN_INVALID",
        "The certificate is for another host name.",
    )
    .cure(Setting(SettingId::Files))
    .look(SEE),
    code(
        0x8007_2F05,
        "ERROR_WINHTTP_SECURE_CERT_DATE_INVALID",
        "The certificate has run out or is not valid yet.",
    )
    .cure(Situation("Set the clock right, or have the certificate renewed."))
    .look("w32tm /query /status"),
    code(
        0x8007_2F0C,
        "ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED",
        "The server wants a client certificate.",
    )
    .cure(Setting(SettingId::ClientCertificateById)),
    code(
        0x8007_2F0D,
        "ERROR_WINHTTP_SECURE_INVALID_CA",
        "The certificate is of an authority that this machine does not trust.",
    )
    .cure(Situation("Install the authority's certificate."))
    .look(SEE),
    code(
        0x8007_2F19,
        "ERROR_WINHTTP_SECURE_CERT_REV_FAILED",
        "Whether the certificate was revoked cannot be found out.",
    )
    .cure(Setting(SettingId::SecurityFlags))
    .look("certutil -urlfetch -verify FILE"),
    code(
        0x8007_2F76,
        "ERROR_WINHTTP_HEADER_NOT_FOUND",
        "The answer lacks a header.",
    )
    .look(SEE),
    code(
        0x8007_2F78,
        "ERROR_WINHTTP_INVALID_SERVER_RESPONSE",
        "The server's answer cannot be read.",
    )
    .look(SEE),
    code(
        0x8007_2F7D,
        "ERROR_WINHTTP_SECURE_CHANNEL_ERROR",
        "No secure channel could be made.",
    )
    .causes(&["Server and client have no version of TLS or cipher in common."])
    .look(SEE),
    code(
        0x8007_2F8F,
        "ERROR_WINHTTP_SECURE_FAILURE",
        "The server's certificate is not good.",
    )
    .causes(&[
        "This machine's clock is wrong.",
        "The certificate has run out, is for another name, or of an unknown authority.",
        "A proxy opens the connection with its own certificate.",
    ])
    .cure(Situation(
        "Set the clock right, or install the authority's certificate.",
    ))
    .look(SEE),
    code(
        0x8007_2F94,
        "ERROR_WINHTTP_AUTODETECTION_FAILED",
        "No proxy could be found.",
    )
    .cure(Setting(SettingId::ProxySettings))
    .look("netsh winhttp show proxy"),
    code(
        0x8007_2F99,
        "ERROR_WINHTTP_CLIENT_CERT_NO_PRIVATE_KEY",
        "The client certificate has no private key on this machine.",
    )
    .cure(Setting(SettingId::ClientCertificateById))
    .look("certutil -store MY"),
    code(
        0x8007_2F9A,
        "ERROR_WINHTTP_CLIENT_CERT_NO_ACCESS_PRIVATE_KEY",
        "The job may not use the client certificate's private key.",
    )
    .causes(&["The job has a helper token for the network, and its owner is not the system account."])
    .cure(Setting(SettingId::ClientCertificateById))
    .look("certutil -store MY"),
    code(
        0x8009_2004,
        "CRYPT_E_NOT_FOUND",
        "The store has no such certificate.",
    )
    .cure(Setting(SettingId::ClientCertificateById))
    .look("certutil -store MY"),
    code(0x8009_2010, "CRYPT_E_REVOKED", "The certificate was revoked.").look(SEE),
    code(
        0x8009_2012,
        "CRYPT_E_NO_REVOCATION_CHECK",
        "Whether the certificate was revoked was not looked up.",
    )
    .cure(Setting(SettingId::SecurityFlags)),
    code(
        0x8009_2013,
        "CRYPT_E_REVOCATION_OFFLINE",
        "The server that knows revoked certificates does not answer.",
    )
    .cure(Setting(SettingId::SecurityFlags)),
    code(
        0x800B_0101,
        "CERT_E_EXPIRED",
        "The certificate has run out or is not valid yet.",
    )
    .cure(Situation("Set the clock right, or have the certificate renewed."))
    .look("w32tm /query /status"),
    code(
        0x800B_0109,
        "CERT_E_UNTRUSTEDROOT",
        "The certificate is of an authority that this machine does not trust.",
    )
    .cure(Situation("Install the authority's certificate."))
    .look(SEE),
    code(
        0x800B_010A,
        "CERT_E_CHAINING",
        "The certificate's issuer is not known.",
    )
    .cure(Situation("Have the server send the certificates in between."))
    .look(SEE),
    code(0x800B_010C, "CERT_E_REVOKED", "The certificate was revoked.").look(SEE),
    code(
        0x800B_010E,
        "CERT_E_REVOCATION_FAILURE",
        "Whether the certificate was revoked cannot be found out.",
    )
    .cure(Setting(SettingId::SecurityFlags)),
    code(
        0x800B_010F,
        "CERT_E_CN_NO_MATCH",
        "The certificate is for another host name.",
    )
    .cure(Setting(SettingId::Files))
    .look(SEE),
    code(
        0x800B_0110,
        "CERT_E_WRONG_USAGE",
        "The certificate is not for servers.",
    )
    .cure(Setting(SettingId::SecurityFlags))
    .look(SEE),
];
