//! Cmdlets of files, modules and the user.

use super::modules::module;
use super::{Content, Machine};
use crate::powershell::binder::BoundCall;
use crate::powershell::run::{CmdletError, CmdletOutput, Failure, Host, Stream};
use crate::powershell::value::{Table, Value};
use std::cell::RefCell;
use std::rc::Rc;

/// `COR_E_IO` and the like are not told apart.
pub(super) const IO: u32 = 0x8013_1620;

fn error(id: &str, message: &str) -> CmdletOutput {
    CmdletOutput {
        output: Vec::new(),
        errors: vec![CmdletError::new(id, message, IO)],
    }
}

pub(super) fn texts(call: &BoundCall, name: &str) -> Vec<String> {
    call.get(name).map_or(Vec::new(), |list| {
        list.clone().into_items().iter().map(Value::to_text).collect()
    })
}

impl Machine {
    pub(super) fn other_cmdlet(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        Ok(match call.cmdlet.as_str() {
            "Get-Command" => self.get_command(call),
            "Import-Module" | "Get-Module" => {
                let mut answer = CmdletOutput::default();
                for name in texts(call, "Name") {
                    if !name.eq_ignore_ascii_case("BitsTransfer") {
                        return Err(Failure::Stuck(format!("module {name}")));
                    }
                    if self.no_module {
                        if call.cmdlet == "Import-Module" {
                            return Ok(error(
                                "Modules_ModuleNotFound",
                                "The specified module 'BitsTransfer' was not loaded.",
                            ));
                        }
                    } else if call.cmdlet == "Get-Module" || call.is_on("PassThru") {
                        answer.output.push(module());
                    }
                }
                answer
            }
            "Get-Credential" => {
                let user = call.get("UserName").map(Value::to_text);
                let asked = format!("credential {}", user.clone().unwrap_or_default());
                self.show(Stream::Prompt, &asked);
                let Some(typed) = self.answers.pop_front() else {
                    return Err(Failure::Stuck("Get-Credential and no answer".to_owned()));
                };
                // What is typed is a password, or name and password in two lines.
                let (user, password) = match (user, typed.split_once('\n')) {
                    (Some(user), None) => (user, typed.clone()),
                    (_, Some((user, password))) => (user.to_owned(), password.to_owned()),
                    (None, None) => ("user".to_owned(), typed.clone()),
                };
                vec![Value::object(
                    "PSCredential",
                    vec![
                        ("UserName", Value::text(&user)),
                        ("Password", Value::text(&password)),
                    ],
                )]
                .into()
            }
            "Read-Host" => {
                let prompt = call.get("Prompt").map(Value::to_text).unwrap_or_default();
                self.show(Stream::Prompt, &prompt);
                match self.answers.pop_front() {
                    Some(typed) if call.is_on("AsSecureString") => vec![Value::object(
                        "System.Security.SecureString",
                        vec![("Text", Value::text(&typed))],
                    )]
                    .into(),
                    Some(typed) => vec![Value::text(&typed)].into(),
                    None => return Err(Failure::Stuck("Read-Host and no answer".to_owned())),
                }
            }
            "Get-ExecutionPolicy" => vec![Value::text("RemoteSigned")].into(),
            "Get-Location" => vec![Value::object(
                "PathInfo",
                vec![("Path", Value::text("C:\\Users\\user"))],
            )]
            .into(),
            "Test-Path" => self.test_path(call)?,
            "New-Item" => self.new_item(call)?,
            "Remove-Item" => {
                let mut full = false;
                let whole = call.is_on("Recurse");
                let answer = self.each_path(call, |machine, path, _| {
                    let inside = !machine.files.matching(&format!("{path}\\*")).is_empty();
                    full |= inside && !whole;
                    machine.files.remove(path);
                })?;
                if full {
                    return Err(Failure::Stuck(
                        "Remove-Item of a folder that is not empty asks".to_owned(),
                    ));
                }
                answer
            }
            "Get-Item" | "Resolve-Path" | "Convert-Path" => {
                let whole = call.cmdlet == "Get-Item";
                let plain = call.cmdlet == "Convert-Path";
                self.each_path(call, |_, path, answer| {
                    answer.output.push(match (whole, plain) {
                        (true, _) => item(path),
                        (_, true) => Value::text(path),
                        _ => Value::object(
                            "PathInfo",
                            vec![("Path", Value::text(path)), ("ProviderPath", Value::text(path))],
                        ),
                    });
                })?
            }
            "Get-Content" => self.get_content(call)?,
            "Set-Content" | "Add-Content" | "Out-File" => self.write_text(call),
            "Export-Clixml" => self.export(call)?,
            "Import-Clixml" => {
                let mut failed = None;
                let mut answer =
                    self.each_path(call, |machine, path, answer| match machine.files.get(path) {
                        Some(Content::Objects(objects)) => answer.output.extend(objects.iter().map(copy)),
                        _ => failed = Some(error("XmlException", "The file is no exported object.")),
                    })?;
                answer
                    .errors
                    .extend(failed.map_or(Vec::new(), |failed| failed.errors));
                answer
            }
            other => return Err(Failure::Stuck(format!("cmdlet {other}"))),
        })
    }

