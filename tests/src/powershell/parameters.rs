//! The parameters that cmdlets declare: BITS's from the documented table, the others as far as scripts use them.

use std::sync::OnceLock;

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named for the .NET type; plurals are arrays")]
pub enum Takes {
    Text,
    Texts,
    Switch,
    /// `Nullable<SwitchParameter>`, which needs an argument
    NullableSwitch,
    Int,
    Ints,
    Guids,
    Jobs,
    Credential,
    Uris,
    Bytes,
    Date,
    Hashtable,
    Block,
    Blocks,
    Object,
    Objects,
    Enum(&'static EnumType),
}

/// An enumeration.
#[derive(Debug, PartialEq, Eq)]
pub struct EnumType {
    /// Its name.
    pub name: &'static str,
    /// Named members.
    pub members: &'static [(&'static str, i64)],
    /// Members may be combined.
    pub flags: bool,
}

/// The cost policies `[idl:bits5_0.idl]`.
pub static COST_STATES: EnumType = EnumType {
    name: "CostStates",
    members: &[
        ("None", 0),
        ("Unrestricted", 0x1),
        ("Capped", 0x2),
        ("BelowCap", 0x4),
        ("NearCap", 0x8),
        ("OverCapCharged", 0x10),
        ("OverCapThrottled", 0x20),
        ("UsageBased", 0x40),
        ("Roaming", 0x80),
        ("IgnoreCongestion", 0x8000_0000),
        ("PolicyUnrestricted", 0x8000_0021),
        ("Standard", 0x8000_0067),
        ("NoSurcharge", 0x8000_006F),
        ("NotRoaming", 0x8000_007F),
        ("Always", 0x8000_00FF),
    ],
    flags: true,
};

/// Whom stored credentials are for `[ps:Set-BitsTransfer]`.
static AUTHENTICATION_TARGET: EnumType = EnumType {
    name: "AuthenticationTargetValue",
    members: &[("None", 0), ("Server", 1), ("Proxy", 2)],
    flags: true,
};

/// Where a certificate lies `[idl:bits2_5.idl]`.
static CERT_STORE_LOCATION: EnumType = EnumType {
    name: "CertStoreLocationValue",
    members: &[
        ("CURRENT_USER", 0),
        ("LOCAL_MACHINE", 1),
        ("CURRENT_SERVICE", 2),
        ("SERVICES", 3),
        ("USERS", 4),
        ("CURRENT_USER_GROUP_POLICY", 5),
        ("LOCAL_MACHINE_GROUP_POLICY", 6),
        ("LOCAL_MACHINE_ENTERPRISE", 7),
    ],
    flags: false,
};

/// The documented letters; the real names are not documented `[ps:Set-BitsTransfer; idl:bits2_0.idl]`.
static ACL_FLAGS: EnumType = EnumType {
    name: "ACLFlagValue",
    members: &[("o", 1), ("g", 2), ("d", 4), ("s", 8)],
    flags: true,
};

/// Its members are not documented: bits by number.
static NOTIFY_FLAGS: EnumType = EnumType {
    name: "NotifyFlagValue",
    members: &[],
    flags: true,
};

/// Its members are not documented: bits by number.
static SECURITY_FLAGS: EnumType = EnumType {
    name: "SecurityFlagValue",
    members: &[],
    flags: true,
};

/// What a command does about an error or a message.
static ACTION: EnumType = EnumType {
    name: "ActionPreference",
    members: &[
        ("SilentlyContinue", 0),
        ("Stop", 1),
        ("Continue", 2),
        ("Inquire", 3),
        ("Ignore", 4),
        ("Suspend", 5),
        ("Break", 6),
    ],
    flags: false,
};

/// The enumeration of this name.
pub fn enum_type(name: &str) -> Option<&'static EnumType> {
    [
        &COST_STATES,
        &AUTHENTICATION_TARGET,
        &CERT_STORE_LOCATION,
        &ACL_FLAGS,
        &NOTIFY_FLAGS,
        &SECURITY_FLAGS,
        &ACTION,
    ]
    .into_iter()
    .find(|one| one.name.eq_ignore_ascii_case(name))
}

/// One declared parameter.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Its full name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it takes.
    pub takes: Takes,
    /// The only texts it takes; none means any.
    pub accepted: Vec<String>,
    /// Its place among the arguments without a name.
    pub position: Option<u32>,
    /// It must be given.
    pub mandatory: bool,
    /// It takes a pipeline's objects whole.
    pub by_value: bool,
    /// It takes the property of its name from a pipeline's objects.
    pub by_name: bool,
    /// The one parameter set it belongs to; none means all.
    pub set: Option<String>,
    /// One of the parameters that every cmdlet has, or `WhatIf` or `Confirm`.
    pub common: bool,
}

/// A cmdlet and its parameters.
#[derive(Clone, Debug)]
pub struct Cmdlet {
    /// Its name.
    pub name: String,
    /// Its own parameters, then the common ones.
    pub parameters: Vec<Declared>,
    /// The parameter set that is meant when nothing decides.
    pub default_set: Option<String>,
}

/// The common parameters and their aliases (PowerShell 7.4 and later).
const COMMON: [(&str, &str, Takes); 12] = [
    ("Verbose", "vb", Takes::Switch),
    ("Debug", "db", Takes::Switch),
    ("ErrorAction", "ea", Takes::Enum(&ACTION)),
    ("WarningAction", "wa", Takes::Enum(&ACTION)),
    ("InformationAction", "infa", Takes::Enum(&ACTION)),
    ("ProgressAction", "proga", Takes::Enum(&ACTION)),
    ("ErrorVariable", "ev", Takes::Text),
    ("WarningVariable", "wv", Takes::Text),
    ("InformationVariable", "iv", Takes::Text),
    ("OutVariable", "ov", Takes::Text),
    ("OutBuffer", "ob", Takes::Int),
    ("PipelineVariable", "pv", Takes::Text),
];

