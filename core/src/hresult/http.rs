//! HTTP statuses, which BITS hands on as 0x8019 and the status. [idl:BitsMsg.h]

use super::{Code, Cure, code};
use crate::catalog::SettingId;
use Cure::{Setting, Situation};

const LOOK: &str = "curl.exe -I ADDRESS";

/// Every status that BITS has a name for.
pub(super) const CODES: &[Code] = &[
    code(
        0x8019_0064,
        "BG_E_HTTP_ERROR_100",
        "HTTP 100: the server wants the rest of the request.",
    ),
    code(
        0x8019_0065,
        "BG_E_HTTP_ERROR_101",
        "HTTP 101: the server changed the protocol.",
    ),
    code(
        0x8019_00C8,
        "BG_E_HTTP_ERROR_200",
        "HTTP 200: the server answered well, but not with what BITS expected.",
    ),
    code(
        0x8019_00C9,
        "BG_E_HTTP_ERROR_201",
        "HTTP 201: the server made something new.",
    ),
    code(
        0x8019_00CA,
        "BG_E_HTTP_ERROR_202",
        "HTTP 202: the server took the request and has not done it yet.",
    ),
    code(
        0x8019_00CB,
        "BG_E_HTTP_ERROR_203",
        "HTTP 203: the answer is a copy from elsewhere.",
    ),
    code(
        0x8019_00CC,
        "BG_E_HTTP_ERROR_204",
        "HTTP 204: the server has nothing to send.",
    ),
    code(
        0x8019_00CD,
        "BG_E_HTTP_ERROR_205",
        "HTTP 205: the server has nothing to send and wants the form cleared.",
    ),
    code(
        0x8019_00CE,
        "BG_E_HTTP_ERROR_206",
        "HTTP 206: the server sent another part than was asked for.",
    ),
    code(
        0x8019_012C,
        "BG_E_HTTP_ERROR_300",
        "HTTP 300: there are several files to choose from.",
    )
    .cure(Setting(SettingId::Files))
    .look(LOOK),
    code(
        0x8019_012D,
        "BG_E_HTTP_ERROR_301",
        "HTTP 301: the file has moved for good, and the job does not follow.",
    )
    .cure(Setting(SettingId::SecurityFlags))
    .look(LOOK),
    code(
        0x8019_012E,
        "BG_E_HTTP_ERROR_302",
        "HTTP 302: the file is elsewhere for now, and the job does not follow.",
    )
    .cure(Setting(SettingId::SecurityFlags))
    .look(LOOK),
    code(
        0x8019_012F,
        "BG_E_HTTP_ERROR_303",
        "HTTP 303: the answer is elsewhere, and the job does not follow.",
    )
    .cure(Setting(SettingId::SecurityFlags))
    .look(LOOK),
    code(
        0x8019_0130,
        "BG_E_HTTP_ERROR_304",
        "HTTP 304: the file has not changed.",
    )
    .look(LOOK),
    code(
        0x8019_0131,
        "BG_E_HTTP_ERROR_305",
        "HTTP 305: the server wants a proxy to be used.",
    )
    .cure(Setting(SettingId::ProxySettings)),
    code(
        0x8019_0133,
        "BG_E_HTTP_ERROR_307",
        "HTTP 307: the file is elsewhere for now, and the job does not follow.",
    )
    .cure(Setting(SettingId::SecurityFlags))
    .look(LOOK),
    code(
        0x8019_0190,
        "BG_E_HTTP_ERROR_400",
        "HTTP 400: the server does not understand the request.",
    )
    .causes(&[
        "The address has characters that must be encoded.",
        "A header is wrong.",
    ])
    .cure(Setting(SettingId::Files))
    .look(LOOK),
    code(
        0x8019_0191,
        "BG_E_HTTP_ERROR_401",
        "HTTP 401: the server wants to know who asks.",
    )
    .causes(&[
        "The job has no credentials for the server.",
        "User name or password is wrong.",
        "The server wants another scheme.",
    ])
    .cure(Setting(SettingId::Credentials))
    .look(LOOK),
    code(
        0x8019_0192,
        "BG_E_HTTP_ERROR_402",
        "HTTP 402: the server wants to be paid.",
    ),
    code(
        0x8019_0193,
        "BG_E_HTTP_ERROR_403",
        "HTTP 403: the server does not let this user have the file.",
    )
    .causes(&[
        "The signed address has run out.",
        "The server wants a client certificate or a header.",
        "The server refuses HEAD requests.",
    ])
    .cure(Setting(SettingId::Credentials))
    .look(LOOK),
    code(
        0x8019_0194,
        "BG_E_HTTP_ERROR_404",
        "HTTP 404: the server has no file under this address.",
    )
    .causes(&[
        "The address is wrong, or the file was removed.",
        "An upload: the server's folder takes none, or the file is too large for it.",
    ])
    .cure(Setting(SettingId::Files))
    .look(LOOK),
    code(
        0x8019_0195,
        "BG_E_HTTP_ERROR_405",
        "HTTP 405: the server does not take this method here.",
    )
    .cure(Setting(SettingId::HttpMethod))
    .look(LOOK),
    code(
        0x8019_0196,
        "BG_E_HTTP_ERROR_406",
        "HTTP 406: the server has no form of the file that the headers accept.",
    )
    .cure(Setting(SettingId::CustomHeaders))
    .look(LOOK),
    code(
        0x8019_0197,
        "BG_E_HTTP_ERROR_407",
        "HTTP 407: the proxy wants to know who asks.",
    )
    .causes(&[
        "The job has no credentials for the proxy.",
        "User name or password is wrong.",
    ])
    .cure(Setting(SettingId::Credentials))
    .look(LOOK),
    code(
        0x8019_0198,
        "BG_E_HTTP_ERROR_408",
        "HTTP 408: the server waited too long for the request.",
    ),
    code(
        0x8019_0199,
        "BG_E_HTTP_ERROR_409",
        "HTTP 409: the request does not go with what the server has.",
    ),
    code(
        0x8019_019A,
        "BG_E_HTTP_ERROR_410",
        "HTTP 410: the file was there and is gone for good.",
    )
    .cure(Setting(SettingId::Files))
    .look(LOOK),
    code(
        0x8019_019B,
        "BG_E_HTTP_ERROR_411",
        "HTTP 411: the server wants a length in the request.",
    ),
    code(
        0x8019_019C,
        "BG_E_HTTP_ERROR_412",
        "HTTP 412: a condition of the request does not hold.",
    )
    .cure(Setting(SettingId::CustomHeaders))
    .look(LOOK),
    code(
        0x8019_019D,
        "BG_E_HTTP_ERROR_413",
        "HTTP 413: the upload is larger than the server takes.",
    )
    .cure(Situation("Raise the server's limit, or send less.")),
    code(
        0x8019_019E,
        "BG_E_HTTP_ERROR_414",
        "HTTP 414: the address is longer than the server takes.",
    )
    .cure(Setting(SettingId::Files))
    .look(LOOK),
    code(
        0x8019_019F,
        "BG_E_HTTP_ERROR_415",
        "HTTP 415: the server does not take this kind of content.",
    )
    .cure(Setting(SettingId::CustomHeaders))
    .look(LOOK),
    code(
        0x8019_01A0,
        "BG_E_HTTP_ERROR_416",
        "HTTP 416: the file does not have the part that was asked for.",
    )
    .cure(Setting(SettingId::FileRanges))
    .look(LOOK),
    code(
        0x8019_01A1,
        "BG_E_HTTP_ERROR_417",
        "HTTP 417: the server cannot do what a header expects.",
    )
    .cure(Setting(SettingId::CustomHeaders))
    .look(LOOK),
    code(
        0x8019_01C1,
        "BG_E_HTTP_ERROR_449",
        "HTTP 449: the server wants the request again, with something more.",
    ),
    code(0x8019_01F4, "BG_E_HTTP_ERROR_500", "HTTP 500: the server failed.")
        .cure(Situation("Try later; the server's log says more."))
        .look(LOOK),
    code(
        0x8019_01F5,
        "BG_E_HTTP_ERROR_501",
        "HTTP 501: the server cannot do this.",
    )
    .causes(&["An upload: the server's folder does not take BITS uploads."])
    .cure(Situation("Switch BITS uploads on for the server's folder."))
    .look(LOOK),
    code(
        0x8019_01F6,
        "BG_E_HTTP_ERROR_502",
        "HTTP 502: a server behind the server answered wrongly.",
    )
    .cure(Situation("Try later."))
    .look(LOOK),
    code(
        0x8019_01F7,
        "BG_E_HTTP_ERROR_503",
        "HTTP 503: the server has too much to do.",
    )
    .cure(Situation("Resume the job later."))
    .look(LOOK),
    code(
        0x8019_01F8,
        "BG_E_HTTP_ERROR_504",
        "HTTP 504: a server behind the server did not answer in time.",
    )
    .cure(Situation("Resume the job later."))
    .look(LOOK),
    code(
        0x8019_01F9,
        "BG_E_HTTP_ERROR_505",
        "HTTP 505: the server does not speak this version of HTTP.",
    )
    .look(LOOK),
];
