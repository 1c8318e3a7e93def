//! Values as fields: the kind, then what it is.

use crate::powershell::value::{EnumValue, HostObject, Value};

/// The fields of a value.
pub fn written(value: &Value) -> Vec<String> {
    let fields = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect();
    match value {
        Value::Null => fields(&["text", ""]),
        Value::Bool(on) => fields(&["switch", &on.to_string()]),
        Value::Int(number) => fields(&["number", &number.to_string()]),
        Value::Guid(guid) => fields(&["guid", guid]),
        Value::Date(ticks) => fields(&["date", &ticks.to_string()]),
        Value::Enum(member) => fields(&[
            "enum",
            &member.type_name,
            &member.name,
            &member.number.to_string(),
        ]),
        Value::Host(object) if object.kind == "BitsJob" => fields(&["job", &object.id]),
        Value::Host(object) => fields(&["file", &object.id]),
        Value::Object(object) => {
            let object = object.borrow();
            let part = |name: &str| object.get(name).map(Value::to_text).unwrap_or_default();
            fields(&["credential", &part("UserName"), &part("Password")])
        }
        Value::List(items) => {
            let mut all = vec!["list".to_owned(), items.len().to_string()];
            all.extend(items.iter().flat_map(written));
            all
        }
        other => fields(&["text", &other.to_text()]),
    }
}

/// Reads a value and steps over its fields.
///
/// # Errors
/// When the fields are no value.
pub fn read(rest: &mut &[&str]) -> Result<Value, String> {
    fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
        text.parse().map_err(|_| format!("no number: {text}"))
    }
    let object = |kind: &str, id: &str| {
        Value::Host(HostObject {
            kind: kind.to_owned(),
            id: id.to_owned(),
        })
    };
    let (value, after) = match *rest {
        ["switch", on, after @ ..] => (Value::Bool(*on == "true"), after),
        ["number", digits, after @ ..] => (Value::Int(number(digits)?), after),
        ["date", ticks, after @ ..] => (Value::Date(number(ticks)?), after),
        ["text", text, after @ ..] => (Value::text(text), after),
        ["guid", guid, after @ ..] => (Value::Guid((*guid).to_owned()), after),
        ["job", id, after @ ..] => (object("BitsJob", id), after),
        ["file", id, after @ ..] => (object("BitsFile", id), after),
        ["enum", type_name, name, digits, after @ ..] => (
            Value::Enum(EnumValue {
                type_name: (*type_name).to_owned(),
                name: (*name).to_owned(),
                number: number(digits)?,
            }),
            after,
        ),
        ["credential", user, password, after @ ..] => (
            Value::object(
                "PSCredential",
                vec![
                    ("UserName", Value::text(user)),
                    ("Password", Value::text(password)),
                ],
            ),
            after,
        ),
        ["list", length, after @ ..] => {
            *rest = after;
            let items = (0..number::<usize>(length)?)
                .map(|_| read(rest))
                .collect::<Result<_, _>>()?;
            return Ok(Value::list(items));
        }
        other => return Err(format!("no value: {other:?}")),
    };
    *rest = after;
    Ok(value)
}
