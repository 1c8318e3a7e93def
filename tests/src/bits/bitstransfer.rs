//! The eight cmdlets of the BitsTransfer module, over the model.

use super::Model;
use super::fault::Fault;
use super::job::{Job, JobType, State};
use crate::powershell::binder::BoundCall;
use crate::powershell::run::{CmdletError, CmdletOutput, Failure};
use crate::powershell::time::SECOND;
use crate::powershell::value::{HostObject, Value};
use crate::powershell::wildcard::matches_wildcard;

/// A job as an object of PowerShell's.
pub fn job_object(guid: &str) -> Value {
    Value::Host(HostObject {
        kind: "BitsJob".to_owned(),
        id: guid.to_owned(),
    })
}

/// The parameters that came after Server 2019 [ps2019; ps2022].
pub const NEW_PARAMETERS: [&str; 12] = [
    "Dynamic",
    "CustomHeaders",
    "CustomHeadersWriteOnly",
    "HttpMethod",
    "MaxDownloadTime",
    "ACLFlags",
    "SecurityFlags",
    "NotifyFlags",
    "NotifyCmdLine",
    "CertStoreLocation",
    "CertStoreName",
    "CertHash",
];

impl Model {
    /// Runs one of the cmdlets; nothing when the call is of another cmdlet.
    pub fn cmdlet(&mut self, call: &BoundCall) -> Option<Result<CmdletOutput, Failure>> {
        let noun = call.cmdlet.rsplit('-').next()?;
        if noun != "BitsTransfer" && noun != "BitsFile" {
            return None;
        }
        let arguments = call
            .parameters
            .iter()
            .map(|(name, value)| (name.clone(), lines(value)))
            .collect();
        if let Err(fault) = self.note(&call.cmdlet, arguments) {
            return Some(Ok(failed(call, fault)));
        }
        if call.is_on("WhatIf") {
            return Some(Ok(CmdletOutput::default()));
        }
        Some(match call.cmdlet.as_str() {
            "Get-BitsTransfer" => Ok(self.get(call)),
            "Start-BitsTransfer" => self.start(call),
            _ => self.each_job(call),
        })
    }

    fn get(&mut self, call: &BoundCall) -> CmdletOutput {
        let mut answer = CmdletOutput::default();
        if call.is_on("AllUsers") && !self.elevated {
            return failed(call, Fault::AccessDenied);
        }
        let all = call.is_on("AllUsers");
        if let Some(ids) = call.get("JobId") {
            for id in ids.clone().into_items() {
                match self.find(&id.to_text()) {
                    Some(job) => answer.output.push(job_object(&job.guid)),
                    None => answer.errors.push(error(call, Fault::NotFound)),
                }
            }
            return answer;
        }
        let patterns: Vec<String> = match call.get("Name") {
            Some(names) => names.clone().into_items().iter().map(Value::to_text).collect(),
            None => vec!["*".to_owned()],
        };
        for pattern in patterns {
            let named = |job: &&Job| {
                (all || job.setting("owner") == self.user)
                    && matches_wildcard(&pattern, job.setting("display_name"), false)
            };
            let found: Vec<Value> = self
                .jobs
                .iter()
                .filter(named)
                .map(|job| job_object(&job.guid))
                .collect();
            if found.is_empty() && call.get("Name").is_some() && self.missing_names_fail {
                answer.errors.push(error(call, Fault::NotFound));
            }
            answer.output.extend(found);
        }
        answer
    }

    fn start(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        let kind = match text(call, "TransferType").to_lowercase().as_str() {
            "upload" => JobType::Upload,
            "uploadreply" => JobType::UploadReply,
            _ => JobType::Download,
        };
        let name = call
            .get("DisplayName")
            .map_or("BITS Transfer".to_owned(), Value::to_text);
        let guid = match self.create(kind, &name) {
            Ok(guid) => guid,
            Err(fault) => return Ok(failed(call, fault)),
        };
        let made = self.configure_new(&guid, call);
        if let Err(fault) = made {
            // The cmdlet leaves nothing behind when it fails.
            let _ = self.cancel(&guid);
            return Ok(failed(call, fault));
        }
        if call.is_on("Suspended") {
            return Ok(vec![job_object(&guid)].into());
        }
        if let Err(fault) = self.resume(&guid) {
            let _ = self.cancel(&guid);
            return Ok(failed(call, fault));
        }
        if call.is_on("Asynchronous") {
            return Ok(vec![job_object(&guid)].into());
        }
        self.wait_and_complete(&guid, call)
    }

    fn configure_new(&mut self, guid: &str, call: &BoundCall) -> Result<(), Fault> {
        self.set(guid, "priority", "FOREGROUND")?;
        self.configure(guid, call)?;
        self.add_files(guid, call)
    }