    fn test_path(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        let kind = call
            .get("PathType")
            .map(Value::to_text)
            .unwrap_or_default()
            .to_lowercase();
        for name in ["Filter", "Include", "Exclude", "IsValid"] {
            if call.get(name).is_some() {
                return Err(Failure::Stuck(format!("Test-Path -{name}")));
            }
        }
        let fits = |content: Option<&Content>| match (kind.as_str(), content) {
            (_, None) => false,
            ("leaf", Some(content)) => !matches!(content, Content::Folder),
            ("container", Some(content)) => matches!(content, Content::Folder),
            _ => true,
        };
        let mut answer = CmdletOutput::default();
        for path in texts(call, "LiteralPath") {
            answer.output.push(Value::Bool(fits(self.files.get(&path))));
        }
        for pattern in texts(call, "Path") {
            let found = self
                .files
                .matching(&pattern)
                .iter()
                .any(|path| fits(self.files.get(path)));
            answer.output.push(Value::Bool(found));
        }
        Ok(answer)
    }

    fn new_item(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        let mut answer = CmdletOutput::default();
        if call.is_on("WhatIf") {
            return Ok(answer);
        }
        for path in texts(call, "Path") {
            let path = match call.get("Name") {
                Some(name) => format!("{}\\{}", path.trim_end_matches('\\'), name.to_text()),
                None => path,
            };
            let folder = match call
                .get("ItemType")
                .map(|kind| kind.to_text().to_lowercase())
                .as_deref()
            {
                Some("directory" | "container") => true,
                None | Some("file") => false,
                Some(other) => return Err(Failure::Stuck(format!("New-Item -ItemType {other}"))),
            };
            match (folder, self.files.get(&path)) {
                (true, Some(Content::Folder)) if call.is_on("Force") => {}
                (false, Some(_)) if call.is_on("Force") => {
                    self.files
                        .put(&path, Content::Text(texts(call, "Value").concat()));
                }
                (_, Some(_)) => {
                    return Ok(error(
                        "NewItemIOError",
                        &format!("An item with the specified name {path} already exists."),
                    ));
                }
                (true, None) => self.files.make_folder(&path),
                (false, None) if !self.files.has_parent(&path) && !call.is_on("Force") => {
                    return Ok(error(
                        "NewItemIOError",
                        &format!("Could not find a part of the path '{path}'."),
                    ));
                }
                (false, None) => {
                    if let Some((parent, _)) = path.rsplit_once('\\') {
                        self.files.make_folder(parent);
                    }
                    self.files
                        .put(&path, Content::Text(texts(call, "Value").concat()));
                }
            }
            answer.output.push(item(&path));
        }
        Ok(answer)
    }

