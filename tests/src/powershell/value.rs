//! The values that a script works with.

use std::cell::RefCell;
use std::rc::Rc;

use super::syntax::{Number, ScriptBlock};
use super::wide::Wide;

/// One value of PowerShell, as far as emitted scripts use them. Integers of every width are one kind.
#[derive(Clone, Debug)]
pub enum Value {
    /// `$null`
    Null,
    /// `$true`, `$false` and switches
    Bool(bool),
    /// An integer
    Int(i128),
    /// A `Double`
    Double(f64),
    /// `[char]`
    Char(u16),
    /// A string
    Text(Wide),
    /// An array
    List(Rc<Vec<Value>>),
    /// A hashtable
    Table(Rc<RefCell<Table>>),
    /// An object with properties
    Object(Rc<RefCell<Object>>),
    /// `{ … }`
    Block(Rc<ScriptBlock>),
    /// A point in time, in ticks of 100 ns since year 1
    Date(i64),
    /// A length of time in ticks of 100 ns
    Time(i64),
    /// A GUID, lower case, without braces
    Guid(String),
    /// A member of an enumeration
    Enum(EnumValue),
    /// `[name]`
    Type(String),
    /// Something that the host owns, known by its kind and a number or name of the host's
    Host(HostObject),
}

/// A member, or several, of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// The type's name.
    pub type_name: String,
    /// The members' names as .NET prints them.
    pub name: String,
    /// Their number.
    pub number: i64,
}

/// A thing of the host's: it reads the members when they are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostObject {
    /// What it is, `BitsJob` for one.
    pub kind: String,
    /// Which one it is.
    pub id: String,
}

/// A hashtable; keys keep their order, letter case of texts does not count.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Keys and values in the order of insertion.
    pub pairs: Vec<(Value, Value)>,
}

impl Table {
    /// The value under a key.
    pub fn get(&self, key: &Value) -> Option<&Value> {
        self.pairs
            .iter()
            .find(|(known, _)| is_same_key(known, key))
            .map(|(_, value)| value)
    }

    /// Puts a value under a key.
    pub fn set(&mut self, key: Value, value: Value) {
        match self.pairs.iter_mut().find(|(known, _)| is_same_key(known, &key)) {
            Some(pair) => pair.1 = value,
            None => self.pairs.push((key, value)),
        }
    }
}

fn is_same_key(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => {
            left.lossy().to_lowercase() == right.lossy().to_lowercase()
        }
        (Value::Int(left), Value::Int(right)) => left == right,
        (Value::Guid(left), Value::Guid(right)) => left == right,
        (Value::Enum(left), Value::Enum(right)) => left == right,
        _ => false,
    }
}

/// An object with named properties.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// Its type's name.
    pub type_name: String,
    /// What it prints as, when that is not made of its properties.
    pub text: Option<Wide>,
    /// Properties in order.
    pub properties: Vec<(String, Value)>,
}

impl Object {
    /// A property, letter case not counting.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.properties
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Sets or adds a property.
    pub fn set(&mut self, name: &str, value: Value) {
        match self
            .properties
            .iter_mut()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
        {
            Some(pair) => pair.1 = value,
            None => self.properties.push((name.to_owned(), value)),
        }
    }
}

impl Value {
    /// A string.
    pub fn text(text: &str) -> Self {
        Self::Text(Wide::from(text))
    }

    /// An array.
    pub fn list(items: Vec<Value>) -> Self {
        Self::List(Rc::new(items))
    }

    /// An object of a type with these properties.
    pub fn object(type_name: &str, properties: Vec<(&str, Value)>) -> Self {
        let properties = properties
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Self::Object(Rc::new(RefCell::new(Object {
            type_name: type_name.to_owned(),
            text: None,
            properties,
        })))
    }

    /// What a pipeline gives as one value: nothing, the one, or an array.
    pub fn from_output(mut output: Vec<Value>) -> Self {
        match output.len() {
            0 => Self::Null,
            1 => output.remove(0),
            _ => Self::list(output),
        }
    }