    /// What a synchronous call does: waits for the end of the job.
    fn wait_and_complete(&mut self, guid: &str, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        let started = self.now;
        loop {
            self.advance_to(self.now + SECOND);
            if self.now - started > 100 * 86_400 * SECOND {
                return Err(Failure::Stuck(format!("{} waits for ever", call.cmdlet)));
            }
            let (state, fault) = match self.find(guid) {
                Some(job) => (job.state, job.error),
                None => return Ok(failed(call, Fault::NotFound)),
            };
            match state {
                State::Transferred => {
                    return Ok(match self.complete(guid) {
                        Ok(()) => CmdletOutput::default(),
                        Err(fault) => failed(call, fault),
                    });
                }
                State::Error => {
                    let fault = fault.unwrap_or(Fault::InvalidState);
                    let _ = self.cancel(guid);
                    return Ok(failed(call, fault));
                }
                _ => {}
            }
        }
    }

    fn add_files(&mut self, guid: &str, call: &BoundCall) -> Result<(), Fault> {
        let texts = |name: &str| -> Vec<String> {
            call.get(name).map_or(Vec::new(), |list| {
                list.clone().into_items().iter().map(Value::to_text).collect()
            })
        };
        let (sources, mut destinations) = (texts("Source"), texts("Destination"));
        if destinations.is_empty() {
            destinations = sources
                .iter()
                .map(|one| format!(".\\{}", one.rsplit(['/', '\\']).next().unwrap_or("")))
                .collect();
        }
        if sources.len() != destinations.len() {
            return Err(Fault::InvalidArgument);
        }
        let upload = self
            .find(guid)
            .is_some_and(|job| job.job_type != JobType::Download);
        for (source, destination) in sources.iter().zip(&destinations) {
            // An upload goes from a local source to a remote destination.
            let (remote, local) = if upload {
                (destination, source)
            } else {
                (source, destination)
            };
            self.add_file(guid, remote, local, "")?;
        }
        Ok(())
    }

    fn each_job(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        let mut answer = CmdletOutput::default();
        for job in call.get("BitsJob").cloned().unwrap_or(Value::Null).into_items() {
            let Value::Host(HostObject { id: guid, .. }) = &job else {
                return Err(Failure::Stuck("a job that is no job".to_owned()));
            };
            let done = match call.cmdlet.as_str() {
                "Set-BitsTransfer" => self.configure(guid, call),
                "Add-BitsFile" => self.add_files(guid, call),
                "Suspend-BitsTransfer" => self.suspend(guid),
                "Complete-BitsTransfer" => self.complete(guid),
                "Remove-BitsTransfer" => self.cancel(guid),
                "Resume-BitsTransfer" => self.resume(guid),
                other => return Err(Failure::Stuck(other.to_owned())),
            };
            match done {
                Err(fault) => answer.errors.push(error(call, fault)),
                Ok(()) => match call.cmdlet.as_str() {
                    "Resume-BitsTransfer" if !call.is_on("Asynchronous") => {
                        let waited = self.wait_and_complete(guid, call)?;
                        answer.errors.extend(waited.errors);
                    }
                    "Complete-BitsTransfer" | "Remove-BitsTransfer" => {}
                    _ => answer.output.push(job.clone()),
                },
            }
        }
        Ok(answer)
    }

    /// Puts the parameters of `Start-` and `Set-BitsTransfer` on a job.
    fn configure(&mut self, guid: &str, call: &BoundCall) -> Result<(), Fault> {
        if call.is_on("SetOwnerToCurrentUser") {
            self.take_ownership(guid)?;
        }
        let plain = [
            ("DisplayName", "display_name"),
            ("Description", "description"),
            ("RetryTimeout", "no_progress_timeout"),
            ("MaxDownloadTime", "maximum_download_time"),
            ("NotifyFlags", "notify_flags"),
            ("SecurityFlags", "security_flags"),
            ("ACLFlags", "file_acl_flags"),
            ("TransferPolicy", "cost_flags"),
            ("HttpMethod", "http_method"),
        ];
        if call.get("Priority").is_some() {
            self.set(guid, "priority", &text(call, "Priority").to_uppercase())?;
        }
        if let Some(Value::Int(seconds)) = call.get("RetryInterval") {
            // The cmdlet takes no less than 60 seconds [ps:Set-BitsTransfer].
            if *seconds < 60 {
                return Err(Fault::InvalidArgument);
            }
            self.set(guid, "minimum_retry_delay", &seconds.to_string())?;
        }
        for (parameter, setting) in plain {
            let value = match call.get(parameter) {
                None => continue,
                Some(Value::Enum(value)) => value.number.to_string(),
                Some(Value::Int(number)) if *number < 0 => return Err(Fault::InvalidArgument),
                Some(value) => value.to_text(),
            };
            self.set(guid, setting, &value)?;
        }
        if let Some(Value::Bool(on)) = call.get("Dynamic") {
            self.set(guid, "dynamic_content", if *on { "TRUE" } else { "FALSE" })?;
        }
        self.configure_lists(guid, call)?;
        if call.is_on("CustomHeadersWriteOnly") {
            self.set(guid, "custom_headers_write_only", "TRUE")?;
        }
        self.configure_credentials(guid, call)
    }