    /// Does something for each path that a call names; a path that is not there is an error.
    fn each_path(
        &mut self,
        call: &BoundCall,
        mut action: impl FnMut(&mut Self, &str, &mut CmdletOutput),
    ) -> Result<CmdletOutput, Failure> {
        let mut answer = CmdletOutput::default();
        let mut paths = texts(call, "LiteralPath");
        for pattern in texts(call, "Path") {
            let found = self.files.matching(&pattern);
            if found.is_empty() && !pattern.contains(['*', '?', '[']) {
                paths.push(pattern);
            }
            paths.extend(found);
        }
        for path in paths {
            if self.files.get(&path).is_none() {
                let message = format!("Cannot find path '{path}' because it does not exist.");
                answer.errors.push(CmdletError::new("PathNotFound", &message, IO));
                continue;
            }
            action(self, &path, &mut answer);
        }
        Ok(answer)
    }

    fn get_content(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        if call.get("TotalCount").is_some() || call.get("Tail").is_some() {
            return Err(Failure::Stuck("part of a file".to_owned()));
        }
        let raw = call.is_on("Raw");
        self.each_path(call, |machine, path, answer| {
            if let Some(Content::Text(text)) = machine.files.get(path) {
                if raw {
                    answer.output.push(Value::text(text));
                } else {
                    answer.output.extend(text.lines().map(Value::text));
                }
            }
        })
    }

    fn write_text(&mut self, call: &BoundCall) -> CmdletOutput {
        let value = call
            .get("Value")
            .or(call.get("InputObject"))
            .cloned()
            .unwrap_or(Value::Null);
        let mut text: String = value
            .into_items()
            .iter()
            .map(|item| format!("{}\r\n", item.to_text()))
            .collect();
        if call.is_on("NoNewline") {
            text = text.replace("\r\n", "");
        }
        let mut paths = texts(call, "LiteralPath");
        paths.extend(texts(call, "Path"));
        paths.extend(texts(call, "FilePath"));
        for path in paths {
            if !self.files.has_parent(&path) {
                return error(
                    "DirectoryNotFoundException",
                    &format!("Could not find a part of the path '{path}'."),
                );
            }
            let append = call.cmdlet == "Add-Content" || call.is_on("Append");
            let before = match self.files.get(&path) {
                Some(Content::Text(before)) if append => before.clone(),
                _ => String::new(),
            };
            self.files.put(&path, Content::Text(before + &text));
        }
        CmdletOutput::default()
    }

    fn export(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        let objects = call
            .get("InputObject")
            .cloned()
            .unwrap_or(Value::Null)
            .into_items();
        if objects.iter().any(|one| matches!(one, Value::Host(_))) {
            return Err(Failure::Stuck("Export-Clixml of a job".to_owned()));
        }
        let mut paths = texts(call, "LiteralPath");
        paths.extend(texts(call, "Path"));
        for path in paths {
            if !self.files.has_parent(&path) {
                return Ok(error(
                    "FileOpenFailure",
                    &format!("Could not find a part of the path '{path}'."),
                ));
            }
            if self.files.get(&path).is_some() && call.is_on("NoClobber") {
                return Ok(error("NoClobber", &format!("File {path} already exists.")));
            }
            self.files
                .put(&path, Content::Objects(objects.iter().map(copy).collect()));
        }
        Ok(CmdletOutput::default())
    }
}

/// A copy that shares nothing with the value.
fn copy(value: &Value) -> Value {
    match value {
        Value::List(items) => Value::list(items.iter().map(copy).collect()),
        Value::Table(table) => {
            let mut fresh = Table::default();
            for (key, value) in &table.borrow().pairs {
                fresh.set(copy(key), copy(value));
            }
            Value::Table(Rc::new(RefCell::new(fresh)))
        }
        Value::Object(object) => {
            let mut fresh = object.borrow().clone();
            fresh
                .properties
                .iter_mut()
                .for_each(|(_, value)| *value = copy(value));
            Value::Object(Rc::new(RefCell::new(fresh)))
        }
        other => other.clone(),
    }
}

fn item(path: &str) -> Value {
    let leaf = path
        .trim_end_matches('\\')
        .rsplit('\\')
        .next()
        .unwrap_or_default();
    let item = Value::object(
        "System.IO.FileInfo",
        vec![("FullName", Value::text(path)), ("Name", Value::text(leaf))],
    );
    if let Value::Object(object) = &item {
        object.borrow_mut().text = Some(path.into());
    }
    item
}
