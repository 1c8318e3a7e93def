//! The object that the PowerShell module makes of a job: it asks BITS whenever a member is read.
//!
//! Microsoft documents no member; these are known from use [third-party].

use super::Model;
use super::job::{FILE_SIZE, JobType};
use crate::powershell::value::{EnumValue, HostObject, Value};

impl Model {
    /// A property of a job or of a file of one.
    pub fn property(&self, object: &HostObject, name: &str) -> Option<Value> {
        if object.kind == "BitsFile" {
            let (guid, place) = object.id.split_once('#')?;
            let file = self.find_any(guid)?.files.get(place.parse::<usize>().ok()?)?;
            let bytes = Value::Int(FILE_SIZE.into());
            return match name.to_lowercase().as_str() {
                "remotename" => Some(Value::text(&file.remote)),
                "localname" => Some(Value::text(&file.local)),
                "istransfercomplete" => Some(Value::Bool(file.done)),
                "bytestotal" => Some(bytes),
                "bytestransferred" => Some(if file.done { bytes } else { Value::Int(0) }),
                _ => None,
            };
        }
        let job = self.find_any(&object.id)?;
        let member = |type_name: &str, number: i64, name: &str| {
            Some(Value::Enum(EnumValue {
                type_name: type_name.to_owned(),
                name: name.to_owned(),
                number,
            }))
        };
        let number = |name: &str| job.setting(name).parse().ok().map(Value::Int);
        let (done, total) = job.bytes();
        match name.to_lowercase().as_str() {
            "jobid" => Some(Value::Guid(job.guid.clone())),
            "displayname" => Some(Value::text(job.setting("display_name"))),
            "description" => Some(Value::text(job.setting("description"))),
            "owneraccount" => Some(Value::text(job.setting("owner"))),
            "jobstate" => {
                let (number, name) = job.state.name();
                member("BitsJobState", number, name)
            }
            "transfertype" => match job.job_type {
                JobType::Download => member("BitsJobType", 0, "Download"),
                JobType::Upload => member("BitsJobType", 1, "Upload"),
                JobType::UploadReply => member("BitsJobType", 2, "UploadReply"),
            },
            "priority" => match job.setting("priority") {
                "FOREGROUND" => member("BitsJobPriority", 0, "Foreground"),
                "HIGH" => member("BitsJobPriority", 1, "High"),
                "LOW" => member("BitsJobPriority", 3, "Low"),
                _ => member("BitsJobPriority", 2, "Normal"),
            },
            "proxyusage" => match job.setting("proxy_settings").lines().next() {
                Some("NO_PROXY") => member("BitsProxyUsage", 1, "NoProxy"),
                Some("OVERRIDE") => member("BitsProxyUsage", 2, "Override"),
                Some("AUTODETECT") => member("BitsProxyUsage", 3, "AutoDetect"),
                _ => member("BitsProxyUsage", 0, "SystemDefault"),
            },
            "proxylist" => Some(words(job.setting("proxy_settings").lines().nth(1))),
            "proxybypasslist" => Some(words(job.setting("proxy_settings").lines().nth(2))),
            "retryinterval" => number("minimum_retry_delay"),
            "retrytimeout" => number("no_progress_timeout"),
            "transienterrorcount" => Some(Value::Int(job.error_count.into())),
            "errorcontext" => Some(Value::text(if job.error.is_some() {
                "RemoteFile"
            } else {
                "None"
            })),
            "errorcondition" => Some(Value::text(if job.error.is_some() {
                "TransferError"
            } else {
                "NoError"
            })),
            "internalerrorcode" => Some(Value::Int(
                job.error.map_or(0, |fault| i128::from(fault.hresult() as i32)),
            )),
            "errordescription" => Some(
                job.error
                    .map_or(Value::Null, |fault| Value::text(&fault.sentence())),
            ),
            "errorcontextdescription" => Some(job.error.map_or(Value::Null, |_| {
                Value::text("The error occurred while the remote file was being processed.")
            })),
            "bytestotal" => Some(Value::Int(total.into())),
            "bytestransferred" => Some(Value::Int(done.into())),
            "filestotal" => Some(Value::Int(job.files.len() as i128)),
            "filestransferred" => Some(Value::Int(job.files.iter().filter(|one| one.done).count() as i128)),
            "creationtime" | "modificationtime" => Some(Value::Date(job.created)),
            "transfercompletiontime" => Some(Value::Date(0)),
            "filelist" => {
                let file = |place| {
                    let id = format!("{}#{place}", job.guid);
                    Value::Host(HostObject {
                        kind: "BitsFile".to_owned(),
                        id,
                    })
                };
                Some(Value::list((0..job.files.len()).map(file).collect()))
            }
            _ => None,
        }
    }
}

fn words(text: Option<&str>) -> Value {
    Value::list(
        text.unwrap_or_default()
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(Value::text)
            .collect(),
    )
}