    fn configure_lists(&mut self, guid: &str, call: &BoundCall) -> Result<(), Fault> {
        let list = |name: &str| -> Option<Vec<String>> {
            call.get(name)
                .map(|list| list.clone().into_items().iter().map(Value::to_text).collect())
        };
        if let Some(words) = list("NotifyCmdLine") {
            let value = match words.as_slice() {
                [] => String::new(),
                [program] => format!("{program}\n"),
                [program, parameters] => format!("{program}\n{parameters}"),
                _ => return Err(Fault::InvalidArgument),
            };
            self.set(guid, "notify_cmd_line", &value)?;
        }
        if let Some(headers) = list("CustomHeaders") {
            if headers
                .iter()
                .any(|one| !one.contains(':') || one.contains(['\r', '\n']))
            {
                return Err(Fault::InvalidArgument);
            }
            self.set(guid, "custom_headers", &headers.join("\r\n"))?;
        }
        let (proxies, bypass) = (list("ProxyList"), list("ProxyBypass"));
        let usage = match text(call, "ProxyUsage").to_lowercase().as_str() {
            "" => "",
            "systemdefault" => "PRECONFIG",
            "noproxy" => "NO_PROXY",
            "autodetect" => "AUTODETECT",
            _ => "OVERRIDE",
        };
        if usage == "OVERRIDE" {
            let Some(proxies) = proxies else {
                return Err(Fault::InvalidArgument);
            };
            let value = format!(
                "OVERRIDE\n{}\n{}",
                proxies.join(" "),
                bypass.unwrap_or_default().join(" ")
            );
            self.set(guid, "proxy_settings", &value)?;
        } else if proxies.is_some() || bypass.is_some() {
            return Err(Fault::InvalidArgument);
        } else if !usage.is_empty() {
            self.set(guid, "proxy_settings", usage)?;
        }
        match (
            call.get("CertStoreLocation"),
            call.get("CertStoreName"),
            list("CertHash"),
        ) {
            (None, None, None) => Ok(()),
            (Some(Value::Enum(location)), Some(store), Some(hash)) if hash.len() == 20 => {
                let digits: String = hash
                    .iter()
                    .map(|byte| format!("{:02X}", byte.parse::<u8>().unwrap_or_default()))
                    .collect();
                self.set(
                    guid,
                    "client_certificate",
                    &format!("ID {} {} {digits}", location.number, store.to_text()),
                )
            }
            _ => Err(Fault::InvalidArgument),
        }
    }

    fn configure_credentials(&mut self, guid: &str, call: &BoundCall) -> Result<(), Fault> {
        if let Some(Value::Enum(target)) = call.get("UseStoredCredential") {
            self.set(guid, "use_stored_credentials", &target.name.to_uppercase())?;
        }
        let targets = [
            ("Credential", "Authentication", "SERVER"),
            ("ProxyCredential", "ProxyAuthentication", "PROXY"),
        ];
        for (credential, scheme, target) in targets {
            let Some(Value::Object(object)) = call.get(credential) else {
                if call.get(scheme).is_some() {
                    return Err(Fault::InvalidArgument);
                }
                continue;
            };
            let scheme = call
                .get(scheme)
                .map_or("NEGOTIATE".to_owned(), |value| value.to_text().to_uppercase());
            let object = object.borrow();
            let part = |name: &str| object.get(name).map(Value::to_text).unwrap_or_default();
            let value = format!("{}\n{}", part("UserName"), part("Password"));
            self.set(guid, &format!("credentials {target} {scheme}"), &value)?;
        }
        Ok(())
    }
}

fn text(call: &BoundCall, name: &str) -> String {
    call.get(name).map(Value::to_text).unwrap_or_default()
}

/// A value for the list of calls; the items of an array in lines.
fn lines(value: &Value) -> String {
    value
        .clone()
        .into_items()
        .iter()
        .map(|item| match item {
            Value::Host(host) => host.id.clone(),
            Value::Enum(value) => value.number.to_string(),
            other => other.to_text(),
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn error(call: &BoundCall, fault: Fault) -> CmdletError {
    let id = format!("{}COMException", call.cmdlet.replace('-', ""));
    CmdletError::new(&id, &fault.sentence(), fault.hresult())
}

fn failed(call: &BoundCall, fault: Fault) -> CmdletOutput {
    CmdletOutput {
        output: Vec::new(),
        errors: vec![error(call, fault)],
    }
}