/// All cmdlets that are known here.
pub fn cmdlets() -> &'static [Cmdlet] {
    static ALL: OnceLock<Vec<Cmdlet>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Vec::new();
        read(include_str!("../../data/powershell-params.tsv"), &mut all);
        read(include_str!("../../data/powershell-cmdlets.tsv"), &mut all);
        for cmdlet in &mut all {
            cmdlet.parameters.extend(
                COMMON
                    .iter()
                    .map(|(name, alias, takes)| common(name, alias, *takes)),
            );
            if cmdlet.name == "Get-BitsTransfer" {
                cmdlet.default_set = Some("ListJobsByName".to_owned());
            }
        }
        all
    })
}

/// The cmdlet of this name; a module's name in front does not count.
pub fn cmdlet(name: &str) -> Option<&'static Cmdlet> {
    let name = name.rsplit_once('\\').map_or(name, |(_, name)| name);
    cmdlets().iter().find(|one| one.name.eq_ignore_ascii_case(name))
}

fn common(name: &str, alias: &str, takes: Takes) -> Declared {
    Declared {
        name: name.to_owned(),
        aliases: vec![alias.to_owned()],
        takes,
        accepted: Vec::new(),
        position: None,
        mandatory: false,
        by_value: false,
        by_name: false,
        set: None,
        common: true,
    }
}

/// Reads a table: cmdlet, parameter, type, aliases, accepted values, required, position, default, pipeline, set.
fn read(table: &str, all: &mut Vec<Cmdlet>) {
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [
            cmdlet,
            name,
            takes,
            aliases,
            accepted,
            required,
            position,
            _,
            pipeline,
            set,
            ..,
        ] = columns.as_slice()
        else {
            panic!("a row of parameters has too few columns: {line}");
        };
        if all.last().is_none_or(|last: &Cmdlet| last.name != *cmdlet) {
            all.push(Cmdlet {
                name: (*cmdlet).to_owned(),
                parameters: Vec::new(),
                default_set: None,
            });
        }
        if name.is_empty() {
            continue;
        }
        let words = |text: &str| -> Vec<String> {
            text.split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let takes = match (*cmdlet, *name) {
            ("Set-BitsTransfer", "Dynamic") => Takes::NullableSwitch,
            _ => takes_of(takes).unwrap_or_else(|| panic!("type not known: {line}")),
        };
        let declared = Declared {
            name: (*name).to_owned(),
            aliases: words(aliases),
            takes,
            accepted: if takes == Takes::Text {
                words(accepted)
            } else {
                Vec::new()
            },
            position: position.parse().ok(),
            mandatory: *required == "True",
            by_value: pipeline.contains("ByValue"),
            by_name: pipeline.contains("ByPropertyName"),
            set: (*set != "(All)").then(|| (*set).to_owned()),
            common: matches!(*name, "WhatIf" | "Confirm"),
        };
        if let Some(last) = all.last_mut() {
            last.parameters.push(declared);
        }
    }
}

fn takes_of(name: &str) -> Option<Takes> {
    Some(match name {
        "String" => Takes::Text,
        "String[]" => Takes::Texts,
        "SwitchParameter" => Takes::Switch,
        "Int32" => Takes::Int,
        "Int32[]" => Takes::Ints,
        "Guid[]" => Takes::Guids,
        "BitsJob[]" => Takes::Jobs,
        "PSCredential" => Takes::Credential,
        "Uri[]" => Takes::Uris,
        "Byte[]" => Takes::Bytes,
        "DateTime" => Takes::Date,
        "Hashtable" => Takes::Hashtable,
        "ScriptBlock" => Takes::Block,
        "ScriptBlock[]" => Takes::Blocks,
        "Object" => Takes::Object,
        "Object[]" => Takes::Objects,
        other => Takes::Enum(enum_type(other)?),
    })
}

/// Why a parameter's name means none or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// No parameter begins like this.
    Unknown,
    /// Several do.
    Ambiguous,
}

impl Cmdlet {
    /// The parameter that a written name means: a full name, an alias, or the beginning of exactly one parameter's names.
    pub fn parameter(&self, written: &str) -> Result<&Declared, NameError> {
        let exact = |one: &&Declared| {
            one.name.eq_ignore_ascii_case(written)
                || one
                    .aliases
                    .iter()
                    .any(|alias| alias.eq_ignore_ascii_case(written))
        };
        if let Some(found) = self.parameters.iter().find(exact) {
            return Ok(found);
        }
        let begins = |name: &str| {
            name.get(..written.len())
                .is_some_and(|head| !written.is_empty() && head.eq_ignore_ascii_case(written))
        };
        let found: Vec<&Declared> = self
            .parameters
            .iter()
            .filter(|one| begins(&one.name) || one.aliases.iter().any(|alias| begins(alias)))
            .collect();
        // A cmdlet's own parameter comes before the common ones.
        let own: Vec<&Declared> = found.iter().copied().filter(|one| !one.common).collect();
        match (found.as_slice(), own.as_slice()) {
            ([], _) => Err(NameError::Unknown),
            ([one], _) | (_, [one]) => Ok(one),
            _ => Err(NameError::Ambiguous),
        }
    }
}