    /// What a pipeline makes of the value: arrays give their items, nothing gives nothing.
    pub fn into_items(self) -> Vec<Value> {
        match self {
            Self::List(items) => items.as_ref().clone(),
            other => vec![other],
        }
    }

    /// Whether it counts as true.
    pub fn is_true(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Double(value) => *value != 0.0,
            Self::Char(value) => *value != 0,
            Self::Text(value) => !value.is_empty(),
            Self::List(items) => match items.as_slice() {
                [] => false,
                [one] => one.is_true(),
                _ => true,
            },
            Self::Enum(value) => value.number != 0,
            _ => true,
        }
    }

    /// The value as a string, by the invariant culture.
    pub fn to_wide(&self) -> Wide {
        match self {
            Self::Null => Wide::default(),
            Self::Bool(value) => Wide::from(if *value { "True" } else { "False" }),
            Self::Int(value) => Wide::from(value.to_string().as_str()),
            Self::Double(value) => Wide::from(value.to_string().as_str()),
            Self::Char(unit) => Wide(vec![*unit]),
            Self::Text(value) => value.clone(),
            Self::List(items) => {
                let mut text = Wide::default();
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        text.push_str(" ");
                    }
                    text.0.extend(item.to_wide().0);
                }
                text
            }
            Self::Table(_) => Wide::from("System.Collections.Hashtable"),
            Self::Object(object) => {
                let object = object.borrow();
                object.text.clone().unwrap_or_else(|| properties_text(&object))
            }
            Self::Block(_) => Wide::from("{}"),
            Self::Date(ticks) => Wide::from(super::time::date_text(*ticks, "MM/dd/yyyy HH:mm:ss").as_str()),
            Self::Time(ticks) => Wide::from(super::time::time_text(*ticks).as_str()),
            Self::Guid(guid) => Wide::from(guid.as_str()),
            Self::Enum(value) => Wide::from(value.name.as_str()),
            Self::Type(name) => Wide::from(name.as_str()),
            Self::Host(host) => Wide::from(host.kind.as_str()),
        }
    }

    /// The value as a Rust string.
    pub fn to_text(&self) -> String {
        self.to_wide().lossy()
    }

    /// The name of the .NET type, in short.
    pub fn type_name(&self) -> String {
        match self {
            Self::Null => "Null",
            Self::Bool(_) => "Boolean",
            Self::Int(value) if i32::try_from(*value).is_ok() => "Int32",
            Self::Int(value) if i64::try_from(*value).is_ok() => "Int64",
            Self::Int(_) => "UInt64",
            Self::Double(_) => "Double",
            Self::Char(_) => "Char",
            Self::Text(_) => "String",
            Self::List(_) => "Object[]",
            Self::Table(_) => "Hashtable",
            Self::Object(object) => return object.borrow().type_name.clone(),
            Self::Block(_) => "ScriptBlock",
            Self::Date(_) => "DateTime",
            Self::Time(_) => "TimeSpan",
            Self::Guid(_) => "Guid",
            Self::Enum(value) => return value.type_name.clone(),
            Self::Type(_) => "Type",
            Self::Host(host) => return host.kind.clone(),
        }
        .to_owned()
    }
}

fn properties_text(object: &Object) -> Wide {
    let mut text = Wide::from("@{");
    for (index, (name, value)) in object.properties.iter().enumerate() {
        text.push_str(if index > 0 { "; " } else { "" });
        text.push_str(name);
        text.push_str("=");
        text.0.extend(value.to_wide().0);
    }
    text.push_str("}");
    text
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        match number {
            Number::Int(value) => Self::Int(value.into()),
            Number::Long(value) => Self::Int(value.into()),
            Number::Decimal(value) => Self::Int(value),
            Number::Double(value) => Self::Double(value),
        }
    }
}
