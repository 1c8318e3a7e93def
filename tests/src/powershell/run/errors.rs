//! Errors, and the other ways in which running is interrupted.

use crate::powershell::value::{Object, Value};
use crate::powershell::wide::Wide;
use std::cell::RefCell;
use std::rc::Rc;

/// An error as a script sees it in `$_`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorRecord {
    /// `$_.Exception.Message`
    pub message: Wide,
    /// `$_.FullyQualifiedErrorId`
    pub id: String,
    /// `$_.Exception.HResult`
    pub hresult: i64,
    /// It ends the whole script, not only the statement.
    pub ends_script: bool,
}

impl ErrorRecord {
    pub(super) fn new(id: &str, message: impl AsRef<str>) -> Self {
        Self {
            message: Wide::from(message.as_ref()),
            id: id.to_owned(),
            hresult: 0x8013_1501_u32 as i32 as i64,
            ends_script: false,
        }
    }

    pub(super) fn ending_script(mut self) -> Self {
        self.ends_script = true;
        self
    }

    /// The value of `$_` in `catch`.
    pub(super) fn to_value(&self) -> Value {
        let exception = Value::Object(Rc::new(RefCell::new(Object {
            type_name: "System.Exception".to_owned(),
            text: Some(self.message.clone()),
            properties: vec![
                ("Message".to_owned(), Value::Text(self.message.clone())),
                ("HResult".to_owned(), Value::Int(self.hresult.into())),
                ("InnerException".to_owned(), Value::Null),
            ],
        })));
        Value::Object(Rc::new(RefCell::new(Object {
            type_name: "System.Management.Automation.ErrorRecord".to_owned(),
            text: Some(self.message.clone()),
            properties: vec![
                ("Exception".to_owned(), exception),
                ("FullyQualifiedErrorId".to_owned(), Value::text(&self.id)),
                ("EndsScript".to_owned(), Value::Bool(self.ends_script)),
                ("ErrorDetails".to_owned(), Value::Null),
                ("TargetObject".to_owned(), Value::Null),
            ],
        })))
    }

    /// The record behind a value that is thrown.
    pub(super) fn from_value(value: &Value) -> Self {
        if let Value::Object(object) = value
            && object.borrow().type_name.ends_with("ErrorRecord")
        {
            let object = object.borrow();
            let text = |name: &str| object.get(name).map(Value::to_text).unwrap_or_default();
            let hresult = match object.get("Exception") {
                Some(Value::Object(exception)) => match exception.borrow().get("HResult") {
                    Some(Value::Int(number)) => i64::try_from(*number).unwrap_or_default(),
                    _ => 0,
                },
                _ => 0,
            };
            return Self {
                message: object.text.clone().unwrap_or_default(),
                id: text("FullyQualifiedErrorId"),
                hresult,
                ends_script: true,
            };
        }
        let mut record = Self::new(&value.to_text(), "");
        record.message = value.to_wide();
        record.ending_script()
    }
}

/// An error of a cmdlet of the host's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CmdletError {
    /// What is wrong.
    pub message: String,
    /// The id without the cmdlet.
    pub id: String,
    /// The HRESULT as a signed number.
    pub hresult: i64,
}

impl CmdletError {
    /// An error with a message, and an HRESULT where there is one.
    pub fn new(id: &str, message: &str, hresult: u32) -> Self {
        Self {
            message: message.to_owned(),
            id: id.to_owned(),
            hresult: i64::from(hresult as i32),
        }
    }
}

impl From<CmdletError> for ErrorRecord {
    fn from(error: CmdletError) -> Self {
        Self {
            message: Wide::from(error.message.as_str()),
            id: error.id,
            hresult: error.hresult,
            ends_script: false,
        }
    }
}

/// Why the host did not do what it was asked.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The cmdlet ended with an error.
    Error(CmdletError),
    /// The user pressed Ctrl+C.
    Stop,
    /// The host cannot play this.
    Stuck(String),
}

/// What takes a script out of its normal course.
#[derive(Clone, Debug)]
pub(super) enum Interrupt {
    Break,
    Continue,
    /// What is returned is in the output already.
    Return,
    Exit(i32),
    Error(ErrorRecord),
    Stop,
    Stuck(String),
}

impl From<Failure> for Interrupt {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Error(error) => Self::Error(error.into()),
            Failure::Stop => Self::Stop,
            Failure::Stuck(why) => Self::Stuck(why),
        }
    }
}

/// An error of the language that ends the statement.
pub(super) fn error<T>(id: &str, message: impl AsRef<str>) -> Result<T, Interrupt> {
    Err(Interrupt::Error(ErrorRecord::new(id, message)))
}

/// The interpreter cannot run this.
pub(super) fn stuck<T>(why: impl Into<String>) -> Result<T, Interrupt> {
    Err(Interrupt::Stuck(why.into()))
}
